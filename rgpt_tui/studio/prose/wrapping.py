"""Wrapping a text that may be long and may still be growing, a slice at a time."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from rich.cells import get_character_cell_size, split_graphemes

from rgpt_tui.studio.prose.breaking import SPACES, inside_grapheme, may_break

_UNSTEADY: Final = frozenset("\u200d\ufe0f")
"""Characters that change the width of others."""
_SPACES: Final = re.compile(f"[{''.join(SPACES)}]*").match
_MOST_CHARACTERS: Final = 8
"""A line has at most so many characters a column: what is stacked higher is cut."""


class Wrapping:
    """The lines of a text, as far as they are known.

    Nothing is lost at the ends of lines but spaces. `advance` and `append` do bounded work.
    """

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = max(1, width)
        self.starts: list[int] = []
        """The index of the first character of each line."""
        self.ends: list[int] = []
        """The index after the last character of each line that is shown."""
        self._next = 0
        """Where the first line that is not known yet begins."""
        self.done = False

    def __len__(self) -> int:
        """How many lines are known."""
        return len(self.starts)

    def line(self, number: int) -> str:
        """The text of a line."""
        return self.text[self.starts[number] : self.ends[number]]

    def line_of(self, index: int) -> int:
        """The line that shows a character, or the last that is known."""
        return max(0, bisect_right(self.starts, index) - 1)

    @property
    def rows(self) -> int:
        """How many lines there will be: exact when done, else estimated."""
        if self.done:
            return len(self.starts)
        left = len(self.text) - self._next
        return len(self.starts) + (max(1, self._rows_for(left)) if left else 0)

    def _rows_for(self, characters: int) -> int:
        if self._next and self.starts:
            return -(-characters * len(self.starts) // self._next)
        return -(-characters // self.width)

    def advance(self, lines: int) -> bool:
        """Wrap some more lines.

        Args:
            lines: At most how many.

        Returns:
            Whether the whole text is wrapped.
        """
        while not self.done and lines:
            lines -= 1
            self.starts.append(self._next)
            shown, self._next, self.done = _next_line(self.text, self._next, self.width)
            self.ends.append(shown)
        return self.done

    def append(self, more: str) -> int:
        """Add to the end of the text. Only its last two lines are wrapped again, by `advance`.

        Returns:
            The number of the first line that may have changed.
        """
        self.text += more
        for _ in range(2):
            if self.starts:
                self._next = self.starts.pop()
                self.ends.pop()
        self.done = False
        return len(self.starts)


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text, all at once."""
    wrapping = Wrapping(text, width)
    wrapping.advance(len(text) + 1)
    return [wrapping.line(number) for number in range(len(wrapping))]


def _next_line(text: str, start: int, width: int) -> tuple[int, int, bool]:
    """Where the line that begins at an index ends.

    Returns:
        The index after the last character that is shown, that of the next line, and whether this
        is the last line.
    """
    stop, full = _reach(text, start, width)
    if full:
        stop = _break(text, start, stop, width)
    shown, last = stop, stop == len(text)
    while shown > start and text[shown - 1] in SPACES:
        shown -= 1
    return shown, stop + (not last and text[stop] == "\n"), last


def _reach(text: str, start: int, width: int) -> tuple[int, bool]:
    """How far a line goes that is filled to the last column.

    Returns:
        The index after the last character that fits, and whether the text goes on there: it does
        not before a line break and at its end.
    """
    size, most = width + 1, width * _MOST_CHARACTERS + 1
    while True:
        piece = text[start : start + size]
        if (line_break := piece.find("\n")) >= 0:
            piece = piece[:line_break]
        fitting = _fitting(piece, width)
        stop = start + fitting
        if fitting < len(piece):
            return stop, True
        if line_break >= 0 or stop == len(text):
            return stop, False
        if size >= most:
            return stop, text[stop] != "\n"
        size = min(2 * size, most)


def _fitting(piece: str, width: int) -> int:
    """How many characters of a text without line breaks fit into some columns."""
    if piece.isascii():
        return min(len(piece), width)
    if _UNSTEADY.isdisjoint(piece):
        return bisect_right(list(accumulate(map(get_character_cell_size, piece))), width)
    spans, _ = split_graphemes(piece)
    fitting = bisect_right(list(accumulate(cells for _, _, cells in spans)), width)
    return spans[fitting - 1][1] if fitting else 0


def _break(text: str, start: int, stop: int, width: int) -> int:
    """Where to end a line whose text goes on.

    Args:
        text: The whole text.
        start: Where the line begins.
        stop: The first character that has no room.
        width: How many columns there are.

    Returns:
        The index of the first character after the line and the spaces that end it.
    """
    after = _skip_spaces(text, stop)
    if after > stop and (after == len(text) or text[after] == "\n" or may_break(text, after)):
        return after
    for index in range(stop, _skip_spaces(text, start), -1):
        if may_break(text, index):
            return index
    for index in range(stop, start, -1):
        if not inside_grapheme(text, index):
            return index
    furthest = min(len(text), start + width * _MOST_CHARACTERS)
    for index in range(max(start, stop) + 1, furthest):
        if not inside_grapheme(text, index):
            return index
    return furthest


def _skip_spaces(text: str, index: int) -> int:
    """The index of the first character from an index on that is no space to break at."""
    return _SPACES(text, index).end()  # type: ignore[union-attr]
