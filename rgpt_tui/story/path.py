"""The path: the steps that lead from the first one to the tip of a branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.records import Position

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

PROSE_QUERY = """
SELECT revisions.heading, revisions.paragraph
FROM path
JOIN revisions ON revisions.step = path.id AND revisions.revision = path.latest
ORDER BY path.number
"""
PATH_QUERY = """
SELECT path.id, path.number, path.acknowledged, path.latest AS revision,
       short.moment, short.heading, short.words, short.has_memory
FROM path
JOIN revisions AS short INDEXED BY revisions_in_short
  ON short.step = path.id AND short.revision = path.latest
ORDER BY path.number
"""
STEPS_OF_PATH_QUERY = """
SELECT steps.id, steps.number, steps.acknowledged, steps.latest AS revision,
       short.moment, short.heading, short.words, short.has_memory
FROM steps
JOIN revisions AS short INDEXED BY revisions_in_short
  ON short.step = steps.id AND short.revision = steps.latest
WHERE steps.id IN (SELECT value FROM json_each(?))
ORDER BY steps.number
"""
"""Some steps of the path, as `PATH_QUERY` gives all of them."""
ASTRAY_QUERY = """
SELECT path.id, path.parent
FROM path LEFT JOIN steps AS parents ON parents.id = path.parent
WHERE path.id IS NOT CASE WHEN path.parent IS NULL
      THEN (SELECT first FROM story) ELSE parents.next END
"""
"""The steps of the path to which redo does not lead from the step before."""


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


def path_of(rows: Iterable[sqlite3.Row], behind: Sequence[PathStep] = ()) -> tuple[PathStep, ...]:
    """The path of the rows of `PATH_QUERY`.

    The first step begins chapter 1; every later step with a heading begins a new chapter.

    Args:
        rows: of all steps, or of new ones.
        behind: the path that new ones were written behind: no edit came after them.
    """
    path = list(behind)
    chapter, in_chapter, heading, last_change = 1, 0, "", 0
    if path:
        last = path[-1].position
        chapter, in_chapter, heading = last.chapter, last.in_chapter, last.heading
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
                written_before_edit=last_change > row["acknowledged"],
            )
        )
        # The writing of a step is no edit, and is never later than the steps after it.
        last_change = max(last_change, row["moment"])
    return tuple(path)
