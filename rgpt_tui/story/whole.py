"""A whole book out of its file: every record, in its order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from rgpt_tui.story import access
from rgpt_tui.story.authors import Author
from rgpt_tui.story.drafts import kept_draft_of
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief, Making, Plan, SentRequest, StepKind
from rgpt_tui.story.rows import from_json, text_of
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.story.whole_records import (
    Binned,
    BranchName,
    BriefVersion,
    KeptEdit,
    MarkedStep,
    Revision,
    WholeBook,
    WholeStep,
)

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from rgpt_tui.story.connection import BookConnection

STEPS_QUERY = """
SELECT steps.*, makings.plan, makings.making FROM steps
JOIN makings ON makings.step = steps.id
ORDER BY steps.rowid
"""


def read_whole(folder: Path) -> WholeBook:
    """Read all of the book of a folder, as it stands at one instant.

    Raises:
        BookUnreadable: there is none, or it is damaged.
        BookUnwritable, StoryLocked, StoryTooNew: as `BookReader.open` does.
    """
    # Opening it so brings the book of an earlier rgpt up to date.
    with BookReader.open(folder):
        connection = access.open_to_read(folder)
    try:
        with connection.snapshot():
            return whole_of(connection)
    finally:
        connection.close()


def whole_of(connection: BookConnection) -> WholeBook:
    """All of an open book of the present schema.

    Raises:
        BookUnreadable: something in it cannot be read.
    """
    requests: dict[str, list[SentRequest]] = defaultdict(list)
    for step, request in connection.all(
        lambda row: (row["step"], from_json(SentRequest, row["request"])),
        "SELECT step, request FROM requests ORDER BY step, round",
    ):
        requests[step].append(request)
    revisions: dict[str, list[Revision]] = defaultdict(list)
    for step, revision in connection.all(
        lambda row: (row["step"], _revision_of(row)),
        "SELECT * FROM revisions ORDER BY step, revision",
    ):
        revisions[step].append(revision)
    moment, tip, first = connection.only(
        lambda row: (row["moment"], row["tip"], row["first"]), "SELECT * FROM story"
    )
    return WholeBook(
        moment=moment,
        tip=tip,
        first=first,
        briefs=tuple(connection.all(_brief_of, "SELECT * FROM briefs ORDER BY moment")),
        steps=tuple(
            connection.all(
                lambda row: _step_of(row, requests[row["id"]], revisions[row["id"]]), STEPS_QUERY
            )
        ),
        marks=tuple(connection.all(_mark_of, "SELECT * FROM marks ORDER BY rowid")),
        drafts=tuple(connection.all(kept_draft_of, "SELECT * FROM drafts ORDER BY rowid")),
        unsent=tuple(connection.all(_edit_of, "SELECT * FROM unsent ORDER BY rowid")),
        names=tuple(
            connection.all(
                lambda row: BranchName(step=row["step"], name=row["name"]),
                "SELECT step, name FROM branch_names ORDER BY rowid",
            )
        ),
        bin=tuple(
            connection.all(
                lambda row: Binned(step=row["step"], created=_time(row["created"])),
                "SELECT step, created FROM bin ORDER BY rowid",
            )
        ),
    )


def _step_of(row: sqlite3.Row, requests: list[SentRequest], revisions: list[Revision]) -> WholeStep:
    return WholeStep(
        id=row["id"],
        parent=row["parent"],
        next=row["next"],
        kind=StepKind(row["kind"]),
        created=_time(row["created"]),
        acknowledged=row["acknowledged"],
        plan=None if row["plan"] is None else from_json(Plan, row["plan"]),
        making=replace(from_json(Making, row["making"]), requests=tuple(requests)),
        revisions=tuple(revisions),
    )


def _revision_of(row: sqlite3.Row) -> Revision:
    author = row["author"]
    return Revision(
        text=text_of(row),
        moment=row["moment"],
        created=_time(row["created"]),
        author=None if author is None else Author(author),
    )


def _brief_of(row: sqlite3.Row) -> BriefVersion:
    return BriefVersion(
        brief=from_json(Brief, row["brief"]), moment=row["moment"], created=_time(row["created"])
    )


def _mark_of(row: sqlite3.Row) -> MarkedStep:
    return MarkedStep(step=row["step"], mark=Mark(row["mark"]))


def _edit_of(row: sqlite3.Row) -> KeptEdit:
    edit = UnsentEdit(
        step=row["step"], box=Box(row["box"]), text=row["text"], revision=row["revision"]
    )
    return KeptEdit(edit=edit, moment=row["moment"], updated=_time(row["updated"]))


def _time(stored: str) -> datetime:
    return datetime.fromisoformat(stored)
