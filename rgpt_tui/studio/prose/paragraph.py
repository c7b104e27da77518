"""A paragraph as the screen shows it: clean, wrapped, and with its authors."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from rgpt_tui.studio.prose.cleaning import clean, clean_spans
from rgpt_tui.studio.prose.entries import Run
from rgpt_tui.studio.prose.wrapping import Wrapping

if TYPE_CHECKING:
    from rgpt_tui.studio.prose.entries import StepText


class Paragraph:
    """The text of a step, wrapped as far as it had to be. Indexes are in the cleaned text."""

    def __init__(self, source: StepText, width: int) -> None:
        self.source = source
        """What it was made from."""
        text, spans = clean_spans(source.text, [(run.start, run.end) for run in source.runs])
        self.runs = [
            Run(start=start, end=end, author=run.author)
            for run, (start, end) in zip(source.runs, spans, strict=True)
            if start < end
        ]
        self._ends = [run.end for run in self.runs]
        self._starts = [run.start for run in self.runs]
        self.wrapping = Wrapping(text, width)
        self.found: tuple[int, int] | None = None
        """A span that a search has led to."""

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.wrapping.text

    def rewrap(self, width: int) -> None:
        """Forget the lines, for another width."""
        self.wrapping = Wrapping(self.text, width)

    def find(self, start: int, end: int) -> None:
        """Show characters of the source text as found."""
        self.found = clean_spans(self.source.text, [(start, end)])[1][0]

    def runs_between(self, start: int, end: int) -> list[Run]:
        """The runs that have a character in a span."""
        return self.runs[bisect_right(self._ends, start) : bisect_left(self._starts, end)]


class GrowingParagraph(Paragraph):
    """A paragraph that is being written."""

    def append(self, words: str) -> int:
        """Add words, and return the first line that may have changed."""
        words = clean(words)
        return self.wrapping.append(words if self.text else words.lstrip())
