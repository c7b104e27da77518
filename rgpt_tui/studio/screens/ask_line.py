"""A question that is answered with a line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class AskLine(ModalScreen[str | None]):
    """Asks; the line, or None if the writer would rather not."""

    CSS_PATH = "asking.tcss"
    WHERE = Where.ASK_LINE
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.ASK_LINE))

    def __init__(self, question: str, *, value: str = "", done: str = "Done") -> None:
        """Make the question.

        Args:
            question: what is asked for, and what it is for.
            value: what stands in the box at first, all of it selected.
            done: what the button says.
        """
        super().__init__()
        self._question = question
        self._value = value
        self._done = done

    def compose(self) -> ComposeResult:
        """The question and the box."""
        with Vertical(classes="asking"):
            yield Static(Content(printable(self._question)))
            yield Input(printable(self._value), select_on_focus=True)
            with Horizontal(classes="answers"):
                yield Button(Content(self._done), id="done", variant="primary")
                yield Button(Content("Cancel"), id="cancel")
        yield KeyLine()

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(self.query_one(Input).value if event.button.id == "done" else None)
