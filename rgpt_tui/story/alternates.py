"""Alternates: the steps that were written in the same place, of which one is on the path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.records import Plan, StepKind
from rgpt_tui.story.rows import from_json

if TYPE_CHECKING:
    import sqlite3

NUMBERED_QUERY: Final = """
WITH RECURSIVE walk (id, parent, number) AS (
    SELECT id, parent, number FROM steps WHERE id = (SELECT tip FROM story) AND number >= ?1
    UNION ALL
    SELECT steps.id, steps.parent, steps.number
    FROM walk JOIN steps ON steps.id = walk.parent WHERE steps.number >= ?1
)
SELECT id FROM walk WHERE number = ?1
"""
"""The step of that number on the path; the walk back from the tip ends there."""

ALTERNATES_QUERY: Final = """
SELECT steps.id, steps.kind, steps.created, steps.latest, makings.plan, short.words,
       (SELECT count(*) FROM steps AS children
        WHERE children.parent = steps.id AND children.bin IS NULL) AS children
FROM steps
JOIN makings ON makings.step = steps.id
JOIN revisions AS short INDEXED BY revisions_in_short
  ON short.step = steps.id AND short.revision = steps.latest
WHERE steps.parent IS ? AND steps.bin IS NULL ORDER BY steps.rowid
"""
FORKS_QUERY: Final = """
SELECT parent, count(*) AS steps FROM steps WHERE bin IS NULL
GROUP BY parent HAVING count(*) > 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """One of the steps that follow the same step."""

    step: str
    """The id of the step."""
    kind: StepKind
    plan: Plan | None
    """The plan that it was written from."""
    revision: int
    words: int
    created: datetime
    children: int
    """How many steps were written straight after it: 0 where its branch ends."""
    on_path: bool
    """Whether it is the one on the path to the tip."""


def alternate_of(row: sqlite3.Row, on_path: str | None) -> Alternate:
    """The alternate of a row of `ALTERNATES_QUERY`."""
    return Alternate(
        step=row["id"],
        kind=StepKind(row["kind"]),
        plan=None if row["plan"] is None else from_json(Plan, row["plan"]),
        revision=row["latest"],
        words=row["words"],
        created=datetime.fromisoformat(row["created"]),
        children=row["children"],
        on_path=row["id"] == on_path,
    )
