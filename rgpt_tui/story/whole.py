"""A whole book out of its file, and into a new one: the same ids, the same order, the same text."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rgpt_tui.story import access, schema
from rgpt_tui.story.authors import Author
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief, Making, Plan, SentRequest, StepKind
from rgpt_tui.story.rows import from_json, making_to_json, storable, text_of, text_values, to_json
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.story.whole_records import (
    Binned,
    BranchName,
    BriefVersion,
    KeptDraft,
    KeptEdit,
    MarkedStep,
    Revision,
    WholeBook,
    WholeStep,
    bins_of,
    fault_of,
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


def write_whole(folder: Path, whole: WholeBook) -> None:
    """Make a book that holds all of this in a folder that has none, in one transaction.

    Raises:
        BookUnwritable: the folder cannot be written.
        FileExistsError: there is a book in it.
        ValueError: it does not hold together, as `fault_of` tells.
    """
    if fault := fault_of(whole):
        raise ValueError(f"No book can be made of it: {fault}.")
    with access.new_file(folder) as connection:
        schema.migrate(connection)
        with connection.change():
            _write(connection, whole)


# Out of the file


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
        drafts=tuple(connection.all(_draft_of, "SELECT * FROM drafts ORDER BY rowid")),
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


def _draft_of(row: sqlite3.Row) -> KeptDraft:
    return KeptDraft(
        draft=from_json(Draft, row["draft"]),
        open=bool(row["open"]),
        moment=row["moment"],
        updated=_time(row["updated"]),
    )


def _edit_of(row: sqlite3.Row) -> KeptEdit:
    edit = UnsentEdit(
        step=row["step"], box=Box(row["box"]), text=row["text"], revision=row["revision"]
    )
    return KeptEdit(edit=edit, moment=row["moment"], updated=_time(row["updated"]))


def _time(stored: str) -> datetime:
    return datetime.fromisoformat(stored)


# Into a new file


def _write(connection: BookConnection, whole: WholeBook) -> None:
    _insert(connection, "story", only=1, moment=whole.moment)
    for version in whole.briefs:
        _insert(
            connection,
            "briefs",
            moment=version.moment,
            brief=to_json(version.brief),
            created=_stored(version.created),
        )
    moments = [version.moment for version in whole.briefs]
    languages = [version.brief.language for version in whole.briefs]
    numbers: dict[str | None, int] = {None: 0}
    for step in whole.steps:
        numbers[step.id] = numbers[step.parent] + 1
        _write_step(connection, step, numbers[step.id])
        for number, revision in enumerate(step.revisions, start=1):
            # Words are counted in the language that the story had then.
            language = languages[max(0, bisect(moments, revision.moment) - 1)]
            _write_revision(connection, step.id, number, revision, language)
    bins = bins_of(whole)
    for step in whole.steps:
        connection.execute(
            "UPDATE steps SET next = ?, bin = ? WHERE id = ?", step.next, bins[step.id], step.id
        )
    connection.execute("UPDATE story SET tip = ?, first = ?", whole.tip, whole.first)
    _write_the_rest(connection, whole)


def _write_step(connection: BookConnection, step: WholeStep, number: int) -> None:
    _insert(
        connection,
        "steps",
        id=step.id,
        parent=step.parent,
        number=number,
        kind=step.kind.value,
        created=_stored(step.created),
        latest=len(step.revisions),
        acknowledged=step.acknowledged,
    )
    _insert(
        connection,
        "makings",
        step=step.id,
        plan=None if step.plan is None else to_json(step.plan),
        making=making_to_json(step.making),
    )
    for place, request in enumerate(step.making.requests, start=1):
        _insert(connection, "requests", step=step.id, round=place, request=to_json(request))


def _write_revision(
    connection: BookConnection, step: str, number: int, revision: Revision, language: str
) -> None:
    text = revision.text
    columns = ("heading", "paragraph", "rationale", "memory", "pinned", "plans")
    _insert(
        connection,
        "revisions",
        step=step,
        revision=number,
        moment=revision.moment,
        created=_stored(revision.created),
        words=count_words(text.paragraph, language),
        has_memory=text.memory != "",
        author=None if revision.author is None else revision.author.value,
        **dict(zip(columns, text_values(text), strict=True)),
    )


def _write_the_rest(connection: BookConnection, whole: WholeBook) -> None:
    for marked in whole.marks:
        _insert(connection, "marks", step=marked.step, mark=marked.mark.value)
    for kept in whole.drafts:
        _insert(
            connection,
            "drafts",
            id=kept.draft.id,
            parent=kept.draft.parent,
            draft=to_json(kept.draft),
            moment=kept.moment,
            open=kept.open,
            updated=_stored(kept.updated),
        )
    for unsent in whole.unsent:
        _insert(
            connection,
            "unsent",
            step=unsent.edit.step,
            box=unsent.edit.box.value,
            text=storable(unsent.edit.text),
            revision=unsent.edit.revision,
            moment=unsent.moment,
            updated=_stored(unsent.updated),
        )

    for named in whole.names:
        _insert(connection, "branch_names", step=named.step, name=storable(named.name))
    for binned in whole.bin:
        _insert(connection, "bin", step=binned.step, created=_stored(binned.created))


def _insert(connection: BookConnection, table: str, **values: object) -> None:
    """Add a row to a table of the book; the names of table and columns are this file's own."""
    places = ", ".join("?" * len(values))
    connection.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})",  # noqa: S608
        *values.values(),
    )


def _stored(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
