"""Painting rows of a page as strips."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from rgpt_tui.story.marks import Mark
from rgpt_tui.studio.prose.breaking import inside_grapheme
from rgpt_tui.studio.prose.headings import heading_lines
from rgpt_tui.studio.prose.places import Part
from rgpt_tui.studio.prose.selecting import column_of, span_in_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.selection import Selection

    from rgpt_tui.studio.prose.entries import Entry
    from rgpt_tui.studio.prose.page import Page
    from rgpt_tui.studio.prose.places import Row

BAR: Final = "▌"
DRAFT_BAR: Final = "┆"
MARKS: Final = {Mark.PIN: "◆", Mark.MUTE: "×"}
STALE: Final = "~"
"""Marks a step that was written before an edit, where it has no other mark."""
NOT_LOADED: Final = "…"
GUTTER: Final = 3
"""Columns before the text: a mark, the bar of the current paragraph, and a blank."""
NARROW: Final = 30
"""In a pane with fewer columns the gutter is one column: the bar, or a mark instead."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of the pane are used."""

    pane: int
    gutter: int
    left: int
    """Blank columns before the gutter."""
    text: int

    @classmethod
    def of(cls, pane: int, measure: int) -> Columns:
        """Centre a measure in a pane, or use all of a narrow one."""
        gutter = GUTTER if pane >= NARROW else 1
        text = max(1, min(measure, pane - gutter))
        return cls(pane, gutter, max(0, pane - gutter - text) // 2, text)


class Painter:
    """Makes strips of the rows of a page."""

    def __init__(self, page: Page, style: Callable[[str], Style]) -> None:
        """Args:
        page: What to paint.
        style: The style of a component class without its `prose--`.
        """
        self.page = page
        self._style = style
        self.columns = Columns.of(page.width + GUTTER, page.width)
        self.current: str | None = None
        self.provenance = False
        self.selection: Selection | None = None
        self.selection_style = Style.null()

    def paint(self, row: Row | None) -> Strip:
        """The strip of a row; blank for None."""
        columns = self.columns
        plain = self._style("text")
        if row is None:
            return self._beyond(plain)
        if row.part is Part.HEADING:
            return self._heading(row, plain)
        if row.part is Part.BLANK:
            offset = column_of(max(0, self.page.text_rows(row.index) - 1), 2 * columns.text)
            style = plain + _at(offset, row.index)
            return Strip([Segment(" " * columns.pane, style)], columns.pane)
        return self._text(row, plain)

    def _beyond(self, plain: Style) -> Strip:
        """A row below the page; a drag to it reaches the end of the last paragraph."""
        if last := len(self.page.column):
            line = max(0, self.page.text_rows(last - 1) - 1)
            plain += _at(column_of(line, 2 * self.columns.text), last - 1)
        return Strip([Segment(" " * self.columns.pane, plain)], self.columns.pane)

    def _heading(self, row: Row, plain: Style) -> Strip:
        columns = self.columns
        above = 0 if row.index == 0 else 1
        lines = heading_lines(self.page.heading(row.index), columns.text)
        number = row.number - above
        words = lines[number] if 0 <= number < len(lines) else ""
        at = _at(column_of(0, -columns.pane), row.index)
        left = columns.left + columns.gutter + max(0, columns.text - cell_len(words)) // 2
        segments = [Segment(" " * left, plain + at)]
        if words:
            segments.append(Segment(words, self._style("heading") + at))
        return self._filled(segments, plain + at)

    def _text(self, row: Row, plain: Style) -> Strip:
        page, columns, index = self.page, self.columns, row.index
        id_, paragraph = page.id_of(index), page.paragraph(index)
        segments = self._gutter(row, id_, plain)
        line, end = "", column_of(row.number, 2 * columns.text)
        if id_ in page.reserved:
            pass
        elif paragraph is None:
            line = NOT_LOADED if row.number == 0 else ""
            segments.append(Segment(line or " ", self._style("stale") + _at(end, index)))
        elif row.number < len(paragraph.wrapping):
            segments.extend(self._words(row, plain))
        return self._filled(segments, plain + _at(end, index))

    def _gutter(self, row: Row, id_: str, plain: Style) -> list[Segment]:
        columns = self.columns
        at = _at(column_of(row.number, -columns.pane), row.index)
        streaming = row.index == len(self.page.entries)
        marked = None if streaming or row.number else self._mark(self.page.entries[row.index], at)
        barred = None
        if streaming or id_ == self.current:
            draft = streaming and self.page.draft
            style = self._last_style() if streaming else self._style("current")
            barred = Segment(DRAFT_BAR if draft else BAR, style + at)
        blank = plain + at
        if not marked and not barred:
            return [Segment(" " * (columns.left + columns.gutter), blank)]
        cells = [marked or barred] if columns.gutter == 1 else [marked, barred, None]
        left = [Segment(" " * columns.left, blank)] if columns.left else []
        return left + [cell or Segment(" ", blank) for cell in cells]

    def _mark(self, entry: Entry, at: Style) -> Segment | None:
        """The sign of a step, if it has one."""
        if entry.mark:
            return Segment(MARKS[entry.mark], self._style(entry.mark.value) + at)
        return Segment(STALE, self._style("stale") + at) if entry.stale else None

    def _last_style(self) -> Style:
        """The style of what stands at the end of the page and is no step."""
        return self._style("draft" if self.page.draft else "streaming")

    def _words(self, row: Row, plain: Style) -> list[Segment]:
        """The words of a line, cut where their style changes."""
        page, index = self.page, row.index
        paragraph = page.paragraph(index)
        if paragraph is None:
            return []
        wrapping = paragraph.wrapping
        start, end = wrapping.starts[row.number], wrapping.ends[row.number]
        base = plain
        if index == len(page.entries):
            base = self._last_style()
        elif page.entries[index].stale:
            base = self._style("stale")
        layers: list[tuple[int, int, Style]] = []
        if self.provenance:
            layers += [
                (run.start, run.end, self._style(run.author.value))
                for run in paragraph.runs_between(start, end)
            ]
        if paragraph.found:
            layers.append((*paragraph.found, self._style("found")))
        if self.selection:
            first, last = span_in_line(self.selection, index, row.number, end - start)
            layers.append((start + first, start + last, self.selection_style))
        bounds = {start, end}
        for cut in (cut for layer in layers for cut in layer[:2]):
            while start < cut < end and inside_grapheme(wrapping.text, cut):
                cut += 1
            if start < cut < end:
                bounds.add(cut)
        segments = []
        for first, last in pairwise(sorted(bounds)):
            style = base
            for layer_start, layer_end, layer in layers:
                if layer_start <= first and last <= layer_end:
                    style += layer
            at = _at(column_of(row.number, first - start), index)
            segments.append(Segment(wrapping.text[first:last], style + at))
        return segments

    def _filled(self, segments: list[Segment], style: Style) -> Strip:
        """A strip as wide as the pane."""
        width = sum(cell_len(segment.text) for segment in segments)
        if width < self.columns.pane:
            segments.append(Segment(" " * (self.columns.pane - width), style))
        strip = Strip(segments, max(width, self.columns.pane))
        return strip if width <= self.columns.pane else strip.crop(0, self.columns.pane)


def _at(column: int, block: int) -> Style:
    return Style.from_meta({"offset": (column, block)})
