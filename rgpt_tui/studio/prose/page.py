"""A whole story as a page of rows, of which only those near the reader are laid out."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from rgpt_tui.studio.prose.contents import STREAM, Contents
from rgpt_tui.studio.prose.places import BEGINNING, Part, Place, Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rgpt_tui.studio.prose.paragraph import Paragraph

_LINES_AT_ONCE: Final = 10
"""So many lines are wrapped between two looks at the clock."""
_PASSES: Final = 6
_SAMPLE: Final = 150
"""From so many words laid out on, it is known how wide a word of this story is."""


class Page(Contents):
    """The rows of a story, and how to find a row again after the page has changed."""

    def __init__(self, width: int) -> None:
        super().__init__(width)
        self.pending = False
        """Whether something near the reader is not laid out to its end yet."""
        self.laid_out = 0
        """How many times a paragraph was laid out to its end."""
        self._sampled = False

    def row(self, y: int) -> Row | None:
        """What is at a row, and None outside of the page."""
        if not 0 <= y < self.column.total:
            return None
        index = self.column.at(y)
        number = y - self.column.top(index)
        head = self.head(index)
        if number < head:
            return Row(index, Part.HEADING, number)
        text = self.column.height(index) - head - 1
        if number - head < text:
            return Row(index, Part.TEXT, number - head)
        return Row(index, Part.BLANK, number - head - text)

    def growing(self, row: Row) -> bool:
        """Whether words that are streamed may change a row."""
        if row.index < len(self.entries) or not self.stream:
            return False
        finished = len(self.stream.wrapping) - 2
        return row.part is Part.BLANK or (row.part is Part.TEXT and row.number >= finished)

    def place(self, y: int) -> Place | None:
        """The place of a row."""
        if (row := self.row(y)) is None:
            return None
        paragraph, char = self.paragraph(row.index), None
        id_ = self.id_of(row.index)
        if row.part is Part.TEXT and paragraph and id_ not in self._reserved:
            starts = paragraph.wrapping.starts
            char = starts[row.number] if row.number < len(starts) else None
        top = self.column.top(row.index)
        return Place(id_, char, y - top, self.column.height(row.index))

    def row_of(self, place: Place) -> int | None:
        """Where a place is now."""
        if (index := self.index_of(place.id)) is None:
            return None
        top, height = self.column.top(index), self.column.height(index)
        paragraph = self.paragraph(index)
        if (
            place.char is not None
            and paragraph
            and place.id not in self._reserved
            and paragraph.wrapping.starts
        ):
            return top + self.head(index) + paragraph.wrapping.line_of(place.char)
        if place.of == height or place.row < min(self.head(index) or 1, height):
            return top + place.row
        if place.row == place.of - 1:
            return top + height - 1
        return top + min(height - 1, place.row * height // place.of)

    def steady(self, index: int) -> bool:
        """Whether the height of a block is exact."""
        id_ = self.id_of(index)
        return id_ in self._rows or id_ in self._reserved or id_ == STREAM

    def anchor(self, top: int, height: int) -> tuple[Place, int]:
        """The place to hold still while the page changes, and its row in the viewport.

        The first visible row of a block whose height is exact, otherwise the first visible row.
        """
        for index in self.column.between(top, top + height):
            if self.steady(index) and (place := self.place(max(top, self.column.top(index)))):
                return place, max(0, self.column.top(index) - top)
        return self.place(top) or BEGINNING, 0

    # Laying out

    def settle(self, place: Place | None, at: int, height: int, seconds: float) -> int:
        """Lay out what a viewport shows, and a screen above and below it.

        Args:
            place: What to hold still; None for the end of the page.
            at: The row of the viewport at which to hold it; any with None.
            height: The rows of the viewport.
            seconds: How long to go on; `pending` says whether that was too short.

        Returns:
            The row of the page at which the viewport begins.
        """
        until = perf_counter() + seconds
        for _ in range(_PASSES):
            top = self._viewport(place, at, height)
            if not self._lay_out(top, height, until):
                break
        return self._viewport(place, at, height)

    def _viewport(self, place: Place | None, at: int, height: int) -> int:
        end = max(0, self.column.total - height)
        if place is None:
            return end
        row = self.row_of(place)
        return 0 if row is None else min(max(0, row - at), end)

    def _lay_out(self, top: int, height: int, until: float) -> bool:
        self.pending = False
        changed = False
        visible = self.column.between(top, top + height)
        around = self.column.between(top - height, top + 2 * height)
        for index in dict.fromkeys((*visible, *around)):
            paragraph = self.paragraph(index)
            if paragraph:
                self._wrap(index, paragraph, until)
            changed |= self.column.set_height(index, self._height(index))
        if changed and not self._sampled:
            self._sample(around)
        return changed

    def _wrap(self, index: int, paragraph: Paragraph, until: float) -> None:
        wrapping, id_ = paragraph.wrapping, self.id_of(index)
        if wrapping.done and (id_ in self._rows or id_ == STREAM):
            return
        while not wrapping.done:
            if perf_counter() > until:
                self.pending = True
                return
            wrapping.advance(_LINES_AT_ONCE)
        if id_ != STREAM:
            self._rows[id_] = len(wrapping)
            self.laid_out += 1

    def _sample(self, blocks: Iterable[int]) -> None:
        steps = [self.entries[index] for index in blocks if index < len(self.entries)]
        known = [entry for entry in steps if entry.id in self._rows]
        words = sum(entry.words for entry in known)
        if words >= _SAMPLE:
            rows = sum(max(0.5, self._rows[entry.id] - 0.5) for entry in known)
            self._cells_a_word = rows * self.width / words
            self._sampled = True
            self._estimate()
