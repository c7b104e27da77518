"""The list of stories: a card for each, which is filled in as the books are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from rgpt_tui.story.counting import counted
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.when import language_name, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events

    from rgpt_tui.story.entries import StoryEntry


ROOMY = 20
"""Lines of the list from which on its cards are set apart."""


class StoryList(OptionList):
    """The stories that are shown, each under the name of its folder."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown: list[str] = []
        self._entries: dict[str, StoryEntry] = {}
        self._wanted: str | None = None
        self._roomy = False
        """Whether there is room for a free line below each card."""

    def show_names(self, names: Iterable[str], entries: dict[str, StoryEntry]) -> None:
        """Show these stories; the one under the cursor stays there if it is among them."""
        self._shown = names = list(names)
        self._entries = entries
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
        """Set the cards apart where there is room."""
        roomy = event.size.height >= ROOMY
        if roomy != self._roomy:
            self._roomy = roomy
            self.show_names(self._shown, self._entries)

    def _card(self, name: str) -> Content:
        card = _card(name, self._entries.get(name))
        return card + "\n" if self._roomy else card

    async def _on_click(self, event: events.Click) -> None:
        """A click goes to a story, a second one opens it."""
        event.prevent_default()
        clicked: int | None = event.style.meta.get("option")
        if clicked is None:
            return
        if event.chain > 1 and self.highlighted == clicked:
            self.action_select()
        self.highlighted = clicked


def measures(entry: StoryEntry) -> str:
    """How long a story is, its language, and when it was changed, in words."""
    if not entry.steps:
        length = "not begun"
    else:
        length = f"{counted(entry.words, 'word')} · {counted(entry.steps, 'step')}"
    changed = when(entry.changed) if entry.changed else ""
    return " · ".join(filter(None, [changed, length, language_name(entry.language)]))


def _card(name: str, entry: StoryEntry | None) -> Content:
    title = printable(entry.title if entry else name).replace("\n", " ")
    if entry is None:
        return Content.assemble((title, "bold"), "\n", ("…", "$foreground 50%"))
    if entry.fault:
        return Content.assemble((title, "bold"), "\n", ("cannot be read", "$text-error"))
    return Content.assemble((title, "bold"), "\n", (measures(entry), "$foreground 65%"))
