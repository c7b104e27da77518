"""A story on a disk that nobody can write, not even root: it is read, and says why no more."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rgpt_tui.archive.archive import Archive
from rgpt_tui.engine.restoring import mend_story, restore_story
from rgpt_tui.engine.story_health import check_story
from rgpt_tui.story.backup_files import Why, backups_of
from rgpt_tui.story.backups import BackupFailed, make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.differing import look_at
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf, ShelfUnwritable
from tests.archive.village import Book as Village
from tests.archive.village import ask
from tests.faults.disks import read_only
from tests.story.samples import paragraphs, step

FIRST_SCHEMA = Path(__file__).parent.parent / "story" / "schema_1.sql"


@pytest.fixture
def folder(disk: Path) -> Path:
    folder = disk / "the-drowned-bell"
    folder.mkdir()
    with Book.create(folder, Brief(title="The Drowned Bell")) as book:
        book.commit([step("One.")])
    make_backup(folder / "book.db", Why.ROUTINE, reserve=0)
    return folder


def test_it_is_read_and_whoever_would_write_is_told_that_it_can_only_be_read(
    disk: Path, folder: Path
) -> None:
    with read_only(disk):
        with BookReader.open(folder) as book:
            assert paragraphs(book) == ["One."]
        (entry,) = Shelf(disk).entries()
        assert (entry.title, entry.fault) == ("The Drowned Bell", "")
        (backup,) = backups_of(folder)
        assert look_at(backup, None).steps == 1
        findings = {each.subject: each for each in check_story(folder)}
        assert findings["book"].good
        assert findings["backups"].good
        with pytest.raises(BookUnwritable, match="can only be read"):
            Book.open(folder)
        with pytest.raises(BookUnwritable, match="can only be read"), WriterLock(folder, "a test"):
            pass
        with pytest.raises(BookUnwritable, match="can only be read"):
            restore_story(folder, backup)
        with pytest.raises(BookUnwritable, match="can only be read"):
            mend_story(folder)
        with pytest.raises(BackupFailed, match="No backup of the book"):
            make_backup(folder / "book.db", Why.ASKED, reserve=0)
        with pytest.raises(ShelfUnwritable, match="cannot be written"):
            Shelf(disk).create(Brief(title="Another"))


def test_a_book_of_an_earlier_rgpt_is_read_though_it_cannot_be_brought_up_to_date(
    disk: Path,
) -> None:
    folder = disk / "old"
    folder.mkdir()
    connection = sqlite3.connect(folder / "book.db")
    connection.executescript(FIRST_SCHEMA.read_text(encoding="utf-8"))
    connection.close()
    before = (folder / "book.db").read_bytes()
    with read_only(disk):
        with BookReader.open(folder) as book:
            assert paragraphs(book) == ["The bell rang twice.", "They rowed out to it."]
            assert book.unsent.all() == []
        assert sorted(each.name for each in folder.iterdir()) == ["book.db"]
    assert (folder / "book.db").read_bytes() == before


async def test_its_long_term_memory_recalls_by_keyword_and_says_why(disk: Path) -> None:
    village = Village()
    village.write("chapel", "Ostrander rang the bell.")
    with read_only(disk):
        archive = await Archive.open(disk / "long_term_memory", village, embedder="none/none")
        recall = await ask(archive, village, "Ostrander")
        assert recall.mode == "keyword"
        assert "Your text is safe" in (recall.notice or "")
        assert [hit.step for hit in recall.hits] == ["chapel"]
        await archive.close()
