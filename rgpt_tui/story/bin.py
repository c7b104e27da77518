"""The bin: branches that the writer wants to see no more. They stay in the book, whole.

A branch is a step and all that was written after it. Nothing but a branch goes into the bin, never
the one that is being written, and nothing in the bin is ever deleted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.rows import now
from rgpt_tui.story.schema import NEXT_MOMENT

if TYPE_CHECKING:
    import sqlite3

    from rgpt_tui.story.connection import BookConnection

_BRANCH_QUERY: Final = """
WITH RECURSIVE branch (id) AS (
    SELECT ?
    UNION ALL
    SELECT steps.id FROM branch JOIN steps ON steps.parent = branch.id WHERE steps.bin IS NULL
)
SELECT id FROM branch
"""
_THROW: Final = "UPDATE steps SET bin = ? WHERE id IN (SELECT value FROM json_each(?))"
_LAST_CHILD: Final = """
SELECT id FROM steps WHERE parent IS ? AND bin IS NULL ORDER BY rowid DESC LIMIT 1
"""
_BINNED_QUERY: Final = """
SELECT bin.step, bin.created, steps.number, substr(revisions.paragraph, 1, 200) AS words,
       (SELECT count(*) FROM steps AS all_steps WHERE all_steps.bin = bin.step) AS steps,
       (SELECT group_concat(name, ', ') FROM branch_names
        JOIN steps AS ends ON ends.id = branch_names.step WHERE ends.bin = bin.step) AS names
FROM bin
JOIN steps ON steps.id = bin.step
JOIN revisions ON revisions.step = steps.id AND revisions.revision = steps.latest
LEFT JOIN steps AS parents ON parents.id = steps.parent
WHERE parents.bin IS NULL
ORDER BY bin.rowid DESC
"""
"""What is within a branch that went into the bin later comes back with that first."""


class InTheBin(RgptError):
    """The step is in the bin."""


class NotABranch(RgptError):
    """The step cannot go into the bin."""


class NotInTheBin(RgptError):
    """There is no such branch in the bin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BinnedBranch:
    """A branch in the bin."""

    step: str
    """The id of its first step."""
    number: int
    """The number that its first step has in the story."""
    steps: int
    """How many steps came into the bin with it."""
    names: str
    """Of the branches that end in it, after commas; empty where none has one."""
    words: str
    """The first words of its first step."""
    binned: datetime


class Bin:
    """The bin of one book."""

    def __init__(self, connection: BookConnection) -> None:
        self._connection = connection

    def all(self) -> list[BinnedBranch]:
        """The branches in the bin that can be taken out of it, the last one first."""
        return self._connection.all(_binned_of, _BINNED_QUERY)

    def put(self, step_id: str) -> int:
        """Put a step, and all that was written after it, into the bin.

        Returns:
            How many steps that are.

        Raises:
            InTheBin: it is there already.
            NotABranch: the story stands on it, or there is no such step.
        """
        with self._connection.change():
            place = self._branch(step_id)
            self._connection.execute(NEXT_MOMENT)
            steps = self._steps_of(step_id)
            self._connection.execute(_THROW, step_id, json.dumps(steps))
            self._connection.execute(
                "INSERT INTO bin (step, created) VALUES (?, ?)", step_id, now()
            )
            self._lead_elsewhere(place["parent"], step_id)
            return len(steps)

    def would_take(self, step_id: str) -> int:
        """How many steps would go into the bin with a step, itself included.

        Raises:
            InTheBin, NotABranch: as `put` raises them.
        """
        with self._connection.snapshot():
            self._branch(step_id)
            return len(self._steps_of(step_id))

    def take_out(self, step_id: str) -> int:
        """Take a branch out of the bin, whole, by its first step.

        Returns:
            How many steps that are.

        Raises:
            NotInTheBin: it is not in the bin by itself.
            InTheBin: what it follows is in the bin as well.
        """
        with self._connection.change():
            place = self._place(step_id)
            if place is None or place["bin"] != step_id:
                raise NotInTheBin("There is no such branch in the bin. Nothing was changed.")
            if place["parent"] is not None:
                self.see_that_outside(place["parent"])
            count = self._size(step_id)
            self._connection.execute(NEXT_MOMENT)
            self._connection.execute("UPDATE steps SET bin = NULL WHERE bin = ?", step_id)
            self._connection.execute("DELETE FROM bin WHERE step = ?", step_id)
            self._lead_back(place["parent"], step_id)
            return count

    def see_that_outside(self, step_id: str) -> None:
        """See that a step is not in the bin.

        Raises:
            InTheBin: it is.
        """
        place = self._place(step_id)
        if place is not None and place["bin"] is not None:
            raise InTheBin(
                f"Step {place['number']} of that branch is in the bin. Nothing was changed. "
                "Take the branch out of the bin first."
            )

    def _branch(self, step_id: str) -> sqlite3.Row:
        """The place of a step that can go into the bin."""
        place = self._place(step_id)
        if place is None:
            raise NotABranch(f"There is no step “{step_id}” in this story.")
        self.see_that_outside(step_id)
        if self._is_on_path(step_id):
            raise NotABranch(
                f"Step {place['number']} is part of the story as it stands. Nothing was changed. "
                "Go to another branch first; then this one can go into the bin."
            )
        return place

    def _place(self, step_id: str) -> sqlite3.Row | None:
        return self._connection.first(
            lambda row: row, "SELECT parent, number, bin FROM steps WHERE id = ?", step_id
        )

    def _steps_of(self, step_id: str) -> list[str]:
        return self._connection.all(lambda row: str(row["id"]), _BRANCH_QUERY, step_id)

    def _is_on_path(self, step_id: str) -> bool:
        query = "SELECT 1 FROM path WHERE id = ?"
        return self._connection.first(lambda row: row, query, step_id) is not None

    def _size(self, step_id: str) -> int:
        query = "SELECT count(*) AS steps FROM steps WHERE bin = ?"
        return self._connection.only(lambda row: int(row["steps"]), query, step_id)

    def _lead_elsewhere(self, parent: str | None, step_id: str) -> None:
        """Let redo no longer lead into the bin, but to what was written last beside it."""
        other = self._connection.first(lambda row: row["id"], _LAST_CHILD, parent)
        if parent is None:
            self._connection.execute("UPDATE story SET first = ? WHERE first = ?", other, step_id)
        else:
            self._connection.execute(
                "UPDATE steps SET next = ? WHERE id = ? AND next = ?", other, parent, step_id
            )

    def _lead_back(self, parent: str | None, step_id: str) -> None:
        """Let redo lead to what came out of the bin where it leads nowhere else."""
        if parent is None:
            self._connection.execute("UPDATE story SET first = ? WHERE first IS NULL", step_id)
        else:
            self._connection.execute(
                "UPDATE steps SET next = ? WHERE id = ? AND next IS NULL", step_id, parent
            )


def _binned_of(row: sqlite3.Row) -> BinnedBranch:
    return BinnedBranch(
        step=row["step"],
        number=row["number"],
        steps=row["steps"],
        names=row["names"] or "",
        words=row["words"],
        binned=datetime.fromisoformat(row["created"]),
    )
