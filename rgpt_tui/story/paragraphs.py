"""Paragraphs as the story is read: what a page of it needs of each step, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.records import StepKind

if TYPE_CHECKING:
    import sqlite3

READ_QUERY: Final = """
SELECT steps.id, steps.number, steps.kind, steps.created, steps.latest,
       revisions.heading, revisions.paragraph,
       CASE WHEN steps.latest > 1 THEN (
           SELECT nullif(written.paragraph, revisions.paragraph) FROM revisions AS written
           WHERE written.step = steps.id AND written.revision = 1
       ) END AS original
FROM json_each(?) AS asked
JOIN steps ON steps.id = asked.value
JOIN revisions ON revisions.step = steps.id AND revisions.revision = steps.latest
ORDER BY asked.key
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """The paragraph of a step, in its latest revision."""

    step: str
    """The id of the step."""
    number: int
    """How many steps lead to it, itself included."""
    kind: StepKind
    revision: int
    heading: str
    """Of the chapter that begins here, as `Text` has it."""
    text: str
    original: str | None
    """The text as it was first written; None where it is the same."""
    created: datetime
    """When the step was first written."""


def paragraph_of(row: sqlite3.Row) -> Paragraph:
    """The paragraph of a row of `READ_QUERY`."""
    return Paragraph(
        step=row["id"],
        number=row["number"],
        kind=StepKind(row["kind"]),
        revision=row["latest"],
        heading=row["heading"],
        text=row["paragraph"],
        original=row["original"],
        created=datetime.fromisoformat(row["created"]),
    )
