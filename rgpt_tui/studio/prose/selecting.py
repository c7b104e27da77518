"""Selecting words with the mouse, by block and character instead of by row.

Textual asks each segment of a line for an offset (column, row) and orders offsets by row, then
column. The row given to it is the number of the block, so that a selection stays on its words
when rows above them come and go; the column holds the line in the block and the column in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.geometry import Offset

if TYPE_CHECKING:
    from textual.selection import Selection

    from rgpt_tui.studio.prose.page import Page

_LINE: Final = 1_000_000
_MIDDLE: Final = _LINE // 2


def column_of(line: int, column: int) -> int:
    """The offset that stands for a column of a line; columns beside the text are allowed."""
    return line * _LINE + _MIDDLE + column


def _line_and_column(offset: int) -> tuple[int, int]:
    line, column = divmod(offset, _LINE)
    return line, max(0, column - _MIDDLE)


def span_in_line(selection: Selection, index: int, line: int, length: int) -> tuple[int, int]:
    """Which characters of a line of a block are selected; equal numbers for none."""
    first, last = 0, length
    if (start := selection.start) is not None:
        if index < start.y:
            return 0, 0
        if index == start.y:
            start_line, column = _line_and_column(start.x)
            first = length if line < start_line else column if line == start_line else 0
    if (end := selection.end) is not None:
        if index > end.y:
            return 0, 0
        if index == end.y:
            end_line, column = _line_and_column(end.x)
            last = 0 if line > end_line else column if line == end_line else length
    first, last = min(first, length), min(last, length)
    return (first, last) if first < last else (0, 0)


def selected_text(page: Page, selection: Selection) -> str:
    """The words of a selection, a blank line between paragraphs.

    Args:
        page: What is shown.
        selection: With both ends.
    """
    if selection.start is None or selection.end is None or not len(page.column):
        return ""
    words = []
    for index in range(selection.start.y, min(selection.end.y, len(page.column) - 1) + 1):
        if (paragraph := page.paragraph(index)) is None:
            continue
        wrapping = paragraph.wrapping
        first, last = 0, len(wrapping.text)
        if index == selection.start.y:
            first = _character(wrapping.starts, selection.start.x, last)
        if index == selection.end.y:
            last = _character(wrapping.starts, selection.end.x, last)
        if first < last:
            words.append(wrapping.text[first:last])
    return "\n\n".join(words)


def _character(starts: list[int], offset: int, length: int) -> int:
    line, column = _line_and_column(offset)
    if line >= len(starts):
        return length
    following = starts[line + 1] if line + 1 < len(starts) else length
    return min(starts[line] + column, following)


def start_of(index: int) -> Offset:
    """The offset before the first word of a block."""
    return Offset(column_of(0, 0), index)


def end_of(index: int) -> Offset:
    """The offset after the last word of a block."""
    return Offset(column_of(_LINE, 0), index)
