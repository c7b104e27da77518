"""History: every step of every branch, and every version of the text of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.authors import AUTHOR_OF, Author
from rgpt_tui.story.records import StepKind, Text
from rgpt_tui.story.rows import text_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from rgpt_tui.story.connection import BookConnection

_TREE_QUERY: Final = """
SELECT id, parent, number, next FROM steps WHERE bin IS ? ORDER BY rowid
"""
_GLIMPSES_QUERY: Final = """
SELECT steps.id, steps.number, steps.kind, revisions.heading, revisions.created,
       substr(revisions.paragraph, 1, 240) AS words,
       steps.latest > 1 AND EXISTS (
           SELECT 1 FROM revisions AS written
           WHERE written.step = steps.id AND written.revision = 1 AND (
               written.paragraph <> revisions.paragraph
               OR (written.heading, written.memory, written.plans, written.pinned)
                  IS NOT (revisions.heading, revisions.memory, revisions.plans, revisions.pinned)
               AND EXISTS (
                   SELECT 1 FROM revisions AS edits WHERE edits.step = steps.id
                   AND edits.revision > 1 AND edits.author IS NOT 'model'
               )
           )
       ) AS edited,
       steps.kind IN ('opening', 'written') AND EXISTS (
           SELECT 1 FROM steps AS earlier JOIN makings AS made ON made.step = earlier.id
           WHERE earlier.parent IS steps.parent AND earlier.rowid < steps.rowid
             AND json_extract(made.plan, '$.text') IS json_extract(makings.plan, '$.text')
       ) AS again
FROM steps
JOIN makings ON makings.step = steps.id
JOIN revisions ON revisions.step = steps.id AND revisions.revision = steps.latest
WHERE steps.id IN (SELECT value FROM json_each(?))
"""
_REVISIONS_QUERY: Final = """
SELECT revisions.*, steps.kind, json_extract(makings.making, '$.model') AS model
FROM revisions
JOIN steps ON steps.id = revisions.step
JOIN makings ON makings.step = revisions.step
WHERE revisions.step = ? ORDER BY revision
"""


@dataclass(frozen=True, slots=True)
class TreeStep:
    """A step as it stands in the tree; there may be ten thousand."""

    id: str
    parent: str | None
    number: int
    next: str | None
    """The step that redo goes to from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What is told of a step in a line."""

    step: str
    number: int
    kind: StepKind
    heading: str
    """Of the chapter that begins with it."""
    words: str
    """Its first words."""
    changed: datetime
    edited: bool
    """Its paragraph is another than the first one, or the writer changed its memory, plans, locks
    or heading; a memory that the model made anew is no edit."""
    again: bool
    """It was written from the same plan as a step that was there before, in the same place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRevision:
    """One version of the text of a step."""

    number: int
    """Counted from 1."""
    text: Text
    created: datetime
    author: Author | None
    """Whose words it brought; None where an earlier rgpt did not note it."""
    model: str
    """The model that wrote the step, with its first revision; else empty."""


class History:
    """All that was ever written in one book."""

    def __init__(self, connection: BookConnection) -> None:
        self._connection = connection

    def steps(self, binned: str | None = None) -> list[TreeStep]:
        """The steps of all branches, in the order of writing.

        Args:
            binned: the first step of a branch in the bin: the steps of that branch instead.
        """
        return self._connection.all(
            lambda row: TreeStep(row[0], row[1], row[2], row[3]), _TREE_QUERY, binned
        )

    def glimpses(self, step_ids: Sequence[str]) -> dict[str, Glimpse]:
        """What is told of some steps, by their ids; unknown ones are left out."""
        found = self._connection.all(_glimpse_of, _GLIMPSES_QUERY, json.dumps(list(step_ids)))
        return {each.step: each for each in found}

    def revisions(self, step_id: str) -> tuple[StoredRevision, ...]:
        """Every version of the text of a step, the first one first; none of an unknown step."""
        return tuple(self._connection.all(_revision_of, _REVISIONS_QUERY, step_id))


def _glimpse_of(row: sqlite3.Row) -> Glimpse:
    return Glimpse(
        step=row["id"],
        number=row["number"],
        kind=StepKind(row["kind"]),
        heading=row["heading"],
        words=row["words"],
        changed=datetime.fromisoformat(row["created"]),
        edited=bool(row["edited"]),
        again=bool(row["again"]),
    )


def _revision_of(row: sqlite3.Row) -> StoredRevision:
    first = row["revision"] == 1
    noted = row["author"]
    # The first one was always made as the kind of its step says.
    author = AUTHOR_OF[StepKind(row["kind"])] if first else noted and Author(noted)
    return StoredRevision(
        number=row["revision"],
        text=text_of(row),
        created=datetime.fromisoformat(row["created"]),
        author=author,
        model=(row["model"] or "") if first and author is Author.MODEL else "",
    )
