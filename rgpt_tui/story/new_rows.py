"""New rows of a book: a brief, a step with what it was made from, a revision of a text."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from rgpt_tui.story.authors import AUTHOR_OF, Author
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.rows import making_to_json, now, text_values, to_json

if TYPE_CHECKING:
    from rgpt_tui.story.connection import BookConnection
    from rgpt_tui.story.records import Brief, NewStep, Text


def add_brief(connection: BookConnection, brief: Brief) -> None:
    """Add a version of the brief."""
    connection.execute(
        "INSERT INTO briefs (moment, brief, created) VALUES ((SELECT moment FROM story), ?, ?)",
        to_json(brief),
        now(),
    )


def add_step(connection: BookConnection, step: NewStep, parent: str | None, language: str) -> str:
    """Add a step that follows another, or none, and return its id.

    Nothing leads to it yet: that is the caller's to change.
    """
    step_id = uuid.uuid4().hex
    connection.execute(
        "INSERT INTO steps (id, parent, number, kind, created, latest, acknowledged)"
        " VALUES (?, ?, 1 + coalesce((SELECT number FROM steps WHERE id = ?), 0),"
        " ?, ?, 1, (SELECT moment FROM story))",
        step_id,
        parent,
        parent,
        step.kind.value,
        now(),
    )
    connection.execute(
        "INSERT INTO makings (step, plan, making) VALUES (?, ?, ?)",
        step_id,
        None if step.plan is None else to_json(step.plan),
        making_to_json(step.making),
    )
    for number, request in enumerate(step.making.requests, start=1):
        connection.execute(
            "INSERT INTO requests (step, round, request) VALUES (?, ?, ?)",
            step_id,
            number,
            to_json(request),
        )
    add_revision(connection, step_id, 1, step.text, language, AUTHOR_OF[step.kind])
    return step_id


def add_revision(
    connection: BookConnection,
    step_id: str,
    revision: int,
    text: Text,
    language: str,
    author: Author,
) -> None:
    """Add a revision of the text of a step; words are counted in a language."""
    connection.execute(
        "INSERT INTO revisions (step, revision, heading, paragraph, rationale, memory,"
        " pinned, plans, moment, words, has_memory, created, author)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT moment FROM story), ?, ?, ?, ?)",
        step_id,
        revision,
        *text_values(text),
        count_words(text.paragraph, language),
        text.memory != "",
        now(),
        author.value,
    )
