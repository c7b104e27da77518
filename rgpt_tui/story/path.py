"""The path: the steps that lead from the first one to the tip of a branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.records import Position

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

WALK = """
WITH RECURSIVE path (id, parent) AS (
    SELECT id, parent FROM steps WHERE id = ?
    UNION ALL
    SELECT steps.id, steps.parent FROM steps JOIN path ON steps.id = path.parent
)
"""
PROSE_QUERY = f"""{WALK}
SELECT revisions.heading, revisions.paragraph
FROM path
JOIN steps ON steps.id = path.id
JOIN revisions ON revisions.step = steps.id AND revisions.revision = steps.latest
ORDER BY steps.number
"""
PATH_QUERY = f"""{WALK}
SELECT steps.id, steps.number, steps.acknowledged,
       revisions.revision, revisions.heading, revisions.words,
       revisions.memory <> '' AS has_memory,
       (SELECT max(moment) FROM revisions AS edits
         WHERE edits.step = steps.id AND edits.revision > 1) AS edited
FROM path
JOIN steps ON steps.id = path.id
JOIN revisions ON revisions.step = steps.id AND revisions.revision = steps.latest
ORDER BY steps.number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """A step as it stands on the path: enough to place it, without its text."""

    id: str
    position: Position
    revision: int
    words: int
    has_memory: bool
    written_before_edit: bool
    """An earlier step was edited after this one was written, and the writer has not dismissed
    that."""


def path_of(rows: Iterable[sqlite3.Row]) -> tuple[PathStep, ...]:
    """The path of the rows of `PATH_QUERY`.

    The first step begins chapter 1; every later step with a heading begins a new chapter.
    """
    path: list[PathStep] = []
    chapter, in_chapter, heading, last_edit = 1, 0, "", 0
    for row in rows:
        in_chapter += 1
        if row["heading"]:
            heading = row["heading"]
            if path:
                chapter, in_chapter = chapter + 1, 1
        path.append(
            PathStep(
                id=row["id"],
                position=Position(
                    number=row["number"], chapter=chapter, in_chapter=in_chapter, heading=heading
                ),
                revision=row["revision"],
                words=row["words"],
                has_memory=bool(row["has_memory"]),
                written_before_edit=last_edit > row["acknowledged"],
            )
        )
        last_edit = max(last_edit, row["edited"] or 0)
    return tuple(path)
