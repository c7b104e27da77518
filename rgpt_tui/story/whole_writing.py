"""A whole book into a new file: the same ids, the same order, the same text."""

from __future__ import annotations

from bisect import bisect
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rgpt_tui.story import access, schema
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.rows import making_to_json, storable, text_values, to_json
from rgpt_tui.story.whole_records import Revision, WholeBook, WholeStep, bins_of, fault_of

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.connection import BookConnection


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
