"""Reading a book: where it stands, its steps along the path, and all their versions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from rgpt_tui.story import access
from rgpt_tui.story.alternates import (
    ALTERNATES_QUERY,
    FORKS_QUERY,
    NUMBERED_QUERY,
    Alternate,
    alternate_of,
)
from rgpt_tui.story.bin import Bin
from rgpt_tui.story.branches import Branches
from rgpt_tui.story.drafts import Drafts
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.history import History
from rgpt_tui.story.length import GROWTH_QUERY, LAST_CHANGE_QUERY, LENGTH_QUERY, Length
from rgpt_tui.story.marks import Marks
from rgpt_tui.story.paragraphs import READ_QUERY, Paragraph, paragraph_of
from rgpt_tui.story.path import PROSE_QUERY
from rgpt_tui.story.records import Brief, Making, SentRequest, Step, Text
from rgpt_tui.story.roads import Road, roads_not_taken
from rgpt_tui.story.rows import STEP_QUERY, from_json, step_of, text_of, time_of
from rgpt_tui.story.shares import Shares
from rgpt_tui.story.unsent import UnsentEdits
from rgpt_tui.story.ways import Ways

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Self

    from rgpt_tui.story.connection import BookConnection
    from rgpt_tui.story.path import PathStep
    from rgpt_tui.story.provenance import Origin
    from rgpt_tui.story.records import Position

T = TypeVar("T")

PARAGRAPHS_QUERY = """
SELECT steps.id, steps.latest, revisions.paragraph FROM steps
JOIN revisions ON revisions.step = steps.id AND revisions.revision = steps.latest
WHERE steps.id IN (SELECT value FROM json_each(?))
"""


class NoSuchStep(RgptError):
    """The step is not in the book."""


class NoSuchRevision(RgptError):
    """The step has no such version of its text."""


class BookReader:
    """A book open for reading, while another process may be writing it.

    Threads may share it: each call waits until another one is done.
    """

    def __init__(self, connection: BookConnection) -> None:
        self.file = connection.path
        self.bin = Bin(connection)
        self.branches = Branches(connection)
        self.drafts = Drafts(connection)
        self.history = History(connection)
        self.marks = Marks(connection)
        self.unsent = UnsentEdits(connection)
        self._connection = connection
        self._shares = Shares(connection)
        self._ways = Ways(connection)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the book of a folder; one of an earlier rgpt is brought up to date first.

        Raises:
            BookUnreadable: there is none, or it is damaged.
            StoryLocked: it has to be brought up to date, and somebody is writing it.
            StoryTooNew: a newer rgpt wrote it.
        """
        return cls(access.open_up_to_date(folder))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def snapshot(self) -> AbstractContextManager[None]:
        """All reads of the block see one moment of the book, whatever its writer does meanwhile."""
        return self._connection.snapshot()

    @property
    def brief(self) -> Brief:
        """What stays true of the whole story."""
        return self._connection.only(
            _brief_of, "SELECT brief FROM briefs ORDER BY moment DESC LIMIT 1"
        )

    def briefs(self) -> list[Brief]:
        """Every version of the brief, the first one first."""
        return self._connection.all(_brief_of, "SELECT brief FROM briefs ORDER BY moment")

    @property
    def tip(self) -> str | None:
        """The id of the last step of the branch that is being written; None before the first."""
        tip: str | None = self._connection.only(lambda row: row["tip"], "SELECT tip FROM story")
        return tip

    @property
    def following(self) -> str | None:
        """The id of the step behind the tip that redo goes to; None where nothing was undone."""
        following: str | None = self._connection.only(
            lambda row: row["following"],
            "SELECT CASE WHEN tip IS NULL THEN first"
            " ELSE (SELECT next FROM steps WHERE id = tip) END AS following FROM story",
        )
        return following

    def step(self, step_id: str) -> Step:
        """One step.

        Raises:
            NoSuchStep: there is none of that id.
        """
        step = self._connection.first(step_of, STEP_QUERY + "WHERE steps.id = ?", step_id)
        return _existing(step, step_id)

    def step_numbered(self, number: int) -> Step:
        """The step of a number, counted from 1, on the path.

        Raises:
            NoSuchStep: the path is not that long.
        """
        step_id = self._numbered(number)
        if step_id is None:
            raise NoSuchStep(f"There is no step {number}: the story has fewer up to here.")
        return self.step(step_id)

    def path(self) -> tuple[PathStep, ...]:
        """The steps from the first to the tip, without their texts; kept while nothing changes."""
        return self._ways.path()

    def places(self) -> Mapping[str, Position]:
        """Where the steps of all branches stand, each along the way that leads to it, by their ids.

        What is in the bin is left out. Kept while nothing changes.
        """
        return self._ways.places()

    def length(self) -> Length:
        """How long the story is from the first step to the tip."""
        return self._connection.only(
            lambda row: Length(steps=row["steps"], words=row["words"]), LENGTH_QUERY
        )

    def words_since(self, moment: datetime) -> int:
        """How many words the path gained from a moment on: new steps, and edits of any.

        An imported draft counts only by its edits. Negative if more was taken out than written.
        """
        return self._connection.only(lambda row: int(row["words"]), GROWTH_QUERY, time_of(moment))

    def shares(self) -> dict[Origin, int]:
        """How many words of the path are of which origin."""
        return self._shares.along_path(self.brief.language)

    def last_change(self) -> datetime:
        """When something was last written into the book."""
        return self._connection.only(
            lambda row: datetime.fromisoformat(row["changed"]), LAST_CHANGE_QUERY
        )

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
        return self._connection.all(lambda row: (row["heading"], row["paragraph"]), PROSE_QUERY)

    def paragraphs(self, step_ids: Sequence[str]) -> list[tuple[str, int, str]]:
        """The id, revision and paragraph of many steps, in any order; unknown ones are left out."""
        return self._connection.all(
            lambda row: (row["id"], row["latest"], row["paragraph"]),
            PARAGRAPHS_QUERY,
            json.dumps(list(step_ids)),
        )

    def read(self, step_ids: Sequence[str]) -> list[Paragraph]:
        """The paragraphs of many steps, in the order asked for; unknown ones are left out."""
        return self._connection.all(paragraph_of, READ_QUERY, json.dumps(list(step_ids)))

    def alternates(self, step_id: str) -> tuple[Alternate, ...]:
        """All steps that follow the same step as this one, itself included, in order of writing.

        Raises:
            NoSuchStep: there is none of that id.
        """
        row = self._connection.first(
            lambda row: row, "SELECT parent, number FROM steps WHERE id = ?", step_id
        )
        place = _existing(row, step_id)
        on_path = self._numbered(place["number"])
        return tuple(
            self._connection.all(
                lambda row: alternate_of(row, on_path), ALTERNATES_QUERY, place["parent"]
            )
        )

    def forks(self) -> dict[str | None, int]:
        """How many steps follow a step, for those that several follow; None is the beginning."""
        return dict(self._connection.all(lambda row: (row["parent"], row["steps"]), FORKS_QUERY))

    def roads_not_taken(
        self, containing: str = "", *, limit: int = 100, offset: int = 0
    ) -> list[Road]:
        """The plans offered along the path from which no step of any branch was written.

        Those of the last step come first; what it offers now is on offer still, and no such road.

        Args:
            containing: only those with this text in them, in any case of letters.
            limit: how many at most.
            offset: how many to leave out before.
        """
        return roads_not_taken(
            self._connection, self.path(), containing=containing, limit=limit, offset=offset
        )

    def children(self, step_id: str | None) -> list[Step]:
        """The steps that follow a step, or that begin the story, in the order of writing."""
        return self._connection.all(
            step_of,
            STEP_QUERY + "WHERE steps.parent IS ? AND steps.bin IS NULL ORDER BY steps.rowid",
            step_id,
        )

    def revisions(self, step_id: str) -> list[Text]:
        """Every version of the text of a step, the first one first."""
        return self._connection.all(
            text_of, "SELECT * FROM revisions WHERE step = ? ORDER BY revision", step_id
        )

    def latest_revisions(self) -> dict[str, int]:
        """The revision that counts of every step of every branch, by the step's id."""
        return dict(
            self._connection.all(
                lambda row: (row["id"], row["latest"]),
                "SELECT id, latest FROM steps ORDER BY rowid",
            )
        )

    def making(self, step_id: str) -> Making:
        """What a step was made from, with the requests as sent.

        Raises:
            NoSuchStep: there is none of that id.
        """
        making = self._connection.first(
            lambda row: from_json(Making, row["making"]),
            "SELECT making FROM makings WHERE step = ?",
            step_id,
        )
        requests = self._connection.all(
            lambda row: from_json(SentRequest, row["request"]),
            "SELECT request FROM requests WHERE step = ? ORDER BY round",
            step_id,
        )
        return replace(_existing(making, step_id), requests=tuple(requests))

    def _numbered(self, number: int) -> str | None:
        return self._connection.first(lambda row: str(row["id"]), NUMBERED_QUERY, number)


def _brief_of(row: sqlite3.Row) -> Brief:
    return from_json(Brief, row["brief"])


def _existing(found: T | None, step_id: str) -> T:
    if found is None:
        raise NoSuchStep(f"There is no step “{step_id}” in this story.")
    return found
