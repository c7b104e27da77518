"""The tree of a story's steps, as runs of steps between forks. It knows no widget.

Ten thousand steps without a fork are one run, and a walk through the tree meets as many runs as
there are forks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from rgpt_tui.story.history import TreeStep

FEWEST_FOLDED = 2
"""A single step is shown as itself."""


@dataclass(slots=True, eq=False)
class Run:
    """Steps that follow each other without a fork among them."""

    steps: list[str]
    first: int
    """The number of the first one."""
    side: bool
    """It leaves the main way at the fork before it."""
    root: str
    """The step that its tree begins with."""
    after: list[Run] = field(default_factory=list)
    """The ways on, the main one last; none where a branch ends."""


@dataclass(slots=True, eq=False)
class Row:
    """A row: a step, or a stretch of steps that is folded. Not frozen: that takes three times as
    long to make, and there may be ten thousand.
    """

    run: Run
    start: int
    """Which steps of the run: from this index up to, not including, `stop`."""
    stop: int
    depth: int
    """How many main ways stand to the left of it."""
    forks: bool
    """It is the first of a side way."""
    folded: bool

    @property
    def step(self) -> str:
        """The id of its first step, or of the one that it is."""
        return self.run.steps[self.start]

    @property
    def number(self) -> int:
        """The number of that step."""
        return self.run.first + self.start

    @property
    def ends(self) -> bool:
        """A branch ends here."""
        return not self.run.after and self.stop == len(self.run.steps)


def runs_of(steps: Iterable[TreeStep], path: Collection[str]) -> list[Run]:
    """The runs that a story begins with; the main way is the last one.

    Args:
        steps: in the order of writing; one whose parent is not among them begins a tree.
        path: the ids of the steps that the story is made of now: they are the main way.
    """
    known: dict[str, TreeStep] = {}
    children: dict[str | None, list[TreeStep]] = defaultdict(list)
    for step in steps:
        known[step.id] = step
        children[step.parent if step.parent in known else None].append(step)

    def main_last(parent: TreeStep | None) -> list[TreeStep]:
        ways = children.get(None if parent is None else parent.id, [])
        if len(ways) < 2:
            return ways
        main = next((each for each in ways if each.id in path), None) or next(
            (each for each in ways if parent is not None and each.id == parent.next), ways[-1]
        )
        return [*(each for each in ways if each is not main), main]

    def begun(ways: list[TreeStep], root: str | None) -> list[Run]:
        return [Run([each.id], each.number, each is not ways[-1], root or each.id) for each in ways]

    roots = begun(main_last(None), None)
    open_runs = list(roots)
    while open_runs:
        run = open_runs.pop()
        ways = main_last(known[run.steps[0]])
        while len(ways) == 1:
            run.steps.append(ways[0].id)
            ways = main_last(ways[0])
        run.after = begun(ways, run.root)
        open_runs += run.after
    return roots


def rows_of(
    roots: list[Run], landmarks: Collection[str], unfolded: Collection[str]
) -> Iterator[Row]:
    """The rows of a tree, the side ways before the main way goes on.

    Args:
        roots: as `runs_of` gives them.
        landmarks: steps that are never folded away.
        unfolded: stretches that are shown step by step, each by the id of its first step.
    """
    waiting = [(run, int(run.side)) for run in reversed(roots)]
    while waiting:
        run, depth = waiting.pop()
        for start, stop in _stretches(run, landmarks):
            forks = run.side and start == 0
            if stop - start < FEWEST_FOLDED or run.steps[start] in unfolded:
                for at in range(start, stop):
                    yield Row(run, at, at + 1, depth, forks and at == start, folded=False)
            else:
                yield Row(run, start, stop, depth, forks, folded=True)
        waiting += [(each, depth + each.side) for each in reversed(run.after)]


def row_of(rows: Sequence[Row], step: str | None) -> int | None:
    """The index of the row that shows a step, or has it folded away."""
    return next(
        (at for at, row in enumerate(rows) if step in row.run.steps[row.start : row.stop]), None
    )


def stretch_of(row: Row, landmarks: Collection[str]) -> str | None:
    """The id of the first step of the stretch that a row is of, if it can be folded."""
    for start, stop in _stretches(row.run, landmarks):
        if start <= row.start < stop and stop - start >= FEWEST_FOLDED:
            return row.run.steps[start]
    return None


def _stretches(run: Run, landmarks: Collection[str]) -> Iterator[tuple[int, int]]:
    """What is one row at first: the first and last step, landmarks, and what is between."""
    last = len(run.steps) - 1
    start = 0
    for at, step in enumerate(run.steps):
        if at in (0, last) or step in landmarks:
            if start < at:
                yield start, at
            yield at, at + 1
            start = at + 1
