"""The path: the steps that lead from the first one to the tip of a branch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING

from rgpt_tui.story.records import Position

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

PROSE_QUERY = """
SELECT revisions.heading, revisions.paragraph
FROM path
JOIN revisions ON revisions.step = path.id AND revisions.revision = path.latest
ORDER BY path.number
"""
PLACES_QUERY = """
SELECT steps.id, steps.parent, steps.number, short.heading
FROM steps
JOIN revisions AS short INDEXED BY revisions_in_short
  ON short.step = steps.id AND short.revision = steps.latest
WHERE steps.bin IS NULL
ORDER BY steps.number
"""
"""The steps of all branches, each behind the one that it follows."""
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
SAME_TEXT_QUERY = """
SELECT every.step, every.moment,
       (every.heading, every.paragraph, every.rationale, every.memory, every.plans, every.pinned)
       IS (last.heading, last.paragraph, last.rationale, last.memory, last.plans, last.pinned)
FROM steps
JOIN revisions AS last ON last.step = steps.id AND last.revision = steps.latest
JOIN revisions AS every ON every.step = steps.id
WHERE steps.id IN (SELECT value FROM json_each(?))
ORDER BY every.step, every.revision
"""
"""Of every revision of some steps: the step, the moment, and whether its text is the latest one."""
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
    """An earlier step reads differently than when this one was written, and the writer has not
    dismissed that."""


Returned = Mapping[str, Sequence[tuple[int, bool]]]
"""Steps whose text is again what it was before an edit: of each revision the moment, and whether
it has that text."""


def edited(rows: Sequence[sqlite3.Row]) -> list[str]:
    """The steps by whose edits later ones would be marked, of the rows of `PATH_QUERY`."""
    found, known = [], inf
    for row in reversed(rows):
        if row["revision"] > 1 and row["moment"] > known:
            found.append(row["id"])
        known = min(known, row["acknowledged"])
    return found


def returned_of(rows: Iterable[tuple[str, int, int]]) -> Returned:
    """Those whose text has come back, of the rows of `SAME_TEXT_QUERY`."""
    revisions: dict[str, list[tuple[int, bool]]] = {}
    for step, moment, same in rows:
        revisions.setdefault(step, []).append((moment, bool(same)))
    return {step: each for step, each in revisions.items() if any(same for _, same in each[:-1])}


def path_of(
    rows: Iterable[sqlite3.Row],
    behind: Sequence[PathStep] = (),
    returned: Returned = MappingProxyType({}),
) -> tuple[PathStep, ...]:
    """The path of the rows of `PATH_QUERY`.

    Args:
        rows: of all steps, or of new ones.
        behind: the path that new ones were written behind: no edit came after them.
        returned: the steps whose text has come back.
    """
    path = list(behind)
    last_change = 0
    came_back: list[Sequence[tuple[int, bool]]] = []
    last = path[-1].position if path else None
    for row in rows:
        last = _place_behind(last, row)
        path.append(
            PathStep(
                id=row["id"],
                position=last,
                revision=row["revision"],
                words=row["words"],
                has_memory=bool(row["has_memory"]),
                written_before_edit=last_change > row["acknowledged"]
                or any(_is_other_than(text, row["acknowledged"]) for text in came_back),
            )
        )
        if (text := returned.get(row["id"])) is not None:
            came_back.append(text)
        else:
            # The writing of a step is no edit, and is never later than the steps after it.
            last_change = max(last_change, row["moment"])
    return tuple(path)


def places_of(rows: Iterable[sqlite3.Row]) -> dict[str, Position]:
    """Where each step of a tree stands along the way that leads to it, by its id.

    Args:
        rows: of `PLACES_QUERY`.
    """
    places: dict[str, Position] = {}
    for row in rows:
        places[row["id"]] = _place_behind(places.get(row["parent"]), row)
    return places


def _place_behind(last: Position | None, row: sqlite3.Row) -> Position:
    """The place of the step of a row, which follows another one.

    The first step begins chapter 1; every later step with a heading begins a new chapter.
    """
    number, heading = row["number"], row["heading"]
    if last is None:
        return Position(number=number, heading=heading)
    if heading:
        return Position(number=number, chapter=last.chapter + 1, heading=heading)
    return Position(
        number=number,
        chapter=last.chapter,
        in_chapter=last.in_chapter + 1,
        heading=last.heading,
    )


def _is_other_than(text: Sequence[tuple[int, bool]], moment: int) -> bool:
    """Whether a text that has come back was another one at a moment."""
    known = [same for at, same in text if at <= moment]
    return not known or not known[-1]
