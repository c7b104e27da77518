"""The list of stories: a card for each, which is filled in as the books are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets.option_list import Option

from rgpt_tui.story.counting import counted
from rgpt_tui.story.cutting import ending
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.two_click_list import TwoClickList
from rgpt_tui.studio.when import language_name, when

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from textual import events

    from rgpt_tui.story.entries import StoryEntry


ROOMY = 20
"""Lines of the list from which on its cards are set apart."""
CARD_LINES = 3
"""Lines of a card with a line of the text."""
PADDING = 2
"""Columns beside a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """What there is room for."""

    apart: bool = False
    """A free line below each card."""
    text: bool = False
    """A line of the text on each card."""
    columns: int = 0
    """Of that line."""


class StoryList(TwoClickList):
    """The stories that are shown, each under the name of its folder."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown: list[str] = []
        self._entries: dict[str, StoryEntry] = {}
        self._wanted: str | None = None
        self._opened: dict[str, datetime] = {}
        self._room = _Room()

    def show_names(
        self,
        names: Iterable[str],
        entries: dict[str, StoryEntry],
        opened: dict[str, datetime],
    ) -> None:
        """Show these stories; the one under the cursor stays there if it is among them.

        Args:
            names: of the stories.
            entries: those that have been read.
            opened: when they were last opened, as far as that is known.
        """
        self._shown = names = list(names)
        self._entries, self._opened = entries, opened
        self._room = self._measured()
        before, place = self._wanted or self.chosen, self.highlighted
        self.set_options(Option(self._card(name), id=name) for name in names)
        if before in names:
            self.highlighted, self._wanted = names.index(before), None
        elif names:
            self.highlighted = min(place or 0, len(names) - 1)

    def fill_in(self, names: Iterable[str]) -> None:
        """Draw the cards of stories anew, if they are shown, once their books have been read."""
        for name in set(names).intersection(self._shown):
            self.replace_option_prompt(name, self._card(name))

    def go_to(self, name: str) -> None:
        """Set the cursor on a story, now or once it is listed."""
        self._wanted = name
        if name in self._shown:
            self.highlighted, self._wanted = self._shown.index(name), None

    @property
    def chosen(self) -> str | None:
        """The name of the story under the cursor."""
        option = self.highlighted_option
        return option.id if option else None

    def on_resize(self, event: events.Resize) -> None:
        """Let the cards have what there is room for."""
        if self._measured() != self._room:
            self.show_names(self._shown, self._entries, self._opened)

    def _measured(self) -> _Room:
        width, height = self.scrollable_content_region.size
        apart = height >= ROOMY
        return _Room(
            apart=apart,
            text=apart or CARD_LINES * len(self._shown) <= height,
            columns=max(0, width - PADDING),
        )

    def _card(self, name: str) -> Content:
        return _card(name, self._entries.get(name), self._opened.get(name), self._room)


def measures(entry: StoryEntry) -> str:
    """How long a story is, and its language, in words."""
    if not entry.steps:
        length = "not begun"
    else:
        length = f"{counted(entry.words, 'word')} · {counted(entry.steps, 'step')}"
    return " · ".join(filter(None, [length, language_name(entry.language)]))


def moments(entry: StoryEntry, opened: datetime | None) -> str:
    """When a story was last opened and changed, in words."""
    parts = [f"opened {when(opened)}" if opened else ""]
    parts += [f"changed {when(entry.changed)}" if entry.changed else ""]
    return " · ".join(filter(None, parts))


def _card(name: str, entry: StoryEntry | None, opened: datetime | None, room: _Room) -> Content:
    below = "\n" if room.apart else ""
    title = printable(entry.title if entry else name).replace("\n", " ")
    if entry is None:
        return Content.assemble((title, "bold"), "\n", ("…", "$foreground 50%"), below)
    if entry.fault:
        return Content.assemble((title, "bold"), "\n", ("cannot be read", "$text-error"), below)
    # Where it was not opened here, when it was changed is the next best.
    last = moments(entry, opened).partition(" · ")[0]
    told = " · ".join(filter(None, [last, measures(entry)]))
    card = Content.assemble((title, "bold"), "\n", (told, "$foreground 65%"))
    if room.text and entry.last_line:
        text = _line(printable(entry.last_line), room.columns)
        card = Content.assemble(card, "\n", (text, "$prose 80% italic"))
    return card + below


def _line(text: str, columns: int) -> str:
    """How a line ends, in so many columns."""
    wide = cell_len(text) > len(text)
    return ending(text, max(1, columns // 2 if wide else columns))
