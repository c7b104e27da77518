"""Alternates: two versions of the same paragraph beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from rgpt_tui.story.counting import counted
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.text_box import TextBox
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.story.alternates import Alternate
    from rgpt_tui.studio.desk import Desk


class AlternatesSheet(Sheet[str]):
    """Compare the versions of a paragraph; the result is the id of the step to go on from."""

    WHERE = Where.ALTERNATES
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.ALTERNATES))

    said = getters.query_one("#said", Static)

    def __init__(self, desk: Desk, step: str) -> None:
        super().__init__()
        self._desk = desk
        self._step = step
        self._alternates: tuple[Alternate, ...] = ()
        self._texts: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._left = self._right = 0

    def compose(self) -> ComposeResult:
        """The version that the story has now, and one of the others."""
        with Vertical(classes="frame") as frame:
            frame.border_title = "Versions of this paragraph"
            yield Static("", id="said", classes="line dim", markup=False)
            with Horizontal(classes="columns"):
                for side in ("left", "right"):
                    with Vertical(classes="version"):
                        yield Static("", id=f"{side}-title", classes="line", markup=False)
                        yield TextBox(id=f"{side}-text", classes="reading", read_only=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the versions."""
        self.query_one("#right-text", TextBox).focus()
        self._read()

    @work()
    async def _read(self) -> None:
        self._alternates = await self._desk.read(lambda book: book.alternates(self._step))
        ids = [each.step for each in self._alternates]
        self._names = await self._desk.read(lambda book: book.branches.leading_from(ids))
        paragraphs = await self._desk.read(lambda book: book.read(ids))
        self._texts = {each.step: printable(each.text) for each in paragraphs}
        at = ids.index(self._step)
        self._left = next((n for n, each in enumerate(self._alternates) if each.on_path), at)
        self._right = (self._left + 1) % len(ids) if self._left == at else at
        self._show()

    def _show(self) -> None:
        count = len(self._alternates)
        if count == 1:
            reroll = keys_of_action(self.app, "story.reroll")
            self.said.update(f"There is only this version so far. “Re-roll” ({reroll}) writes one.")
        else:
            previous, following, take = (
                keys_of_action(self.app, f"alternates.{name}")
                for name in ("previous", "following", "take")
            )
            self.said.update(
                f"{count} versions. {previous} and {following} look at the others; {take} goes on "
                "from the one on the right. None is ever lost."
            )
        for side, at in (("left", self._left), ("right", self._right)):
            alternate = self._alternates[at]
            self.query_one(f"#{side}-title", Static).update(
                _title(alternate, at + 1, count, self._names.get(alternate.step, ""))
            )
            self.query_one(f"#{side}-text", TextBox).load_text(self._texts[alternate.step])

    def action_previous(self) -> None:
        """Look at the version before."""
        self._turn(-1)

    def action_following(self) -> None:
        """Look at the next version."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        if len(self._alternates) > 1:
            self._right = (self._right + by) % len(self._alternates)
            if self._right == self._left and len(self._alternates) > 1:
                self._right = (self._right + by) % len(self._alternates)
            self._show()

    def action_take(self) -> None:
        """Go on from the version on the right; where there is no other, nothing moves."""
        if self._alternates:
            chosen = self._alternates[self._right]
            self.dismiss(None if chosen.on_path else chosen.step)


def _title(alternate: Alternate, number: int, count: int, branch: str) -> str:
    goes_on = "the story goes on from it" if alternate.children else "its branch ends here"
    now = "as it stands" if alternate.on_path else goes_on
    name = printable(f" · “{branch}”") if branch else ""
    return f"{number} of {count} · {counted(alternate.words, 'word')} · {now}{name}"
