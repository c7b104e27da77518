"""Reading a book: where it stands, its steps along the path, and all their versions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.story import schema
from rgpt_tui.story.connection import connect, plain_words
from rgpt_tui.story.drafts import Drafts
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.marks import Marks
from rgpt_tui.story.path import PATH_QUERY, PROSE_QUERY, PathStep, path_of
from rgpt_tui.story.records import Brief, Making, SentRequest, Step, Text
from rgpt_tui.story.rows import STEP_QUERY, from_json, step_of, text_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Self

BOOK_FILE = "book.db"

PARAGRAPHS_QUERY = """
SELECT steps.id, steps.latest, revisions.paragraph FROM steps
JOIN revisions ON revisions.step = steps.id AND revisions.revision = steps.latest
WHERE steps.id IN (SELECT value FROM json_each(?))
"""


class NoSuchStep(RgptError):
    """The step is not in the book."""


class BookReader:
    """A book open for reading, while another process may be writing it.

    Not for use by two threads at once; calls may come from any thread in turn.
    """

    def __init__(self, file: Path, connection: sqlite3.Connection) -> None:
        self.file = file
        self.drafts = Drafts(connection)
        self.marks = Marks(connection)
        self._connection = connection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the book of a folder.

        Raises:
            BookUnreadable: there is none, or it is damaged.
            StoryTooNew: a newer rgpt wrote it.
        """
        path = folder / BOOK_FILE
        connection = connect(path, writable=False)
        try:
            with plain_words(path):
                schema.check_version(connection, folder.name)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def brief(self) -> Brief:
        """What stays true of the whole story."""
        row = self._row("SELECT brief FROM briefs ORDER BY moment DESC LIMIT 1")
        return from_json(Brief, row["brief"])

    @property
    def tip(self) -> str | None:
        """The id of the last step of the branch that is being written; None before the first."""
        tip: str | None = self._row("SELECT tip FROM story")["tip"]
        return tip

    def step(self, step_id: str) -> Step:
        """One step.

        Raises:
            NoSuchStep: there is none of that id.
        """
        row = self._connection.execute(STEP_QUERY + "WHERE steps.id = ?", (step_id,)).fetchone()
        if row is None:
            raise NoSuchStep(f"There is no step “{step_id}” in this story.")
        return step_of(row)

    def path(self) -> tuple[PathStep, ...]:
        """The steps from the first to the tip, without their texts."""
        with plain_words(self.file):
            return path_of(self._connection.execute(PATH_QUERY, (self.tip,)).fetchall())

    def last_steps(self, count: int) -> list[Step]:
        """The last steps up to the tip, the oldest first."""
        steps: list[Step] = []
        following = self.tip
        while following is not None and len(steps) < count:
            steps.append(self.step(following))
            following = steps[-1].parent
        return steps[::-1]

    def prose(self) -> list[tuple[str, str]]:
        """The headings and paragraphs from the first step to the tip."""
        with plain_words(self.file):
            rows = self._connection.execute(PROSE_QUERY, (self.tip,)).fetchall()
        return [(row["heading"], row["paragraph"]) for row in rows]

    def paragraphs(self, step_ids: Sequence[str]) -> list[tuple[str, int, str]]:
        """The id, revision and paragraph of many steps, in any order; unknown ones are left out."""
        with plain_words(self.file):
            rows = self._connection.execute(
                PARAGRAPHS_QUERY, (json.dumps(list(step_ids)),)
            ).fetchall()
        return [(row["id"], row["latest"], row["paragraph"]) for row in rows]

    def children(self, step_id: str | None) -> list[Step]:
        """The steps that follow a step, or that begin the story, in the order of writing."""
        rows = self._connection.execute(
            STEP_QUERY + "WHERE steps.parent IS ? ORDER BY steps.rowid", (step_id,)
        )
        return [step_of(row) for row in rows]

    def revisions(self, step_id: str) -> list[Text]:
        """Every version of the text of a step, the first one first."""
        rows = self._connection.execute(
            "SELECT * FROM revisions WHERE step = ? ORDER BY revision", (step_id,)
        )
        return [text_of(row) for row in rows]

    def latest_revisions(self) -> dict[str, int]:
        """The revision that counts of every step of every branch, by the step's id."""
        rows = self._connection.execute("SELECT id, latest FROM steps ORDER BY rowid").fetchall()
        return {row["id"]: row["latest"] for row in rows}

    def making(self, step_id: str) -> Making:
        """What a step was made from, with the requests as sent.

        Raises:
            NoSuchStep: there is none of that id.
        """
        row = self._connection.execute(
            "SELECT making FROM steps WHERE id = ?", (step_id,)
        ).fetchone()
        if row is None:
            raise NoSuchStep(f"There is no step “{step_id}” in this story.")
        requests = self._connection.execute(
            "SELECT request FROM requests WHERE step = ? ORDER BY round", (step_id,)
        )
        return replace(
            from_json(Making, row["making"]),
            requests=tuple(from_json(SentRequest, each["request"]) for each in requests),
        )

    def _row(self, query: str, *values: object) -> sqlite3.Row:
        with plain_words(self.file):
            row: sqlite3.Row = self._connection.execute(query, values).fetchone()
            return row
