"""A story folder from somebody else: what is in it does nothing, and leads nowhere."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.engine.exporting import export_of
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnreadable, BookUnwritable
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.readable import write_readable_copy
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief, NewStep, StepKind, Text
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.story.whole import read_whole
from tests.story import actors

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "nobody else's business"
LOCK_BYTE, PAGE_SIZE = 0x40000000, 4096
"""Of a book file, as SQLite has them."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "stories")
    folder = shelf.create(Brief(title="The Mill", language="en"))
    with Book.open(folder) as book:
        for words in ("She ran.", "He hid."):
            book.commit([NewStep(kind=StepKind.OWN, text=Text(paragraph=words))])
    return shelf


@pytest.fixture
def story(shelf: Shelf) -> Path:
    return shelf.find("the-mill")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "elsewhere.txt"
    file.write_text(SECRET, encoding="utf-8")
    return file


def tamper(story: Path, script: str) -> bytes:
    """Change a book as a stranger could, and give its content."""
    with closing(sqlite3.connect(story / "book.db")) as book:
        book.executescript(f"PRAGMA foreign_keys = OFF; {script}; PRAGMA journal_mode = DELETE;")
    return (story / "book.db").read_bytes()


HOSTILE_SCHEMAS = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON steps BEGIN DELETE FROM revisions; END",
    "trigger on each change": "CREATE TRIGGER t AFTER UPDATE ON story BEGIN DELETE FROM steps; END",
    "view in place of a table": "ALTER TABLE marks RENAME TO m; CREATE VIEW marks AS "
    "SELECT step, 'pin' AS mark FROM m",
    "another path": "DROP VIEW path; CREATE VIEW path AS SELECT * FROM steps",
    "virtual table": "CREATE VIRTUAL TABLE words USING fts5(text)",
    "table": "CREATE TABLE more (a DEFAULT (randomblob(1000000000)))",
    "index": "CREATE INDEX slow ON revisions (length(hex(paragraph)))",
    "name that SQLite keeps": "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES "
    "('trigger', 'sqlite_stat1', 'steps', 0, "
    "'CREATE TRIGGER sqlite_stat1 AFTER INSERT ON steps BEGIN DELETE FROM steps; END')",
    "missing table": "DROP TABLE marks",
}
HOSTILE_ROWS = {
    "circle": "UPDATE steps SET parent = (SELECT tip FROM story) WHERE number = 1",
    "own parent": "UPDATE steps SET parent = id WHERE number = 2",
    "jump": "UPDATE steps SET number = 9 WHERE number = 2",
}


@pytest.mark.parametrize(
    "script",
    [*HOSTILE_SCHEMAS.values(), *HOSTILE_ROWS.values()],
    ids=[*HOSTILE_SCHEMAS, *HOSTILE_ROWS],
)
def test_a_book_with_a_foreign_schema_or_a_circle_is_refused_and_not_changed(
    shelf: Shelf, story: Path, script: str
) -> None:
    before = tamper(story, script)

    for open_it in (BookReader.open, Book.open, read_whole):
        with pytest.raises(BookUnreadable, match="not changed"):
            open_it(story)

    assert (story / "book.db").read_bytes() == before
    (entry,) = shelf.entries()
    assert entry.fault


def test_statistics_that_sqlite_keeps_are_no_harm(story: Path) -> None:
    tamper(story, "ANALYZE")

    with Book.open(story) as book:
        assert len(book.path()) == 2


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE makings SET making = '" + "[" * 100_000 + "'",
        "UPDATE briefs SET brief = '{\"title\": 7}'",
        "UPDATE briefs SET brief = x'ff00'",
        "UPDATE revisions SET pinned = '" + '{"a":' * 50_000 + "'",
        "UPDATE steps SET kind = 'x'",
        "UPDATE steps SET created = 'yesterday'",
        "UPDATE revisions SET plans = '[1e999]'",
    ],
    ids=["deep", "number", "bytes", "deep pins", "kind", "time", "infinity"],
)
def test_rows_that_hold_what_they_must_not_are_told(story: Path, script: str) -> None:
    tamper(story, script)

    with pytest.raises(BookUnreadable):
        read_whole(story)


def test_a_book_that_is_a_link_is_not_opened(shelf: Shelf, story: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    (story / "book.db").rename(elsewhere)
    (story / "book.db").symlink_to(elsewhere)
    before = elsewhere.read_bytes()

    for open_it in (BookReader.open, Book.open, shelf.duplicate):
        with pytest.raises(BookUnreadable, match="link"):
            open_it("the-mill" if open_it == shelf.duplicate else story)

    assert elsewhere.read_bytes() == before
    assert not list(tmp_path.glob("elsewhere.db-*"))


@pytest.mark.parametrize("name", ["book.db-wal", "book.db-shm", "book.db-journal", "story.md"])
def test_nothing_is_written_through_a_link_in_a_story(story: Path, secret: Path, name: str) -> None:
    (story / name).unlink(missing_ok=True)
    (story / name).symlink_to(secret)

    try:
        with Book.open(story) as book:
            book.commit([NewStep(kind=StepKind.OWN, text=Text(paragraph="They met."))])
        write_readable_copy(story, export_of(story, "md").decode())
    except (BookUnreadable, BookUnwritable):
        assert name != "story.md"

    assert secret.read_text(encoding="utf-8") == SECRET
    if name == "story.md":
        assert not (story / name).is_symlink()
        assert "They met." in (story / name).read_text(encoding="utf-8")


def test_a_journal_that_names_another_file_does_not_have_it_removed(
    story: Path, secret: Path
) -> None:
    """SQLite removes the file that a rollback journal names, once it is rolled back."""
    actors.run("die_without_a_log", story)
    name = os.fsencode(secret)
    with (story / "book.db-journal").open("ab") as journal:
        page = (LOCK_BYTE // PAGE_SIZE + 1).to_bytes(4)
        size, sum_ = len(name).to_bytes(4), sum(name).to_bytes(4)
        journal.write(page + name + size + sum_ + bytes.fromhex("d9d505f920a163d7"))

    with pytest.raises(BookUnwritable):
        Book.open(story)

    assert secret.read_text(encoding="utf-8") == SECRET


def test_a_lock_that_is_a_link_empties_no_other_file(story: Path, secret: Path) -> None:
    for name in (".writer.lock", ".writer.json"):
        (story / name).unlink(missing_ok=True)
        (story / name).symlink_to(secret)

    with pytest.raises(BookUnwritable), WriterLock(story, "a test"):
        pass
    (story / ".writer.lock").unlink()
    with WriterLock(story, "a test"):
        pass

    assert secret.read_text(encoding="utf-8") == SECRET


def test_a_pipe_in_place_of_the_readable_copy_stops_nothing(story: Path) -> None:
    import os

    (story / "story.md").unlink(missing_ok=True)
    os.mkfifo(story / "story.md")

    write_readable_copy(story, "She ran.")

    assert (story / "story.md").read_text(encoding="utf-8") == "She ran."


def test_a_copy_of_a_story_has_nothing_of_what_its_links_lead_to(
    shelf: Shelf, story: Path, secret: Path
) -> None:
    (story / "story.md").unlink(missing_ok=True)
    (story / "story.md").symlink_to(secret)
    (story / "templates" / "en").mkdir(parents=True)
    (story / "templates" / "en" / "step.j2").write_text("Mine.", encoding="utf-8")
    (story / "templates" / "en" / "system.j2").symlink_to(secret)
    (story / "templates" / "zh").symlink_to(secret.parent)

    copy = shelf.duplicate("the-mill")

    files = [file for file in copy.rglob("*") if file.is_file()]
    assert copy / "templates" / "en" / "step.j2" in files
    assert not any(SECRET.encode() in file.read_bytes() for file in files)
    assert not any(file.is_symlink() for file in copy.rglob("*"))
