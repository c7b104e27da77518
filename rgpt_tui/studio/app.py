"""The studio: the app that holds the engine, the themes and the keys, and shows the screens."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text

from rgpt_tui.story.connection import BookDamaged
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.colours import variables_of
from rgpt_tui.studio.dress import Dress
from rgpt_tui.studio.engine_told import EngineTold
from rgpt_tui.studio.going_on import told
from rgpt_tui.studio.in_order import InOrderApp
from rgpt_tui.studio.leaving import on_ending, terminal_is_gone
from rgpt_tui.studio.model_gate import ModelGate
from rgpt_tui.studio.palette import StudioCommands
from rgpt_tui.studio.pauses import keep_no_longer
from rgpt_tui.studio.screens.kept import KEPT_SCREENS
from rgpt_tui.studio.scroll_bar import use_quick_scroll_bars
from rgpt_tui.studio.telling import Teller
from rgpt_tui.studio.work import tell_failure, work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textual.actions import ActionParseResult
    from textual.binding import BindingType
    from textual.dom import DOMNode
    from textual.screen import Screen

    from rgpt_tui.engine.client import EngineClient
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.backup_files import Backup
    from rgpt_tui.studio.desk import Desk
    from rgpt_tui.studio.going import Going
    from rgpt_tui.studio.model_rows import Row
    from rgpt_tui.studio.screens.brief import BriefScreen


class StudioApp(InOrderApp):
    """The studio."""

    TITLE = "rgpt"
    CSS_PATH: ClassVar = ["app.tcss", "prose/prose.tcss"]
    COMMANDS: ClassVar = {StudioCommands}
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.APP))
    SCREENS: ClassVar = KEPT_SCREENS

    def __init__(
        self, settings: Settings, client: EngineClient, *, story: Path | None = None
    ) -> None:
        """Make the studio.

        Args:
            settings: all of them.
            client: of the engine process, which was started already.
            story: folder of the story to open; None: the one that was left, or the shelf.
        """
        super().__init__()
        use_quick_scroll_bars()
        self.settings = settings
        self.client = client
        self.gate = ModelGate(self)
        self._story = story
        self.dress = Dress(self)
        self._faults = self.dress.put_on()
        self.teller = Teller(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The studio's own colours, for themes that do not name them."""
        return variables_of(self.current_theme)

    @work(group="help", exclusive=True, keys_wait=True)
    async def action_help(self) -> None:
        """Show what the keys do on the screen that is in front."""
        from rgpt_tui.studio.screens.help import HelpSheet, keys_of

        if not isinstance(self.screen, HelpSheet):
            await self.push_screen_wait(HelpSheet(keys_of(self.screen)))

    def action_keys(self) -> None:
        """Show what the keys do, by the key that is text where something is typed."""
        self.action_help()

    @work(group="theme", exclusive=True, keys_wait=True)
    async def action_theme(self) -> None:
        """Choose the colours; they are kept in the settings."""
        await self.dress.choose_theme()

    # Opening and leaving

    @cached_property
    def going(self) -> Going:
        """The way between the shelf and the story that is open.

        With it all that the writing screen stands on is imported: not before the first frame.
        """
        from rgpt_tui.studio.going import Going

        return Going(self)

    def get_default_screen(self) -> Screen[object]:
        """The screen below all others: where a story is to be opened, the frames of its panes."""
        if self._story is None:
            return super().get_default_screen()
        from rgpt_tui.studio.threshold import Threshold

        return cast("Screen[object]", Threshold(self._begin))

    async def on_mount(self) -> None:
        """Show the shelf or the story that was left; one that was named waits for its frames."""
        self._no_more_signals = on_ending(self.leave)
        self._no_more_of_engine = EngineTold(self).follow()
        self.dress.follow_files()
        self.sweep_at_rest()
        self.wait_for_screens()
        if self._story is None:
            await self._begin()

    async def _begin(self) -> None:
        """Show the story, or the shelf, while the engine is being connected."""
        if self._begun:
            return
        self._begun = True
        await self.going.start(self._story)
        # What it takes to talk to the engine is imported now, and not before there is a screen.
        self._connect()
        for fault in self._faults:
            self.tell(RgptError(fault))

    _begun = False
    """The studio has gone on from its first frame."""

    @work(group="engine")
    async def _connect(self) -> None:
        await self.client.connect()

    @work(group="engine", exclusive=True)
    async def action_restart_engine(self) -> None:
        """End the engine and start a new one."""
        await self.client.restart()
        self.tell("The engine is there again.")

    @property
    def at_work(self) -> bool:
        """Whether something is being written."""
        screen = self.going.open_screen
        return screen is not None and screen.running.busy

    def on_unmount(self) -> None:
        """Leave signals, and all that can be collected, to whoever comes after."""
        self._no_more_signals()
        self._no_more_of_engine()
        keep_no_longer()

    async def action_quit(self) -> None:
        """Close the story and leave."""
        self.leave()

    @work(group="going")
    async def leave(self) -> None:
        """Close the story, keeping what is typed, and end the studio."""
        fault: Text | None = None
        try:
            # Nothing is drawn meanwhile: the terminal may be gone, and would never take it.
            with self.batch_update():
                await self.going.close_story()
        except Exception as error:
            stays = self.going.stays_open and not self.leaving_anyway
            if stays and not terminal_is_gone():
                self.leaving_anyway = True
                self.tell(RgptError(f"{error} Quit once more to leave all the same."))
                return
            fault = Text(printable(f"The story was closed, but not as it should be: {error}"))
        if terminal_is_gone():
            await self.client.close()
            os._exit(0)
        # A message that goes by would go with the screen: this one is printed when it is gone.
        self.exit(return_code=1 if fault else 0, message=fault)

    leaving_anyway = False
    """The writer was told that something cannot be kept, and it has not been since."""

    @work(group="going", keys_wait=True)
    async def show_shelf(
        self, error: RgptError | None = None, *, folder: Path | None = None
    ) -> None:
        """Close the story that is open, and show the shelf; see `Going.to_shelf`."""
        await self.going.to_shelf(error, folder=folder)

    @work(group="going", keys_wait=True)
    async def open_story(
        self, folder: Path, *, begin: bool = False, remember: bool = False
    ) -> None:
        """Open a story.

        Args:
            folder: of the story.
            begin: have its opening written at once.
            remember: have the memory and the plans made of its text at once.
        """
        await self.going.to_story(folder, begin=begin, remember=remember)

    @work(group="damage", keys_wait=True)
    async def see_to_damage(self, folder: Path, message: str, *, leave: bool = False) -> None:
        """Tell of a damaged story, and do about it what the writer chooses.

        Args:
            folder: of the story.
            message: what is wrong with it.
            leave: it could not be opened, so go back to the shelf first.
        """
        from rgpt_tui.studio.damage import see_to_damage

        if leave:
            await self.going.to_shelf()
        await see_to_damage(self, folder, message)

    @work(group="damage", keys_wait=True)
    async def restore_backup(self, folder: Path, backup: Backup) -> None:
        """Go back to a backup of a story, if the writer agrees."""
        from rgpt_tui.studio.damage import restore

        await restore(self, folder, backup)

    @work(group="brief", exclusive=True, keys_wait=True)
    async def edit_brief(self, desk: Desk) -> None:
        """Show the brief of the open story, to be changed."""
        await cast("BriefScreen", self.get_screen("brief")).take(desk)
        await self.push_screen("brief")

    # Models

    async def see_to_model(self) -> bool:
        """Whether there is a model to ask; where there is none, one can be chosen first."""
        return await self.gate.pass_through()

    @work(group="models", keys_wait=True)
    async def action_choose_model(self) -> None:
        """See what was found to write with, and choose."""
        from rgpt_tui.studio.screens.models import ModelScreen

        await self.push_screen_wait(ModelScreen())

    async def use_model(self, row: Row) -> None:
        """Write with a model from now on, and at the next start.

        Raises:
            SettingsUnusable: that could not be kept; until rgpt is closed it holds all the same.
        """
        from rgpt_tui.settings_writing import write_setting

        before, values = self.settings, row.settings()
        self.settings = replace(before, **values)  # type: ignore[arg-type]
        self.gate.chosen(row)
        if (screen := self.going.open_screen) is not None:
            screen.use(self.settings)
        for name, value in values.items():
            if value != getattr(before, name) or name == "model":
                await asyncio.to_thread(write_setting, name, value)

    @work(group="models", keys_wait=True)
    async def first_choice(self) -> None:
        """Let a newcomer choose a model, and begin a first story with it."""
        from rgpt_tui.studio.screens.models import ModelScreen
        from rgpt_tui.studio.screens.new_story import FIRST_STORY, NewStoryScreen

        if await self.push_screen_wait(ModelScreen(welcome=True)):
            form = cast("NewStoryScreen", self.get_screen("new_story"))
            form.suggest(FIRST_STORY)
            await self.push_screen("new_story")

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key stands for; what goes wrong in it is told, and does not end the studio."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as error:
            tell_failure(self, error)
            return True

    def action_command_palette(self) -> None:
        """Find an action by its name; where a sheet lies over the palette, that is there already.

        Textual looks at the screen on top alone, and cannot have the palette twice.
        """
        from rgpt_tui.studio.screens.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette())

    # What screens ask of it

    def said(self, error: RgptError) -> str:
        """What a sheet says of an error in a line of its own, with the keys that go on from there.

        A damaged story is told besides: a line would leave the writer alone with it.
        """
        if isinstance(error, BookDamaged):
            self.tell(error)
        return told(self, error)

    def tell(self, what: Exception | str, then: str = "", *, of_work: bool = False) -> None:
        """Tell the writer something; see `Teller.tell`. A damaged story that is open is more.

        Args:
            what: happened.
            then: which key goes on from there.
            of_work: it is told of what was written last, and withdrawn with it.
        """
        if isinstance(what, BookDamaged) and self.going.open_screen is not None:
            # Met while the story is open: a message that goes by would leave the writer alone.
            self.see_to_damage(self.going.open_screen.desk.folder, str(what))
        else:
            self.teller.tell(what, then, of_work=of_work)
