"""The paragraph being written, at the end of the page."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from textual.geometry import Region

from rgpt_tui.studio.prose.cleaning import clean
from rgpt_tui.studio.prose.contents import STREAM
from rgpt_tui.studio.prose.scrolling import PageView

if TYPE_CHECKING:
    from textual.timer import Timer

    from rgpt_tui.studio.prose.entries import Entry

_SECONDS_BETWEEN: Final = 0.05
"""So long words are gathered before they are shown."""


class StreamingView(PageView):
    """A page view that a paragraph can be streamed into."""

    _gathered = ""
    _flushed = 0.0
    _flushing: Timer | None = None

    @property
    def streaming(self) -> bool:
        """Whether there is a paragraph being written."""
        return self.page.stream is not None

    @property
    def streamed(self) -> str:
        """The words of the paragraph being written, as shown; empty if there is none."""
        self._flush()
        return self.page.stream.text if self.page.stream else ""

    def begin_stream(self, heading: str = "", *, follow: bool | None = None) -> None:
        """Show an empty paragraph after the last one, to stream words into.

        Args:
            heading: Set above it, for the first paragraph of a chapter.
            follow: Whether to scroll with the words until the reader scrolls away. None for: if
                the end of the story is in view.
        """
        follow = (self.at_end or self._following) if follow is None else follow
        self._gathered = ""
        with self.holding():
            self.page.begin_stream(heading)
        if follow:
            self.hold(None, 0)

    def stream(self, words: str) -> None:
        """Add words to the paragraph being written. Does nothing if there is none."""
        if not self.streaming or not words:
            return
        self._gathered += words
        if self._flushing is None:
            wait = self._flushed + _SECONDS_BETWEEN - monotonic()
            if wait <= 0:
                self._flush()
            else:
                self._flushing = self.set_timer(wait, self._flush)

    def replace_stream(self, text: str) -> None:
        """Give the paragraph being written other words.

        Cheap if the text goes on from what is there.
        """
        if not self.streaming:
            return
        shown = self.streamed
        cleaned = clean(text).lstrip()
        if cleaned.startswith(shown):
            self.stream(cleaned[len(shown) :])
            return
        with self.holding():
            self.page.begin_stream(self.page.stream_heading)
        self.stream(text)

    def show_at_end(self, text: str, heading: str = "", *, draft: bool = False) -> None:
        """Show words after the last paragraph that are no step; `stream` goes on behind them.

        Args:
            text: the words; those that are there already stay where they are.
            heading: set above them.
            draft: they are not being written any more, or are no prose.
        """
        if not self.streaming or self.page.stream_heading != heading:
            self.begin_stream(heading)
        self.replace_stream(text)
        self._flush()
        if self.page.draft != draft:
            self.page.draft = draft
            self.forget_strips()
            self.refresh()

    def end_stream(self, entry: Entry | None = None) -> None:
        """End the paragraph being written.

        Args:
            entry: The step that it has become: its words stay where they are, and its text need
                not be shown again. A step that is not in the outline is added to its end. Without
                a step the paragraph is taken away.
        """
        self._flush()
        if not self.streaming:
            return
        place, at = self._anchor()
        in_stream = place is not None and place.id == STREAM
        if entry is None:
            self.page.drop_stream()
            place = None if in_stream else place
        else:
            self.page.keep_stream(entry)
            if self.text_selection is None:
                self.page.trim(self.page.column.at(self.top))
            place = place.renamed(entry.id) if place and in_stream else place
        self.forget_strips()
        if self._held:
            self._held = (place, at)
        self.settle(place, at)
        self.refresh()

    def _flush(self) -> None:
        if self._flushing:
            self._flushing.stop()
            self._flushing = None
        words, self._gathered = self._gathered, ""
        if not words or not (stream := self.page.stream):
            return
        self._flushed = monotonic()
        place, at = self._anchor()
        before = self.top
        line = stream.append(words)
        self.settle(place, at)
        if self.top == before:
            index = len(self.page.entries)
            first = self.page.column.top(index) + self.page.head(index) + line - before
            if first < self.rows:
                first = max(0, first)
                self.refresh(Region(0, first, self.size.width, self.rows - first))
