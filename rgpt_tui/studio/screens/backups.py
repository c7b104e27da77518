"""The backups of a story: when they were made, what they hold, what restoring one would change."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import getters, on
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rgpt_tui.story.backup_files import Backup, Why, backups_of
from rgpt_tui.story.backups import make_backup
from rgpt_tui.story.counting import counted
from rgpt_tui.story.cutting import ending
from rgpt_tui.story.differing import Look, contents_of, look_at
from rgpt_tui.story.printable import printable
from rgpt_tui.story.replacing import BOOK_FILE
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.when import when
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

WHY = {
    Why.ROUTINE: "",
    Why.ASKED: "made by hand",
    Why.UPDATE: "before an update of rgpt",
    Why.RESTORE: "before a backup was restored",
}

ENDING = 70
"""Characters of the last line that are shown."""


class BackupsSheet(Sheet[Backup]):
    """Choose a backup; the result is the one to restore."""

    WHERE = Where.BACKUPS
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.BACKUPS))

    listed = getters.query_one("#backups", OptionList)
    said = getters.query_one("#said", Static)

    def __init__(self, folder: Path, *, is_open: bool) -> None:
        """Make the sheet.

        Args:
            folder: of the story.
            is_open: the studio has the story open, so that it may be backed up.
        """
        super().__init__()
        self._folder = folder
        self._is_open = is_open
        self._looks: list[Look] = []

    def compose(self) -> ComposeResult:
        """The backups, and what there is to say of them."""
        with Vertical(classes="frame") as frame:
            frame.border_title = "Backups"
            yield Static("", id="said", classes="line dim", markup=False)
            yield OptionList(id="backups", classes="list -whole", markup=False)
        yield KeyLine()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only who has the story open may back it up."""
        return self._is_open or action != "make"

    def on_mount(self) -> None:
        """Look into each."""
        self.listed.focus()
        self._read()

    @work(group="backups", exclusive=True)
    async def _read(self) -> None:
        present, found = await asyncio.to_thread(
            lambda: (contents_of(self._folder), backups_of(self._folder))
        )
        self._looks = []
        self.listed.clear_options()
        for backup in found:
            look = await asyncio.to_thread(look_at, backup, present)
            self._looks.append(look)
            self.listed.add_option(Option(_row(look), disabled=bool(look.fault)))
            if self.listed.highlighted is None and not look.fault:
                self.listed.highlighted = len(self._looks) - 1
        self.said.update(
            "The book as it stands becomes a backup before another one takes its place, so that "
            "nothing is lost by trying."
            if found
            else "There is none yet. One is made by itself while you write."
        )

    @on(OptionList.OptionSelected)
    def action_restore(self) -> None:
        """Take the backup under the cursor."""
        at = self.listed.highlighted
        if at is not None and not self._looks[at].fault:
            self.dismiss(self._looks[at].backup)

    @work(group="making", exclusive=True)
    async def action_make(self) -> None:
        """Make a backup now."""
        keep = self.studio.settings.backups_keep or None
        await asyncio.to_thread(make_backup, self._folder / BOOK_FILE, Why.ASKED, keep=keep)
        self._read()


def _row(look: Look) -> Text:
    made = look.backup.made
    row = Text()
    row.append(f"{made.astimezone():%d %B %Y, %H:%M}", style="bold")
    row.append(f"   {' · '.join(filter(None, [when(made), WHY[look.backup.why]]))}\n", style="dim")
    if look.fault:
        row.append("It is damaged, and cannot be restored.\n")
        return row
    row.append(f"{counted(look.steps, 'step')}, {counted(look.words, 'word')}")
    if look.steps_in_all > look.steps:
        row.append(f" · {counted(look.steps_in_all, 'step')} with all branches")
    same = "as the story now" if look.compared else "the story now cannot be read"
    row.append(f"   {'; '.join(look.differences) or same}\n", style="dim")
    if look.last_line:
        row.append(f"{ending(printable(look.last_line), ENDING)}\n", style="italic")
    return row
