"""A text box that tells what the writer types from what is put there."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.widgets import TextArea

from rgpt_tui.story.printable import printable


class TypedBox(TextArea):
    """A box for a text of the model that the writer may change.

    What is put there is shown as a terminal may show it. The text itself stays word for word what
    it was until something is typed.
    """

    DEFAULT_CSS = """
    TypedBox {
        height: 1fr;
        border: none;
        padding: 0;
        scrollbar-size-vertical: 1;
    }
    """

    class Typed(Message):
        """The writer has changed the text."""

        def __init__(self, box: TypedBox) -> None:
            super().__init__()
            self.box = box
            self.text = box.text

        @property
        def control(self) -> TypedBox:
            """The box."""
            return self.box

    def __init__(self, *, id: str, placeholder: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, soft_wrap=True, compact=True, placeholder=placeholder)
        self._known = ""

    def load(self, text: str) -> None:
        """Show a text, and forget what was done to the one before."""
        self.load_text(printable(text))
        self._known = self.text

    def put(self, text: str) -> None:
        """Show another text; ctrl+z brings the one before back."""
        self.replace(printable(text), (0, 0), self.document.end, maintain_selection_offset=False)
        self.move_cursor((0, 0))
        self._known = self.text

    def place_cursor(self, before: str) -> None:
        """Put the cursor behind a part of the text."""
        before = printable(before)
        self.cursor_location = (before.count("\n"), len(before) - before.rfind("\n") - 1)

    @property
    def offset_of_cursor(self) -> int:
        """How many characters stand before the cursor."""
        line, column = self.cursor_location
        return sum(len(each) + 1 for each in self.document.lines[:line]) + column

    @on(TextArea.Changed)
    def _tell(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.text != self._known:
            self._known = self.text
            self.post_message(self.Typed(self))
