"""The tables of a book file, and the migrations that bring an older file up to date."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from rgpt_tui.story.connection import BookDamaged
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgpt_tui.story.connection import BookConnection

FIRST_SCHEMA = """
-- The one row of the story itself. `moment` counts every change to the book, so that the order
-- of changes does not depend on the clock. `first` is where redo goes from an empty story.
CREATE TABLE story (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    tip TEXT REFERENCES steps (id),
    first TEXT REFERENCES steps (id),
    moment INTEGER NOT NULL
);

-- Every version of the brief; the last one counts.
CREATE TABLE briefs (
    moment INTEGER PRIMARY KEY,
    brief TEXT NOT NULL,
    created TEXT NOT NULL
);

-- Steps form a tree. `next` is the child that redo goes to; `latest` the revision that counts;
-- `acknowledged` the moment up to which the writer knows of edits to earlier steps. What is long
-- stands in tables of its own, so that a walk along ten thousand steps reads little.
CREATE TABLE steps (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES steps (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    created TEXT NOT NULL,
    next TEXT REFERENCES steps (id),
    latest INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL
);
CREATE INDEX steps_by_parent ON steps (parent);

-- The steps from the tip back to the first one.
CREATE VIEW path AS
WITH RECURSIVE walk (id, parent, number, latest, acknowledged) AS (
    SELECT id, parent, number, latest, acknowledged FROM steps
    WHERE id = (SELECT tip FROM story)
    UNION ALL
    SELECT steps.id, steps.parent, steps.number, steps.latest, steps.acknowledged
    FROM walk JOIN steps ON steps.id = walk.parent
)
SELECT id, parent, number, latest, acknowledged FROM walk;

-- What a step was made from, but for the requests.
CREATE TABLE makings (
    step TEXT PRIMARY KEY REFERENCES steps (id),
    plan TEXT,
    making TEXT NOT NULL
);

CREATE TABLE revisions (
    step TEXT NOT NULL REFERENCES steps (id),
    revision INTEGER NOT NULL,
    moment INTEGER NOT NULL,
    created TEXT NOT NULL,
    words INTEGER NOT NULL,
    has_memory INTEGER NOT NULL,
    heading TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    rationale TEXT NOT NULL,
    memory TEXT NOT NULL,
    pinned TEXT NOT NULL,
    plans TEXT NOT NULL,
    PRIMARY KEY (step, revision)
);
-- All that the path needs of a revision.
CREATE INDEX revisions_in_short ON revisions (step, revision, moment, words, has_memory, heading);

-- Prompts as sent and replies as received.
CREATE TABLE requests (
    step TEXT NOT NULL REFERENCES steps (id),
    round INTEGER NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (step, round)
);

-- What the writer told the long-term memory about a step.
CREATE TABLE marks (
    step TEXT PRIMARY KEY REFERENCES steps (id),
    mark TEXT NOT NULL CHECK (mark IN ('pin', 'mute'))
);

-- Replies in flight, and those that never became a step.
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES steps (id),
    draft TEXT NOT NULL,
    moment INTEGER NOT NULL,
    open INTEGER NOT NULL,
    updated TEXT NOT NULL
);
"""

SECOND_SCHEMA = """
-- What the writer typed into a box and did not send. Without a step it belongs to the story.
CREATE TABLE unsent (
    step TEXT REFERENCES steps (id),
    box TEXT NOT NULL,
    text TEXT NOT NULL,
    revision INTEGER,
    moment INTEGER NOT NULL,
    updated TEXT NOT NULL
);
CREATE UNIQUE INDEX unsent_by_box ON unsent (coalesce(step, ''), box);

-- What was written since some time is found without a look at the rest.
CREATE INDEX revisions_by_time ON revisions (created, step, revision, words);

-- The path as before, and of each step how and when it was written.
DROP VIEW path;
CREATE VIEW path AS
WITH RECURSIVE walk (id, parent, number, kind, created, latest, acknowledged) AS (
    SELECT id, parent, number, kind, created, latest, acknowledged FROM steps
    WHERE id = (SELECT tip FROM story)
    UNION ALL
    SELECT steps.id, steps.parent, steps.number, steps.kind, steps.created, steps.latest,
           steps.acknowledged
    FROM walk JOIN steps ON steps.id = walk.parent
)
SELECT id, parent, number, kind, created, latest, acknowledged FROM walk;
"""

THIRD_SCHEMA = """
-- Whose words a revision brought. NULL in those of an earlier rgpt, which did not note it.
ALTER TABLE revisions ADD COLUMN author TEXT;

-- The names of branches, each at the end of its branch; it moves on as the branch grows.
CREATE TABLE branch_names (
    step TEXT PRIMARY KEY REFERENCES steps (id),
    name TEXT NOT NULL UNIQUE
);

-- Branches in the bin, each by its first step. `steps.bin` is that step for each of their steps,
-- NULL for all that are not in the bin.
CREATE TABLE bin (
    step TEXT PRIMARY KEY REFERENCES steps (id),
    created TEXT NOT NULL
);
ALTER TABLE steps ADD COLUMN bin TEXT REFERENCES steps (id);
CREATE INDEX steps_by_bin ON steps (bin) WHERE bin IS NOT NULL;
"""

MIGRATIONS: tuple[str, ...] = (FIRST_SCHEMA, SECOND_SCHEMA, THIRD_SCHEMA)
"""What leads from each schema version to the next; the first one from an empty file to 1."""

APPLICATION_ID = 0x52475054
"""“RGPT”, by which a book is told from any other SQLite file."""

NEXT_MOMENT = "UPDATE story SET moment = moment + 1"


class StoryTooNew(RgptError):
    """The book was written by a newer rgpt."""


def check(connection: BookConnection) -> None:
    """See that a file is a book that this rgpt can read, or bring up to date.

    Raises:
        BookUnreadable: it is a file of something else, or an empty one.
        StoryTooNew: it has a newer schema than this rgpt knows.
    """
    path, version = connection.path, _number(connection, "user_version")
    if _number(connection, "application_id") != APPLICATION_ID:
        raise BookDamaged(
            f"{path} is empty or is not a book of rgpt. It was not changed. If a story was in "
            "it, take it from your last copy; story.md beside it may hold the text."
        )
    if version > len(MIGRATIONS):
        raise StoryTooNew(
            f"“{path.parent.name}” was written by a newer rgpt (schema {version}; this one reads "
            f"up to {len(MIGRATIONS)}). Nothing was changed. Install the newer rgpt to open it."
        )


def is_outdated(connection: BookConnection) -> bool:
    """Whether the file has an earlier schema than the present one."""
    return _number(connection, "user_version") < len(MIGRATIONS)


def migrate(connection: BookConnection) -> None:
    """Bring a book file, or an empty one, to the present schema, in one transaction.

    Raises:
        BookUnwritable, BookUnreadable: it failed, and the file is as it was.
    """
    if not is_outdated(connection):
        return
    with connection.change():
        # Looked up again: now nobody else can be at it.
        for script in MIGRATIONS[_number(connection, "user_version") :]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _number(connection: BookConnection, pragma: str) -> int:
    return connection.only(lambda row: int(row[0]), f"PRAGMA {pragma}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script. `executescript` would end the transaction before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
