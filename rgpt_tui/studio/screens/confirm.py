"""A question that is answered with yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class Confirm(ModalScreen[bool]):
    """Asks; True if the writer wants it."""

    CSS_PATH = "asking.tcss"
    WHERE = Where.CONFIRM
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.CONFIRM))

    def __init__(self, question: str, *, yes: str = "Yes", no: str = "No") -> None:
        """Make the question.

        Args:
            question: in whole sentences: what would happen, and what would not.
            yes: what the button that does it says.
            no: what the other one says.
        """
        super().__init__()
        self._question = question
        self._yes, self._no = yes, no

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        with Vertical(classes="asking"):
            yield Static(Content(printable(self._question)))
            with Horizontal(classes="answers"):
                yield Button(Content(printable(self._yes)), id="yes", variant="primary")
                yield Button(Content(printable(self._no)), id="no")
        yield KeyLine()

    def action_yes(self) -> None:
        """Answer that it is wanted."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Answer that it is not."""
        self.dismiss(False)

    def action_previous(self) -> None:
        """Go to the answer before."""
        self.focus_previous(Button)

    def action_following(self) -> None:
        """Go to the next answer."""
        self.focus_next(Button)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")
