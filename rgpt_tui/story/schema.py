"""The tables of a book file, and the migrations that bring an older file up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    import sqlite3

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
-- `acknowledged` the moment up to which the writer knows of edits to earlier steps.
CREATE TABLE steps (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES steps (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    plan TEXT,
    making TEXT NOT NULL,
    created TEXT NOT NULL,
    next TEXT REFERENCES steps (id),
    latest INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL
);
CREATE INDEX steps_by_parent ON steps (parent);

CREATE TABLE revisions (
    step TEXT NOT NULL REFERENCES steps (id),
    revision INTEGER NOT NULL,
    moment INTEGER NOT NULL,
    heading TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    rationale TEXT NOT NULL,
    memory TEXT NOT NULL,
    pinned TEXT NOT NULL,
    plans TEXT NOT NULL,
    words INTEGER NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (step, revision)
);

-- Prompts as sent and replies as received, apart from the steps because they are large.
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

MIGRATIONS: tuple[str, ...] = (FIRST_SCHEMA,)
"""What leads from each schema version to the next; the first one from an empty file to 1."""

SCHEMA_VERSION = len(MIGRATIONS)


class StoryTooNew(RgptError):
    """The book was written by a newer rgpt."""


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version of a book file; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_version(connection: sqlite3.Connection, name: str) -> int:
    """The schema version, if this rgpt can read it.

    Raises:
        StoryTooNew: the file has a newer schema than this rgpt knows.
    """
    version = version_of(connection)
    if version > SCHEMA_VERSION:
        raise StoryTooNew(
            f"“{name}” was written by a newer rgpt (schema {version}; this one reads up to "
            f"{SCHEMA_VERSION}). Nothing was changed. Install the newer rgpt to open it."
        )
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a book file to the present schema, each migration in a transaction of its own."""
    for version in range(version_of(connection), SCHEMA_VERSION):
        connection.executescript(
            f"BEGIN IMMEDIATE; {MIGRATIONS[version]}; PRAGMA user_version = {version + 1}; COMMIT;"
        )
