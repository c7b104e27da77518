"""Rows of the book file to records and back. Records that are read whole are kept as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import msgspec

from rgpt_tui.story.records import Making, Plan, Step, StepKind, Text

if TYPE_CHECKING:
    import sqlite3

Record = TypeVar("Record")

STEP_QUERY = """
SELECT steps.id, steps.parent, steps.number, steps.kind, steps.created, makings.plan,
       revisions.revision, revisions.heading, revisions.paragraph, revisions.rationale,
       revisions.memory, revisions.pinned, revisions.plans
FROM steps
JOIN makings ON makings.step = steps.id
JOIN revisions ON revisions.step = steps.id AND revisions.revision = steps.latest
"""


def now() -> str:
    """The present time as it is stored."""
    return time_of(datetime.now(UTC))


def time_of(moment: datetime) -> str:
    """A moment as it is stored: ISO 8601, UTC, so that the order of the texts is that of time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def storable(text: str) -> str:
    """A text as UTF-8 can hold it: the same, unless it has halves of characters (surrogates).

    Providers cut an emoji in two between chunks, and shells hand on bytes that are no text. Two
    halves that stand together become their character again; a half alone, which means nothing,
    becomes U+FFFD, so that no step and no draft is lost for its sake.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def to_json(value: object) -> str:
    """A record as it is stored."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return storable(json.dumps(msgspec.to_builtins(value), ensure_ascii=False))


def from_json(kind: type[Record], text: str) -> Record:
    """A record as it was stored."""
    return msgspec.json.decode(text, type=kind)


def making_to_json(making: Making) -> str:
    """A making without its requests, which have a table of their own."""
    return to_json(replace(making, requests=()))


def text_values(text: Text) -> tuple[str, ...]:
    """A text as the columns heading, paragraph, rationale, memory, pinned, plans."""
    return (
        storable(text.heading),
        storable(text.paragraph),
        storable(text.rationale),
        storable(text.memory),
        to_json(text.pinned),
        to_json(text.plans),
    )


def text_of(row: sqlite3.Row) -> Text:
    """The text of a row that has the columns of `text_values`."""
    return Text(
        heading=row["heading"],
        paragraph=row["paragraph"],
        rationale=row["rationale"],
        memory=row["memory"],
        pinned=from_json(tuple[str, ...], row["pinned"]),
        plans=from_json(tuple[str, ...], row["plans"]),
    )


def step_of(row: sqlite3.Row) -> Step:
    """The step of a row that has the columns of `STEP_QUERY`."""
    return Step(
        id=row["id"],
        parent=row["parent"],
        number=row["number"],
        kind=StepKind(row["kind"]),
        plan=None if row["plan"] is None else from_json(Plan, row["plan"]),
        text=text_of(row),
        revision=row["revision"],
        created=datetime.fromisoformat(row["created"]),
    )
