"""Drafts: the replies that were stopped, cut or set aside, to be read and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import getters, on
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rgpt_tui.story.counting import counted
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.panes.coming import Coming
from rgpt_tui.studio.panes.stopped_reply import words_of
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.text_box import TextBox
from rgpt_tui.studio.two_click_list import TwoClickList
from rgpt_tui.studio.when import when
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.story.drafts import KeptDraft
    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.studio.desk import Desk


class DraftsSheet(Sheet[Draft]):
    """Read the drafts; the result is the one to take back."""

    WHERE = Where.DRAFTS
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.DRAFTS))

    listed = getters.query_one("#drafts", OptionList)
    reading = getters.query_one("#reading", TextBox)
    said = getters.query_one("#said", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._drafts: list[Draft] = []

    def compose(self) -> ComposeResult:
        """The drafts, and the words of the one under the cursor."""
        with Vertical(classes="frame") as frame:
            frame.border_title = "Drafts"
            with Horizontal(classes="columns"):
                yield TwoClickList(id="drafts", classes="list", markup=False)
                yield TextBox(id="reading", classes="reading", read_only=True, soft_wrap=True)
            yield Static("", id="said", classes="line dim", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read them."""
        self.listed.focus()
        self._read()

    @work(group="drafts", exclusive=True)
    async def _read(self) -> None:
        in_flight = self._desk.session.in_flight
        rows = await self._desk.read(lambda book: _rows(book, in_flight))
        self._drafts = [draft for draft, _ in rows]
        self.listed.add_options([Option(row) for _, row in rows])
        if rows:
            self.listed.highlighted = 0
        key = keys_of_action(self.app, "drafts.take_back")
        self.said.update(
            f"{key} goes to the place that the draft was for and offers it there again: to be "
            "gone on with, or kept as it is. What is written stays in the book."
            if rows
            else "There is none. What came of a reply that is stopped or breaks off is kept here."
        )

    @on(OptionList.OptionHighlighted)
    def _show(self, event: OptionList.OptionHighlighted) -> None:
        self.reading.load_text(printable(_text_of(self._drafts[event.option_index])))

    @on(OptionList.OptionSelected)
    def action_take_back(self) -> None:
        """Offer the draft under the cursor again."""
        if (at := self.listed.highlighted) is not None:
            self.dismiss(self._drafts[at])


def _rows(book: BookReader, in_flight: Collection[str]) -> list[tuple[Draft, Text]]:
    """The drafts that have words, and how each is listed.

    Args:
        book: that has them.
        in_flight: the ids of those that are being written; none is on offer meanwhile.
    """
    offered = None if in_flight else book.drafts.latest(book.tip)
    what = dict.fromkeys(in_flight, "being written now")
    if offered is not None:
        what[offered.id] = "on offer now"
    return [
        (kept.draft, _row(book, kept, what.get(kept.draft.id, "")))
        for kept in book.drafts.kept()
        if _text_of(kept.draft).strip()
    ]


def _row(book: BookReader, kept: KeptDraft, what: str) -> Text:
    draft = kept.draft
    place = f"After step {book.step(draft.parent).number:,}" if draft.parent else "An opening"
    parts = (counted(words_of(draft), "word"), when(kept.updated), what)
    row = Text()
    row.append(f"{place}  ", style="bold")
    row.append(" · ".join(filter(None, parts)), style="dim")
    if draft.plan is not None:
        row.append(f"\n{' '.join(printable(draft.plan.text).split())}")
    row.append("\n")
    return row


def _text_of(draft: Draft) -> str:
    """What came of it; where none of that is prose or an outline, the reply as it was."""
    shown = Coming.of(draft).shown()
    if shown.text.strip():
        return "\n\n".join(filter(None, [shown.heading, shown.text.strip()]))
    sections = [text.strip() for text in draft.sections.values() if text.strip()]
    replies = [each.reply.strip() for each in draft.making.requests if each.reply.strip()]
    return "\n\n".join(sections or replies[-1:])
