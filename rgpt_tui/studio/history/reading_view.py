"""A text to be read, some of it marked; long ones are laid out while they are looked at."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from rgpt_tui.studio.history.line_view import LineView
from rgpt_tui.studio.prose.wrapping import Wrapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual import events

    from rgpt_tui.studio.history.versions import Span

AT_ONCE = 200
"""Lines that are laid out before the event loop goes on."""
WIDEST = 78
CHANGED = ("added", "dropped")
LINES_BEFORE = 3
"""Lines that are shown before and after the first change."""


class ReadingView(LineView):
    """Shows spans of text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reading--title",
        "reading--reason",
        "reading--added",
        "reading--dropped",
        "reading--locked",
        "reading--memory-kept",
        "reading--memory-added",
        "reading--memory-dropped",
        "reading--memory-refused",
    }
    DEFAULT_CSS = """
    ReadingView {
        & > .reading--title { color: $heading; text-style: bold; }
        & > .reading--reason { color: $foreground 65%; text-style: italic; }
        & > .reading--locked { color: $locked; text-style: bold; }
        & > .reading--memory-kept { color: $memory-kept; }
        & > .reading--memory-added { color: $memory-added; }
        & > .reading--memory-dropped { color: $memory-dropped; text-style: strike; }
        & > .reading--memory-refused { color: $foreground 50%; text-style: strike; }
        & > .reading--added { color: $memory-added; text-style: bold underline; }
        & > .reading--dropped { color: $memory-dropped; text-style: strike; }
    }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._wrapping = Wrapping("", 1)
        self._starts: list[int] = [0]
        self._styles: list[str] = [""]

    @property
    def text(self) -> str:
        """All of the text."""
        return self._wrapping.text

    def show(self, spans: Iterable[Span]) -> None:
        """Show another text, from its beginning; or from its first change, where that is below."""
        self._starts, self._styles, words, at = [], [], [], 0
        for text, style in spans:
            self._starts.append(at)
            self._styles.append(style)
            words.append(text)
            at += len(text)
        self._lay_out("".join(words))
        changes = (
            start
            for start, style in zip(self._starts, self._styles, strict=True)
            if style in CHANGED
        )
        self.scroll_to(y=self._line_before(next(changes, 0)), animate=False, immediate=True)

    def _line_before(self, index: int) -> int:
        """The line to begin with so that a character is in view."""
        wrapping = self._wrapping
        while not wrapping.done and wrapping.starts[-1] <= index:
            wrapping.advance(AT_ONCE)
        self.virtual_size = Size(1, len(wrapping))
        line = wrapping.line_of(index)
        return line - LINES_BEFORE if line + LINES_BEFORE > self.size.height else 0

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out anew if its lines are of another length."""
        if self._measure != self._wrapping.width:
            self._lay_out(self.text)

    @property
    def _measure(self) -> int:
        return max(1, min(WIDEST, self.scrollable_content_region.width - 1))

    def _lay_out(self, text: str) -> None:
        self._wrapping = Wrapping(text, self._measure)
        self._go_on(self._wrapping)
        self.refresh()

    def _go_on(self, wrapping: Wrapping) -> None:
        if wrapping is not self._wrapping:
            return
        if not wrapping.advance(AT_ONCE):
            self.set_timer(0.02, lambda: self._go_on(wrapping))
        self.virtual_size = Size(1, len(wrapping))

    def render_line(self, y: int) -> Strip:
        """A line of the text."""
        number, width = self.scroll_offset.y + y, self.size.width
        plain = self.style_of("")
        if number >= len(self._wrapping):
            return Strip([Segment(" " * width, plain)], width)
        start, end = self._wrapping.starts[number], self._wrapping.ends[number]
        parts = [
            Segment(
                self.text[a:b],
                plain + self.style_of(f"reading--{style}") if style else plain,
            )
            for a, b, style in self._spans(start, end)
        ]
        return Strip(parts).crop(0, width).extend_cell_length(width, plain)

    def _spans(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        at = max(0, bisect_right(self._starts, start) - 1)
        while start < end:
            stop = self._starts[at + 1] if at + 1 < len(self._starts) else end
            stop = min(stop, end)
            if stop > start:
                yield start, stop, self._styles[at]
            start, at = max(start, stop), at + 1
