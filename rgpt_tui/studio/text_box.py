"""A box for a text of several lines, as all of the studio have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.widgets import TextArea

if TYPE_CHECKING:
    from textual.binding import BindingType


class TextBox(TextArea):
    """Textual's box, with the keys to the ends of its text, and painted anew in another size."""

    # As in the pane of the story; in a text that wraps, Home and End stay within a row.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "text_start", "Beginning", show=False),
        Binding("ctrl+end", "text_end", "End", show=False),
        # Textual's box deletes a letter; in the studio the key goes on with a stopped reply, and
        # where there is none, it must not cost one.
        Binding("ctrl+d", "nothing", show=False),
    ]

    def on_resize(self) -> None:
        """Paint the text as it wraps now: what was painted while the size changed was kept."""
        self.refresh()

    def action_nothing(self) -> None:
        """Leave the text as it is."""

    def action_text_start(self) -> None:
        """Go to the beginning of the text."""
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        """Go to the end of the text."""
        self.move_cursor(self.document.end)
