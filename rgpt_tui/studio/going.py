"""Where the writer goes: which story is open, to the shelf and back, and how each is left."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rgpt_tui.places import config_folder, data_folder, expanded
from rgpt_tui.settings import SETTINGS_FILE
from rgpt_tui.story.access import BOOK_FILE
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.desk import Desk
from rgpt_tui.studio.left import FILE as LEFT_FILE
from rgpt_tui.studio.left import Left, Panes, change_left, read_left
from rgpt_tui.studio.model_rows import NONE
from rgpt_tui.studio.pauses import keep_for_good, sweep
from rgpt_tui.studio.screens.repairing import Repairing
from rgpt_tui.studio.screens.writing import WritingScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from rgpt_tui.settings import Settings
    from rgpt_tui.studio.app import StudioApp

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What there is to begin with."""

    story: Path | None
    """The story to open; None: the shelf is shown."""
    very_first: bool
    """rgpt was never used here: there is no setting, no story, and nothing was left."""
    fault: str | None
    """What could not be read of what was left."""


def start_of(settings: Settings, story: Path | None) -> tuple[Start, Left]:
    """Decide what to open. Reads some files: not for the event loop.

    Args:
        settings: all of them.
        story: the folder of the story that was asked for.
    """
    very_first = not any(
        file.exists() for file in (config_folder() / SETTINGS_FILE, data_folder() / LEFT_FILE)
    )
    left, fault = read_left()
    shelf = Shelf(expanded(settings.stories))
    with suppress(OSError):
        shelf.sweep()
    if very_first:
        with suppress(RgptError):
            very_first = not shelf.names()
    if story is None and left.last is not None and (Path(left.last) / BOOK_FILE).is_file():
        story = Path(left.last)
    return Start(story=story, very_first=very_first and story is None, fault=fault), left


class Going:
    """The way between the shelf and the story that is open."""

    def __init__(self, app: StudioApp) -> None:
        self._app = app
        self._left = Left()
        self._begin = False
        """The opening of the story is to be written as soon as it is open."""
        self._first_memory = False
        """Its memory and plans are to be made as soon as it is open."""
        self._moving = asyncio.Lock()
        self._arrived_at: WritingScreen | None = None
        """Its panes stand as they were left."""

    @property
    def open_screen(self) -> WritingScreen | None:
        """The screen of the story that is open."""
        return next((s for s in self._app.screen_stack if isinstance(s, WritingScreen)), None)

    @property
    def stays_open(self) -> bool:
        """A story could not be closed, and is as open as before."""
        return self.open_screen is not None and not self.open_screen.desk.closed

    def opened_in(self, shelf: Path) -> dict[str, datetime]:
        """When stories of a shelf were last opened here, by the names of their folders."""
        return self._left.opened_in(shelf.absolute())

    async def start(self, story: Path | None) -> None:
        """Show what the studio begins with."""
        start, self._left = await asyncio.to_thread(start_of, self._app.settings, story)
        if start.fault:
            self._app.tell(start.fault)
        if start.story is not None:
            await self.to_story(start.story)
            return
        await self.to_shelf()
        if start.very_first:
            self._app.first_choice()

    async def to_story(self, folder: Path, *, begin: bool = False, remember: bool = False) -> None:
        """Open a story in place of whatever is shown.

        Args:
            folder: of the story.
            begin: have its opening written at once.
            remember: have the memory and the plans made of its text at once.
        """
        async with self._moving:
            if not await self._close():
                return
            await self._down_to_shelf()
            self._begin, self._first_memory = begin, remember
            keep_for_good()
            await self._app.push_screen(
                WritingScreen(Desk(folder, self._app.settings, self._app.client))
            )

    async def to_shelf(self, error: RgptError | None = None, *, folder: Path | None = None) -> None:
        """Close the story, and show the shelf.

        Args:
            error: why, if it was not the writer who wanted it.
            folder: of the story that the cursor is to stand on; None: the one that was open.
        """
        screen = self.open_screen
        async with self._moving:
            if not await self._close():
                return
            await self._down_to_shelf()
            if not _is_shelf(self._app):
                await self._app.push_screen("shelf")
            if folder is None and screen is not None:
                folder = screen.desk.folder
            if folder is not None:
                _put_cursor(self._app, folder.name)
        if error is not None:
            self._app.tell(error)
        await self._remember(Left.on_the_shelf)

    async def repaired(self, folder: Path, repair: Callable[[], Done], said: str) -> Done | None:
        """Do something to the files of a story, which is closed for it and then opened again.

        Args:
            folder: of the story.
            repair: waits for the disk.
            said: meanwhile, in whole sentences.

        Returns:
            What came of it; None if it failed, which was told.
        """
        done: Done | None = None
        async with self._moving:
            if not await self._close():
                return None
            await self._down_to_shelf()
            await self._app.push_screen(Repairing(said))
            try:
                done = await asyncio.to_thread(repair)
            except (RgptError, OSError) as error:
                self._app.tell(error)
            finally:
                await self._down_to_shelf()
        if done is not None:
            await self.to_story(folder)
        elif not _is_shelf(self._app):
            await self.to_shelf()
        return done

    async def opened(self, screen: WritingScreen) -> None:
        """A story is open: have its panes stand as they were left."""
        panes = self._left.panes
        weights = dict(panes.weights)
        share = weights.pop("story", None)
        if share is not None:
            screen.arrangement.restore(share, weights, panes.hidden)
        if panes.zoomed is not None:
            screen.arrangement.bring(panes.zoomed)
            screen.arrangement.zoom()
        folder = screen.desk.folder.absolute()
        screen.go_to_place(self._left.place_in(folder))
        self._arrived_at = screen
        await self._remember(lambda left: left.opening(folder, time.time()))
        keep_for_good()
        begin, remember = self._begin, self._first_memory
        self._begin = self._first_memory = False
        if begin:
            await screen.action_write()
        elif remember and self._app.settings.model != NONE:
            screen.write("making the memory", screen.desk.session.refresh())

    async def left(self, screen: WritingScreen) -> None:
        """A story is being closed: remember how its panes stand.

        One that never came to be open would be remembered as all stories stand at first.
        """
        if screen is not self._arrived_at:
            return
        self._arrived_at = None
        arrangement = screen.arrangement
        panes = Panes(
            weights={**arrangement.weights, "story": arrangement.share},
            hidden=tuple(arrangement.hidden),
            zoomed=arrangement.current if arrangement.zoomed else None,
        )
        folder, place = screen.desk.folder.absolute(), screen.place()
        await self._remember(lambda left: left.arranged(panes).leaving(folder, place))

    async def moved(self, before: Path, folder: Path) -> None:
        """The folder of a story has another name now."""
        old, new = before.absolute(), folder.absolute()
        await self._remember(lambda left: left.moved(old, new))

    async def close_story(self) -> None:
        """Close the story that is open, if there is one; what is typed in it is kept.

        Raises:
            RgptError, OSError: something of it could not be kept.
        """
        if (screen := self.open_screen) is not None:
            await screen.close_story()

    async def _close(self) -> bool:
        """Whether the story is closed; it stays open while what is typed in it cannot be kept."""
        try:
            await self.close_story()
        except (RgptError, OSError) as error:
            if self.stays_open:
                self._app.tell(RgptError(f"{error} Leave once more to leave all the same."))
                return False
            self._app.tell(error)
        return True

    async def _down_to_shelf(self) -> None:
        open_before = self.open_screen is not None
        while len(self._app.screen_stack) > 1 and not _is_shelf(self._app):
            await self._app.pop_screen()
        if open_before:
            sweep()

    async def _remember(self, change: Callable[[Left], Left]) -> None:
        self._left = change(self._left)
        fault = await asyncio.to_thread(change_left, change)
        if fault:
            self._app.tell(fault)


def _put_cursor(app: StudioApp, name: str) -> None:
    """Put the cursor of the shelf on a story."""
    from rgpt_tui.studio.story_list import StoryList

    for stories in app.screen.query(StoryList):
        stories.go_to(name)


def _is_shelf(app: StudioApp) -> bool:
    from rgpt_tui.studio.screens.shelf import ShelfScreen

    return isinstance(app.screen, ShelfScreen)
