"""A column of blocks: how high each is, where it begins, and which is at a row."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Column:
    """Blocks one below the other. Rows are counted from the top of the column."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._tops = [0, *accumulate(self._heights)]
        self._changed = len(self._heights)
        """The first block whose height is not in the tops of those below it."""

    def __len__(self) -> int:
        """How many blocks there are."""
        return len(self._heights)

    def height(self, index: int) -> int:
        """The rows of a block."""
        return self._heights[index]

    def set_height(self, index: int, height: int) -> bool:
        """Change the height of a block, and say whether it was another."""
        if self._heights[index] == height:
            return False
        self._heights[index] = height
        self._changed = min(self._changed, index)
        return True

    def append(self, height: int) -> None:
        """Add a block at the end."""
        self._tops.append(self._settled()[-1] + height)
        self._heights.append(height)
        self._changed = len(self._heights)

    def pop(self) -> None:
        """Take the last block away."""
        self._settled().pop()
        self._heights.pop()
        self._changed = len(self._heights)

    def top(self, index: int) -> int:
        """The first row of a block."""
        return self._settled()[index]

    @property
    def total(self) -> int:
        """The rows of all blocks."""
        return self._settled()[-1]

    def at(self, row: int) -> int:
        """The block at a row: the first or the last one for a row outside of the column."""
        last = max(0, len(self._heights) - 1)
        return min(last, max(0, bisect_right(self._settled(), row) - 1))

    def between(self, first: int, last: int) -> range:
        """The blocks that have a row from the first to before the last one given."""
        if not self._heights or first >= last:
            return range(0)
        return range(self.at(first), self.at(last - 1) + 1)

    def _settled(self) -> list[int]:
        changed, tops = self._changed, self._tops
        if changed < len(self._heights):
            tops[changed:] = accumulate(self._heights[changed:], initial=tops[changed])
            self._changed = len(self._heights)
        return tops
