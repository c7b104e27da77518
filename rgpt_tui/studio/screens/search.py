"""Search: the whole story, by meaning and by words, as the writer types.

It looks along the branch that the story is on, or on all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import getters, on
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.widgets.text_area import Selection

from rgpt_tui.story.counting import counted
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.places_in_story import place, score
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.text_box import TextBox
from rgpt_tui.studio.two_click_list import TwoClickList
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from rgpt_tui.story.records import Passage
    from rgpt_tui.studio.desk import Desk

PAUSE = 0.12
"""Seconds of quiet typing before it searches."""
RESULTS = 50
HERE = "Search the story"
EVERYWHERE = "Search all branches of the story"


class SearchSheet(Sheet[str]):
    """Search; the result is the id of the step to show, which may be on another branch."""

    WHERE = Where.SEARCH
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.SEARCH))

    box = getters.query_one("#search", Input)
    found = getters.query_one("#found", OptionList)
    reading = getters.query_one("#reading", TextBox)
    said = getters.query_one("#said", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._passages: dict[str, Passage] = {}
        self._every_branch = False
        self._elsewhere: frozenset[str] = frozenset()
        """The steps found that are not on the branch that the story is on."""
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The box, what was found, and the paragraph of what is under the cursor."""
        with Vertical(classes="frame") as frame:
            frame.border_title = HERE
            yield Input(placeholder="What happens, who says it, or a word of it", id="search")
            with Horizontal(classes="columns"):
                yield TwoClickList(id="found", classes="list", markup=False)
                yield TextBox(id="reading", classes="reading", read_only=True, soft_wrap=True)
            yield Static("", id="said", classes="line dim", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Let the writer type at once."""
        self.box.focus()

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._search)

    @work(exclusive=True, group="search")
    async def _search(self) -> None:
        text = self.box.value.strip()
        if not text:
            self._show((), "")
            return
        try:
            recall = await self._desk.engine.search(text, RESULTS, every_branch=self._every_branch)
        except RgptError as error:
            self._show((), self.studio.said(error))
            return
        self._elsewhere = recall.elsewhere
        count = len(recall.hits)
        by = "by words alone" if recall.mode.value == "keyword" else "by meaning and by words"
        told = f"{counted(count, 'passage')}, {by}" if count else self._nothing()
        if recall.lacking:
            told += f"; of {counted(recall.lacking, 'step')} only the words are known as yet"
        told += "."
        self._show(recall.hits, " ".join(each for each in (told, recall.notice) if each))

    def _nothing(self) -> str:
        if self._every_branch:
            return "Nothing fits on any branch"
        key = keys_of_action(self.app, "search.every_branch")
        return f"Nothing fits on this branch; {key} searches all of them"

    def _show(self, passages: tuple[Passage, ...], said: str) -> None:
        self._passages = {each.step: each for each in passages}
        self.found.clear_options()
        self.found.add_options(
            [
                Option(_row(each, elsewhere=each.step in self._elsewhere), id=each.step)
                for each in self._passages.values()
            ]
        )
        self.said.update(printable(said))
        if passages:
            self.found.highlighted = 0
        else:
            self.reading.load_text("")

    @on(OptionList.OptionHighlighted)
    async def _read(self, event: OptionList.OptionHighlighted) -> None:
        passage = self._passages.get(event.option_id or "")
        if passage is None:
            return
        paragraphs = await self._desk.read(lambda book: book.read([passage.step]))
        text = printable(paragraphs[0].text if paragraphs else passage.text)
        self.reading.load_text(text)
        at = text.find(printable(passage.sentence))
        if at >= 0:
            end = at + len(printable(passage.sentence))
            self.reading.selection = Selection(_location(text, at), _location(text, end))

    @on(Input.Submitted)
    def _to_list(self) -> None:
        self.action_open()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_open(self) -> None:
        """Show the passage in the story."""
        step = self._under_cursor()
        if step is not None:
            self.dismiss(step)

    def action_every_branch(self) -> None:
        """Search all branches, or again the one that the story is on."""
        self._every_branch = not self._every_branch
        self.query_one(".frame").border_title = EVERYWHERE if self._every_branch else HERE
        self._search()

    async def action_pin(self) -> None:
        """Always recall the passage under the cursor, or no longer."""
        step = self._under_cursor()
        if step is None:
            return
        marks = await self._desk.read(lambda book: book.marks.all())
        pinned = marks.get(step) is Mark.PIN
        await self._desk.mark(step, None if pinned else Mark.PIN)
        self.studio.tell("No longer pinned." if pinned else self._pinned(step))

    def _pinned(self, step: str) -> str:
        of = " of its branch, which is another one" if step in self._elsewhere else ""
        return f"Pinned: it will be in every request{of} from now on."

    def action_down(self) -> None:
        """Go down the list from the box."""
        self.found.action_cursor_down()

    def action_up(self) -> None:
        """Go up the list from the box."""
        self.found.action_cursor_up()

    def _under_cursor(self) -> str | None:
        at = self.found.highlighted
        return None if at is None else self.found.get_option_at_index(at).id


def _location(text: str, index: int) -> tuple[int, int]:
    """The line and column of a character."""
    before = text[:index]
    return before.count("\n"), index - (before.rfind("\n") + 1)


def _row(passage: Passage, *, elsewhere: bool) -> Text:
    row = Text(no_wrap=False)
    row.append(f"{score(passage.score)} ", style="bold")
    if elsewhere:
        row.append("other branch · ", style="italic")
    row.append(f"{place(passage.position)}  ", style="dim")
    row.append(printable(passage.sentence))
    return row
