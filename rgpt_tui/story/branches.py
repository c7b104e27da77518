"""Branches: where they end, and the names that the writer gives them.

A name belongs to the end of a branch, and moves on as the branch grows, as a branch of git does. A
step that is written elsewhere, such as an alternate of the end, begins a branch without a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.story.printable import printable
from rgpt_tui.story.rows import storable
from rgpt_tui.story.schema import NEXT_MOMENT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from rgpt_tui.story.connection import BookConnection

LONGEST_NAME: Final = 60
"""Characters of a name: it has to fit into a line with other things."""
END_QUERY: Final = """
WITH RECURSIVE walk (id, number) AS (
    SELECT id, number FROM steps WHERE id = ?
    UNION ALL
    SELECT steps.id, steps.number FROM walk JOIN steps ON steps.id = coalesce(
        (SELECT next FROM steps AS here WHERE here.id = walk.id),
        (SELECT children.id FROM steps AS children
         WHERE children.parent = walk.id AND children.bin IS NULL
         ORDER BY children.rowid DESC LIMIT 1)
    )
)
SELECT id FROM walk ORDER BY number DESC LIMIT 1
"""
"""The end of a branch: where redo leads; where it leads nowhere, what was written last."""
START_QUERY: Final = """
WITH RECURSIVE walk (id, parent, number) AS (
    SELECT id, parent, number FROM steps WHERE id = ?1
    UNION ALL
    SELECT steps.id, steps.parent, steps.number FROM walk JOIN steps ON steps.id = walk.parent
    WHERE (SELECT count(*) FROM steps AS children
           WHERE children.parent = steps.id AND children.bin IS NULL) < 2
      AND steps.id <> coalesce((SELECT tip FROM story), '')
)
SELECT id FROM walk ORDER BY number LIMIT 1
"""
ENDS_QUERY: Final = """
SELECT steps.id, steps.number, revisions.created, branch_names.name,
       substr(revisions.paragraph, 1, 200) AS words
FROM steps
JOIN revisions ON revisions.step = steps.id AND revisions.revision = steps.latest
LEFT JOIN branch_names ON branch_names.step = steps.id
WHERE steps.bin IS NULL AND (branch_names.name IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM steps AS children WHERE children.parent = steps.id AND children.bin IS NULL
))
ORDER BY steps.rowid DESC
"""


class NameUnusable(RgptError):
    """A branch cannot be called that."""


class NoSuchBranch(RgptError):
    """No branch is called that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch, by where it ends."""

    end: str
    """The id of its last step."""
    number: int
    """How many steps lead to there, the last one included."""
    name: str
    """Empty where it has none."""
    changed: datetime
    """When its end was last written or edited."""
    words: str
    """The first words of its end."""
    here: bool
    """The tip stands on it."""


class Branches:
    """The branches of one book."""

    def __init__(self, connection: BookConnection) -> None:
        self._connection = connection

    def all(self) -> list[Branch]:
        """Every branch that is not in the bin, those that ended last first."""
        with self._connection.snapshot():
            here = self._here()
            return self._connection.all(lambda row: _branch_of(row, here), ENDS_QUERY)

    def names(self) -> dict[str, str]:
        """The name of each step that ends a named branch, those in the bin included."""
        return dict(
            self._connection.all(
                lambda row: (row["step"], row["name"]),
                "SELECT step, name FROM branch_names ORDER BY rowid",
            )
        )

    def here(self) -> str:
        """The name of the branch that the tip stands on, also after an undo; empty: none."""
        with self._connection.snapshot():
            # A walk to the end of a long branch is spared those who never named one.
            names = self.names()
            end = self._here() if names else None
        return names.get(end, "") if end else ""

    def leading_from(self, step_ids: Sequence[str]) -> dict[str, str]:
        """The name of the branch that goes on from each of some steps, where it has one."""
        with self._connection.snapshot():
            names = self.names()
            if not names:
                return {}
            ends = {step: self.end_of(step) for step in step_ids}
        return {step: names[end] for step, end in ends.items() if end in names}

    def end_of(self, step_id: str) -> str:
        """The id of the step that ends the branch of a step: where redo leads to from there."""
        found: str = self._connection.only(lambda row: row["id"], END_QUERY, step_id)
        return found

    def start_of(self, step_id: str) -> str:
        """The id of the first step of the branch of a step: it follows the fork before it.

        Where the step was undone, and not left by another branch, it follows the tip.
        """
        found: str = self._connection.only(lambda row: row["id"], START_QUERY, step_id)
        return found

    def named(self, name: str) -> str:
        """The id of the step that ends the branch of a name.

        Raises:
            NoSuchBranch: no branch has it that is not in the bin.
        """
        step = self._connection.first(
            lambda row: str(row["step"]),
            "SELECT step FROM branch_names JOIN steps ON steps.id = step"
            " WHERE name = ? AND bin IS NULL",
            cleaned(name),
        )
        if step is None:
            raise NoSuchBranch(
                f"No branch is called “{cleaned(name)}”. Nothing was changed."
            ).offering(Way.SEE_BRANCHES)
        return step

    def call(self, step_id: str, name: str) -> str:
        """Give the branch of a step a name, in place of the one that it has.

        Args:
            step_id: any step of it; the name belongs to the end that redo leads to from there.
            name: of one line; empty: take the name away.

        Returns:
            The id of the step that ends the branch.

        Raises:
            NameUnusable: another branch has it, or it is too long.
        """
        name = cleaned(name)
        if len(name) > LONGEST_NAME:
            raise NameUnusable(
                f"A name has {LONGEST_NAME} characters at most; this has {len(name)}. Nothing was "
                "changed. Choose a shorter one."
            )
        with self._connection.change():
            end = self.end_of(step_id)
            self._see_that_free(name, end)
            self._connection.execute(NEXT_MOMENT)
            self._connection.execute("DELETE FROM branch_names WHERE step = ?", end)
            if name:
                self._connection.execute(
                    "INSERT INTO branch_names (step, name) VALUES (?, ?)", end, name
                )
        return end

    def grow(self, end: str | None, new_end: str) -> None:
        """Take the name of a branch along to its new end; within a change of the book."""
        self._connection.execute("UPDATE branch_names SET step = ? WHERE step = ?", new_end, end)

    def _see_that_free(self, name: str, end: str) -> None:
        taken = self._connection.first(
            lambda row: row,
            "SELECT steps.number, steps.bin FROM branch_names JOIN steps ON steps.id = step"
            " WHERE name = ? AND step <> ?",
            name,
            end,
        )
        if taken is None:
            return
        where = f"that ends with step {taken['number']}" + (" and is in the bin" * bool(taken[1]))
        raise NameUnusable(
            f"“{name}” is the name of the branch {where}. Nothing was changed. Choose another "
            "name, or take it from that branch first."
        )

    def _here(self) -> str | None:
        tip = self._connection.only(lambda row: row["tip"], "SELECT tip FROM story")
        return None if tip is None else self.end_of(tip)


def cleaned(name: str) -> str:
    """A name on one line, without what is not seen, and without spaces around it."""
    return " ".join(printable(storable(name)).split())


def _branch_of(row: sqlite3.Row, here: str | None) -> Branch:
    return Branch(
        end=row["id"],
        number=row["number"],
        name=row["name"] or "",
        changed=datetime.fromisoformat(row["created"]),
        words=row["words"],
        here=row["id"] == here,
    )
