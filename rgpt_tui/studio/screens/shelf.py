"""The shelf, and what is done with the stories on it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input, OptionList

from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.screens.shelf_page import ShelfPage
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.binding import BindingType

    from rgpt_tui.story.entries import StoryEntry

OF_ONE_STORY = frozenset({"open", "rename", "duplicate", "archive", "restore", "backups"})
ON_THE_SHELF = frozenset({"open", "rename", "duplicate", "archive", "backups"})
"""What is done to stories that are not archived."""


class ShelfScreen(ShelfPage):
    """The stories, and what can be done with the one under the cursor."""

    WHERE = Where.SHELF
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.SHELF))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to a story needs one; what is done to the archive is another thing."""
        bare = self.has_class("-bare")
        if action == "open" and bare:
            return True
        if action in OF_ONE_STORY and self.is_mounted and not self.stories.option_count:
            return False
        if (action in ON_THE_SHELF and self.archive) or (action == "restore" and not self.archive):
            return False
        return not (action == "filter" and bare)

    def action_open(self) -> None:
        """Open the story under the cursor; one that is archived is put back first. Where there is
        no story yet, go the way under the cursor.
        """
        if self.has_class("-bare"):
            self.query_one("#ways", OptionList).action_select()
        else:
            self.stories.action_select()

    @on(OptionList.OptionSelected, "StoryList")
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        entry = self.entries.get(event.option_id or "")
        if entry is not None and entry.damaged:
            self.studio.see_to_damage(self.folder_of(entry.name), entry.fault)
        elif entry is not None and entry.fault:
            self.studio.tell(RgptError(entry.fault))
        elif self.archive:
            self.action_restore()
        elif event.option_id:
            self.studio.open_story(self.folder_of(event.option_id))

    def action_new(self) -> None:
        """Begin a story."""
        self.studio.push_screen("new_story")

    def action_import(self) -> None:
        """Bring a draft or a bundle in."""
        self.studio.push_screen("import_story")

    @on(OptionList.OptionSelected, "#ways")
    async def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        await self.run_action(str(event.option_id))

    @work(group="doing", keys_wait=True)
    async def action_backups(self) -> None:
        """See the backups of the story under the cursor, and go back to one."""
        from rgpt_tui.studio.screens.backups import BackupsSheet

        if (entry := self._chosen()) is None:
            return
        folder = self.folder_of(entry.name)
        backup = await self.studio.push_screen_wait(BackupsSheet(folder, is_open=False))
        if backup is not None:
            self.studio.restore_backup(folder, backup)

    @work(group="doing", keys_wait=True)
    async def action_rename(self) -> None:
        """Give the story under the cursor another title."""
        from rgpt_tui.studio.screens.ask_line import AskLine

        if (entry := self._chosen()) is None:
            return
        title = await self.studio.push_screen_wait(
            AskLine("Another title for the story:", value=entry.title, done="Rename")
        )
        if title and title.strip():
            before = self.folder_of(entry.name)
            folder = await self._do(lambda: self.shelf.rename(entry.name, title.strip()))
            if folder is not None:
                await self.studio.going.moved(before, folder)
                self.stories.go_to(folder.name)
                await self._copy_anew(folder)

    @work(group="doing", keys_wait=True)
    async def action_duplicate(self) -> None:
        """Make a second story of the one under the cursor."""
        if (entry := self._chosen()) is not None and await self._do(
            lambda: self.shelf.duplicate(entry.name)
        ):
            self.studio.tell(f"A copy of “{entry.title}” stands on the shelf.")

    @work(group="doing", keys_wait=True)
    async def action_archive(self) -> None:
        """Put the story under the cursor out of sight."""
        from rgpt_tui.studio.screens.confirm import Confirm

        if (entry := self._chosen()) is None:
            return
        shows = f"{keys_of_action(self.app, 'shelf.archived')} shows"
        if await self.studio.push_screen_wait(
            Confirm(
                f"Put “{entry.title}” into the archive? Nothing is deleted: {shows} the archive, "
                "and from there it can be put back.",
                yes="Archive it",
                no="Leave it",
            )
        ) and await self._do(lambda: self.shelf.archive(entry.name)):
            self.studio.tell(f"“{entry.title}” is in the archive; {shows} it.")

    @work(group="doing", keys_wait=True)
    async def action_restore(self) -> None:
        """Put the story under the cursor back on the shelf."""
        if (entry := self._chosen()) is not None and await self._do(
            lambda: self.shelf.restore(entry.name)
        ):
            self.studio.tell(f"“{entry.title}” stands on the shelf again.")

    def action_choose_model(self) -> None:
        """See what was found to write with, and choose."""
        self.studio.action_choose_model()

    @work(group="doing", keys_wait=True)
    async def action_sample(self) -> None:
        """Open the story that comes with rgpt, as one of the writer's own."""
        from rgpt_tui.studio.taking_in import sample_story

        self.studio.open_story(await asyncio.to_thread(sample_story, self.shelf))

    def action_archived(self) -> None:
        """Show the archive, or the shelf again."""
        self.archive = not self.archive
        self.entries = {}
        self.read()

    def action_filter(self) -> None:
        """Type what is looked for."""
        self.filter_box.add_class("-open")
        self.filter_box.focus()

    def action_back(self) -> None:
        """Show all stories again."""
        if self.filter_box.has_class("-open"):
            self.filter_box.remove_class("-open")
            self.filter_box.value = ""
            self.show()
            self.stories.focus()
        elif self.archive:
            self.action_archived()

    @on(Input.Changed, "#filter")
    def _filter(self) -> None:
        self.show()

    @on(Input.Submitted, "#filter")
    def _found(self) -> None:
        self.stories.focus()

    async def _copy_anew(self, folder: Path) -> None:
        """Have story.md bear the title that the story has now."""
        from rgpt_tui.engine.readable import write_copy_of

        try:
            await asyncio.to_thread(write_copy_of, folder)
        except (RgptError, OSError) as error:
            self.studio.tell(
                f"The story has its new title. The copy story.md in its folder still has the old "
                f"one ({error}); the next step writes it again."
            )

    def _chosen(self) -> StoryEntry | None:
        name = self.stories.chosen
        return self.entries.get(name) if name else None

    async def _do(self, what: Callable[[], Path]) -> Path | None:
        """Do something to the shelf, off the event loop, and show what has become of it."""
        try:
            folder = await asyncio.to_thread(what)
        except RgptError as error:
            self.studio.tell(error)
            return None
        self.read()
        return folder
