"""How a row of the tree looks.

The lines at the left are those of the main ways; a side way leaves them with a corner. What colour
tells, a sign or a word tells as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from rgpt_tui.story.records import StepKind
from rgpt_tui.studio.prose.cleaning import clean
from rgpt_tui.studio.when import when_in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style

    from rgpt_tui.story.history import Glimpse
    from rgpt_tui.studio.history.reading import Tree
    from rgpt_tui.studio.history.tree import Row

TIP, MAIN, OTHER, FOLDED = "◉", "●", "○", "▸"
EDITED, OWN, IMPORTED, AGAIN = "±", "✎", "↧", "↻"
LEGEND: Final = (
    f"{TIP} you are here  {MAIN} the story now  {OTHER} another branch  {FOLDED} folded  "
    f"{EDITED} edited  {OWN} your own  {AGAIN} re-rolled"
)
SHORT_LEGEND: Final = (
    f"{TIP} here  {MAIN} now  {OTHER} other branch  {FOLDED} folded  {EDITED} edited  {OWN} own  "
    f"{AGAIN} re-rolled"
)
ROOM_FOR_TIME: Final = 50
"""Columns from which on a row tells when it was written."""
TIME: Final = 9
DEEPEST: Final = 10
"""Side ways of side ways that are still set in; deeper ones stand below each other."""


class RowPainter:
    """Makes strips of rows."""

    def __init__(self) -> None:
        self.glimpses: dict[str, Glimpse] = {}
        self._tree: Tree | None = None
        self._digits = 1
        self._first: Row | None = None

    def begin(self, tree: Tree, rows: Sequence[Row]) -> None:
        """Paint the rows of another tree from now on."""
        self._tree = tree
        self._digits = len(str(max((row.number for row in rows), default=1)))
        self._first = rows[0] if rows else None

    def sign_at(self, row: Row) -> int:
        """The column of a row's sign."""
        return 2 * min(row.depth, DEEPEST)

    def paint(self, row: Row, width: int, style: Callable[[str], Style]) -> Strip:
        """The line of a row, at most so wide."""
        tree = self._tree
        if tree is None:
            return Strip.blank(width)
        main = tree.is_main(row)
        plain = style("main" if main else "other")
        here = not row.folded and row.step == tree.tip
        parts = [
            Segment(self._lines(row), style("line")),
            Segment(f"{_sign(row, main=main, here=here)} ", style("here") if here else plain),
            Segment(f"{row.number:>{self._digits}} ", plain),
        ]
        glimpse = self.glimpses.get(row.step)
        if row.folded:
            words = f"to {row.number + row.stop - row.start - 1:,} · {row.stop - row.start:,} steps"
            parts.append(Segment(words, style("dim")))
            return Strip(parts).crop(0, width)
        if name := tree.names.get(row.step, ""):
            parts.append(Segment(f"“{clean(name)}” ", style("name")))
        if here:
            parts.append(Segment("here ", style("here")))
        if glimpse is None:
            return Strip([*parts, Segment("…", style("dim"))]).crop(0, width)
        tail = self._tail(glimpse, width)
        room = width - sum(cell_len(part.text) for part in parts) - cell_len(tail)
        if glimpse.heading and room > 0:
            heading = _cut(_line(glimpse.heading), max(1, room // 2)) + " "
            parts.append(Segment(heading, style("heading")))
            room -= cell_len(heading)
        if room > 0:
            parts.append(Segment(set_cell_size(_cut(_line(glimpse.words), room), room), plain))
        return Strip([*parts, Segment(tail, style("dim"))]).crop(0, width)

    def _lines(self, row: Row) -> str:
        depth = min(row.depth, DEEPEST)
        if not row.forks or not depth:
            return "│ " * depth
        corner = "╭─" if row is self._first else "├─"
        return "│ " * (depth - 1) + corner

    def _tail(self, glimpse: Glimpse, width: int) -> str:
        marks = "".join(
            sign
            for sign, is_so in (
                (EDITED, glimpse.edited),
                (OWN, glimpse.kind is StepKind.OWN),
                (IMPORTED, glimpse.kind is StepKind.IMPORTED),
                (AGAIN, glimpse.again),
            )
            if is_so
        )
        if width < ROOM_FOR_TIME:
            return f" {marks}" if marks else ""
        return f" {marks:>3} {when_in_short(glimpse.changed):>{TIME}}"


def _sign(row: Row, *, main: bool, here: bool) -> str:
    return FOLDED if row.folded else TIP if here else MAIN if main else OTHER


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _cut(text: str, width: int) -> str:
    """A text that fits, with an ellipsis where it is cut."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"
