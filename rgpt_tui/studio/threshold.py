"""The threshold: what is on the screen while the rest of the studio is being loaded.

It is one widget that paints the frames of the panes where they will be, and needs nothing that
takes time to import. The story comes into its frame some tenths of a second later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

SHARE = 0.58
"""Of the width, for the story, as the writing screen has it at first."""
WIDE = 100
"""Columns from which on the panes stand beside each other."""
FEET = 2
"""Rows of the status line and of the keys."""
LONGEST = 0.5
"""Seconds until the studio goes on even where nothing can be painted."""


class Frames(Widget):
    """The empty frames of the four panes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"frames--line"}
    DEFAULT_CSS = """
    Frames {
        width: 100%;
        height: 100%;
        & > .frames--line { color: $border-blurred; }
    }
    """

    def __init__(self, painted: Callable[[], object]) -> None:
        """Make them.

        Args:
            painted: called once the first of them are on their way to the terminal.
        """
        super().__init__()
        self._painted: Callable[[], object] | None = painted

    def render_line(self, y: int) -> Strip:
        """One line of the frames."""
        if self._painted is not None:
            # Handled after all lines have been painted.
            self.app.call_later(self._painted)
            self._painted = None
        style = self.get_component_rich_style("frames--line")
        return Strip([Segment(_line(y, self.size.width, self.size.height - FEET), style)])


class Threshold(Screen[None]):
    """The screen below all others."""

    def __init__(self, painted: Callable[[], object]) -> None:
        """Make it.

        Args:
            painted: called once it is shown.
        """
        super().__init__()
        self._go_on = painted

    def compose(self) -> ComposeResult:
        """The frames."""
        yield Frames(self._go_on)

    def on_mount(self) -> None:
        """Go on in any case."""
        self.set_timer(LONGEST, self._go_on)


def _line(y: int, width: int, height: int) -> str:
    """A line of the frames in a room of some columns and rows."""
    if not 0 <= y < height or width < WIDE:
        return " " * width
    story = round((width - 1) * SHARE)
    side = width - 1 - story
    third = max(1, height // 3)
    number = min(2, y // third)
    rows = third if number < 2 else height - 2 * third
    title = ("Memory", "Recalled", "Next")[number]
    return f"{_row(y, height, story, 'Story')} {_row(y - number * third, rows, side, title)}"


def _row(y: int, height: int, width: int, title: str) -> str:
    if y == 0:
        return f"╭─ {title} " + "─" * (width - len(title) - 5) + "╮"
    if y == height - 1:
        return "╰" + "─" * (width - 2) + "╯"
    return "│" + " " * (width - 2) + "│"
