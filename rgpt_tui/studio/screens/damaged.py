"""A story whose book is damaged: what happened, what is safe, and what can be done."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import getters, on
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rgpt_tui.story.backup_files import Backup, backups_of
from rgpt_tui.story.counting import counted
from rgpt_tui.story.differing import Look, look_at
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.when import when
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType


class Remedy(StrEnum):
    """What can be done about it."""

    MEND = "mend"
    RESTORE = "restore"
    CHOOSE = "choose"
    """Look through all backups first."""
    LEAVE = "leave"


class DamagedSheet(Sheet[tuple[Remedy, Backup | None]]):
    """Choose what is done about a damaged book."""

    WHERE = Where.DAMAGED
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.DAMAGED))

    listed = getters.query_one("#remedies", OptionList)

    def __init__(self, folder: Path, message: str) -> None:
        """Make the sheet.

        Args:
            folder: of the story.
            message: what is wrong with it.
        """
        super().__init__()
        self._folder = folder
        self._message = message
        self._newest: Look | None = None

    def compose(self) -> ComposeResult:
        """What happened, and the remedies."""
        with Vertical(classes="frame -small") as frame:
            frame.border_title = "This story is damaged"
            yield Static(
                f"The book of “{printable(self._folder.name)}” cannot be read as a whole. Before "
                "anything is done to it, it is copied aside as it is.",
                classes="line",
                markup=False,
            )
            yield OptionList(id="remedies", markup=False, classes="list -whole -few")
            # What is said of it elsewhere goes on with commands; here there are keys.
            fault = self._message.partition(" It was not changed.")[0]
            yield Static(printable(fault), classes="line dim", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Look for a backup that is whole."""
        self.listed.focus()
        self._look()

    @work()
    async def _look(self) -> None:
        found = await asyncio.to_thread(lambda: _looks(self._folder))
        whole = [look for look in found if not look.fault]
        self._newest = whole[0] if whole else None
        self.listed.add_option(
            _remedy(
                Remedy.MEND,
                "Mend it",
                "Saves all that is readable, the rest from the newest backup and story.md, and "
                "tells what was saved and what was lost.",
            )
        )
        if self._newest is not None:
            backup = self._newest.backup
            self.listed.add_option(
                _remedy(
                    Remedy.RESTORE,
                    f"Go back to {backup}",
                    f"Made {when(backup.made)}: {counted(self._newest.steps, 'step')}, "
                    f"{counted(self._newest.words, 'word')}. What was written since is left out.",
                )
            )
        if len(whole) > 1:
            text = f"There are {len(whole)} that are whole."
            self.listed.add_option(_remedy(Remedy.CHOOSE, "Look at all backups", text))
        text = "Nothing is done; to open it again offers the same."
        self.listed.add_option(_remedy(Remedy.LEAVE, "Leave it", text))
        self.listed.highlighted = 0

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        """Take the remedy under the cursor."""
        chosen = self.listed.highlighted_option
        if chosen is None:
            return
        remedy = Remedy(chosen.id or Remedy.LEAVE)
        self.dismiss((remedy, self._newest.backup if self._newest is not None else None))


class AccountSheet(Sheet[None]):
    """What became of a story that was mended."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Make the sheet.

        Args:
            lines: a sentence or two each.
        """
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The account."""
        with VerticalScroll(classes="frame -small") as frame:
            frame.border_title = "The story is mended"
            yield Static(printable("\n\n".join(self._lines)), markup=False)
        yield KeyLine()


def _looks(folder: Path) -> list[Look]:
    return [look_at(backup, None) for backup in backups_of(folder)]


def _remedy(remedy: Remedy, title: str, text: str) -> Option:
    return Option(Text.assemble((title, "bold"), "\n", (text, "dim"), "\n"), id=remedy.value)
