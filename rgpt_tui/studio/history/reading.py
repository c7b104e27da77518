"""What the history screen reads from the book, off the event loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.studio.history.tree import rows_of, runs_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from rgpt_tui.story.bin import BinnedBranch
    from rgpt_tui.story.history import StoredRevision
    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.story.records import Step
    from rgpt_tui.studio.history.tree import Row, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The tree of a story, or the branches in its bin."""

    roots: list[Run]
    path: frozenset[str]
    """The steps that the story is made of now."""
    tip: str | None
    names: dict[str, str]
    """The name of each step that ends a named branch."""
    binned: tuple[BinnedBranch, ...]
    """All that could be taken out of the bin."""
    steps: int
    ends: int
    """How many branches there are."""

    @property
    def landmarks(self) -> Collection[str]:
        """Steps that are never folded away."""
        return {*self.names, *(() if self.tip is None else (self.tip,))}

    def is_main(self, row: Row) -> bool:
        """Whether a row is part of the story as it stands."""
        return row.step in self.path

    def rows(self, unfolded: Collection[str]) -> list[Row]:
        """The rows to show."""
        return list(rows_of(self.roots, self.landmarks, unfolded))


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """A step, and all versions of its text."""

    step: Step
    revisions: tuple[StoredRevision, ...]
    """From the first one to the one that counts."""
    memory_before: str
    """The short-term memory that the step started from."""
    language: str
    """Of the story."""


def tree_of(book: BookReader, *, of_bin: bool) -> Tree:
    """Read the tree of all steps; takes some tens of milliseconds for ten thousand.

    Args:
        book: to read.
        of_bin: the branches in the bin instead.
    """
    with book.snapshot():
        binned = tuple(book.bin.all())
        path = frozenset(step.id for step in book.path())
        if of_bin:
            steps = [step for each in binned for step in book.history.steps(each.step)]
        else:
            steps = book.history.steps()
        roots = runs_of(steps, path)
        for root in roots:
            # Branches in the bin have no way in common that they could leave.
            root.side = root.side and not of_bin
        return Tree(
            roots=roots,
            path=path,
            tip=book.tip,
            names=book.branches.names(),
            binned=binned,
            steps=len(steps),
            ends=_ends(roots),
        )


def _ends(roots: list[Run]) -> int:
    runs, ends = list(roots), 0
    while runs:
        after = runs.pop().after
        ends += not after
        runs += after
    return ends


def versions_of(book: BookReader, step: str) -> Versions:
    """Read a step with all versions of its text."""
    with book.snapshot():
        read = book.step(step)
        return Versions(
            step=read,
            revisions=book.history.revisions(step),
            memory_before=book.step(read.parent).text.memory if read.parent else "",
            language=book.brief.language,
        )
