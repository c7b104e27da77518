from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story import schema
from rgpt_tui.story.authors import Author
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnreadable
from rgpt_tui.story.lock import StoryLocked, WriterLock
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.schema import StoryTooNew
from rgpt_tui.story.unsent import Box, UnsentEdit
from tests.story.samples import full_step, paragraphs, step

if TYPE_CHECKING:
    from collections.abc import Callable

BOTH = pytest.mark.parametrize("open_book", [BookReader.open, Book.open], ids=["read", "write"])

MOODS = """
-- A table; with a trigger, whose statements have semicolons of their own.
CREATE TABLE moods (step TEXT PRIMARY KEY REFERENCES steps (id), mood TEXT NOT NULL);
CREATE TRIGGER calm AFTER INSERT ON steps BEGIN
    INSERT INTO moods (step, mood) VALUES (new.id, 'calm;');
END;
INSERT INTO moods SELECT id, 'unknown' FROM steps
"""
TITLES = "ALTER TABLE story ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';"
OF_EARLIER = {
    1: (["The bell rang twice.", "They rowed out to it."], [], "Nobody spoke."),
    2: (["The drowned bell rang twice."], ["{}"], "They waited on the shore."),
}
"""Of each earlier schema the prose, what was typed, and what was undone."""
FAILING = "DELETE FROM requests;\nDROP TABLE moods;\nINSERT INTO nowhere VALUES (1);"


@pytest.fixture
def written(folder: Path) -> Path:
    """The folder of a story of the present schema, with two steps."""
    with Book.open(folder) as book:
        book.commit([full_step(), step("Two.")])
    return folder


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "book.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@BOTH
def test_a_book_of_an_earlier_schema_is_brought_up_to_date_with_all_it_holds(
    written: Path, open_book: Callable[[Path], BookReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    with BookReader.open(written) as book:
        before = (book.path(), book.prose(), book.making(book.path()[0].id), book.brief)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, MOODS, TITLES))
    with open_book(written) as book:
        path = book.path()
        assert (path, book.prose(), book.making(path[0].id), book.brief) == before
    assert rows(written, "SELECT mood FROM moods") == [("unknown",), ("unknown",)]
    assert rows(written, "SELECT colour FROM story") == [("grey",)]
    assert rows(written, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    with Book.open(written) as book:
        book.commit([step("Three.")])
    assert rows(written, "SELECT mood FROM moods")[-1] == ("calm;",)


@BOTH
def test_a_migration_that_fails_leaves_the_book_as_it_was(
    written: Path, open_book: Callable[[Path], BookReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(written, "SELECT name, sql FROM sqlite_master")
    with monkeypatch.context() as newer:
        newer.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, MOODS, FAILING))
        with pytest.raises(BookUnreadable, match="nowhere"):
            open_book(written)
    assert rows(written, "SELECT name, sql FROM sqlite_master") == before
    assert rows(written, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    with Book.open(written) as book:
        assert book.making(book.path()[0].id) == full_step().making
        book.commit([step("Three.")])


def test_a_book_that_is_being_written_is_not_brought_up_to_date_under_its_writer(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WriterLock(written, "an older rgpt"):
        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, MOODS))
        with pytest.raises(StoryLocked, match="an older rgpt"):
            BookReader.open(written)
        with Book.open(written) as book:
            assert len(paragraphs(book)) == 2


@BOTH
def test_a_book_of_a_newer_schema_is_refused_and_left_as_it_is(
    written: Path, open_book: Callable[[Path], BookReader]
) -> None:
    file = written / "book.db"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoryTooNew) as refusal:
        open_book(written)
    assert "“the-drowned-bell”" in str(refusal.value)
    assert "schema 99" in str(refusal.value)
    assert "Nothing was changed" in str(refusal.value)
    assert file.read_bytes() == before


def test_every_step_of_the_schema_can_be_made_from_nothing(folder: Path) -> None:
    assert rows(folder, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    assert rows(folder, "PRAGMA integrity_check") == [("ok",)]
    assert rows(folder, "PRAGMA foreign_key_check") == []


@BOTH
@pytest.mark.parametrize("version", [1, 2])
def test_a_book_of_an_earlier_rgpt_opens_and_is_brought_up_to_date(
    folder: Path, open_book: Callable[[Path], BookReader], version: int
) -> None:
    file = folder / "book.db"
    file.unlink()
    connection = sqlite3.connect(file)
    connection.executescript((Path(__file__).parent / f"schema_{version}.sql").read_text())
    connection.close()
    prose, kept, undone = OF_EARLIER[version]
    with open_book(folder) as book:
        assert paragraphs(book) == prose
        path = book.path()
        assert book.making(path[0].id).requests[0].reply == "The bell rang" + (
            "." if version == 1 else " twice."
        )
        assert [draft.sections for draft in book.drafts.all()] == [{"paragraph": "The wat"}]
        assert len(book.marks.all()) == 1
        assert [edit.text for edit in book.unsent.all()] == kept
        revisions = book.history.revisions(path[0].id)
        assert [each.author for each in revisions] == [Author.MODEL, None][: len(revisions)]
        assert (book.branches.names(), book.bin.all()) == ({}, [])
    with Book.open(folder) as book:
        assert book.redo().text.paragraph == undone
        book.unsent.keep(UnsentEdit(step=None, box=Box.PLAN, text="p"))
        book.branches.call(book.path()[-1].id, "dark")
        assert book.branches.here() == "dark"
    assert rows(folder, "PRAGMA integrity_check") == [("ok",)]
    assert rows(folder, "PRAGMA foreign_key_check") == []
    assert rows(folder, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
