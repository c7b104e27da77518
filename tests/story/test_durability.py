from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.reading import BookReader
from tests.story import actors
from tests.story.samples import paragraphs, step

if TYPE_CHECKING:
    from pathlib import Path

STEPS = 300
"""Some megabytes, of which SQLite has written a part to the disk before the commit."""


@pytest.mark.parametrize("moment", ["2", "40", "1000", "COMMIT"])
def test_a_kill_before_the_end_of_an_import_leaves_the_story_as_it_was(
    folder: Path, moment: str
) -> None:
    with Book.open(folder) as book:
        book.commit([step("One.")])
        draft = Draft(parent=book.tip, sections={"paragraph": "So far"})
        book.drafts.keep(draft)
    assert actors.run("die_in_commit", folder, moment, STEPS) == ""
    if moment in ("1000", "COMMIT"):
        assert (folder / "book.db-wal").stat().st_size > 1_000_000
    with Book.open(folder) as book:
        assert paragraphs(book) == ["One."]
        assert book.children(book.tip) == []
        assert book.drafts.all() == [draft]
        assert [saved.number for saved in book.commit([step("Two.")])] == [2]


def test_a_kill_in_the_first_opening_leaves_a_book_that_can_be_read_and_written(
    folder: Path,
) -> None:
    with Book.open(folder) as book:
        book.commit([step("One.")])
    actors.run("die_without_a_log", folder)
    assert (folder / "book.db-journal").stat().st_size > 0
    with BookReader.open(folder) as reader:
        assert paragraphs(reader) == ["One."]
    with Book.open(folder) as book:
        assert [saved.number for saved in book.commit([step("Two.")])] == [2]


def test_a_kill_after_an_import_is_announced_takes_nothing_of_it(folder: Path) -> None:
    assert "committed" in actors.run("die_in_commit", folder, "never", STEPS)
    with Book.open(folder) as book:
        assert paragraphs(book) == [actors.text_of(number) for number in range(STEPS)]


@pytest.mark.parametrize("announcements", [1, 2, 5, 17])
def test_a_writer_killed_at_any_moment_loses_nothing_announced_and_leaves_no_half(
    folder: Path, announcements: int
) -> None:
    batch = 7
    for _ in range(3):
        with actors.started("write_for_ever", folder, batch) as writer:
            for _ in range(announcements):
                announced = actors.heard(writer)
            writer.kill()
            writer.wait()
        with Book.open(folder) as book:
            kept = paragraphs(book)
        assert isinstance(announced, int)
        assert len(kept) >= announced
        assert len(kept) % batch == 0
        assert kept == [actors.text_of(number) for number in range(len(kept))]


def test_another_process_reads_every_commit_whole_while_they_are_written(folder: Path) -> None:
    batch, last = 3, 60
    with (
        Book.open(folder) as book,
        actors.started("read_until", folder, batch, last) as reader,
    ):
        assert actors.heard(reader) == 0
        for written in range(0, last, batch):
            book.commit([step(actors.text_of(written + number)) for number in range(batch)])
            book.drafts.keep(Draft(parent=book.tip, heading="in flight"))
            assert actors.heard(reader) == written + batch
        assert reader.wait(timeout=30) == 0


def test_a_reader_does_not_wait_for_a_commit_that_takes_long(book: Book, folder: Path) -> None:
    book.commit([step("One.")])
    with book._connection.change():
        book._connection.execute("UPDATE story SET tip = NULL")
        with BookReader.open(folder) as reader:
            assert paragraphs(reader) == ["One."]


def test_a_full_disk_refuses_a_step_in_plain_words_and_keeps_the_rest(book: Book) -> None:
    book.commit([step("One.")])
    pages = book._connection.only(lambda row: row[0], "PRAGMA page_count")
    book._connection.execute(f"PRAGMA max_page_count = {pages + 40}")
    draft = Draft(parent=book.tip, sections={"paragraph": "Written before the disk was full."})
    book.drafts.keep(draft)
    with pytest.raises(BookUnwritable, match="Everything saved before is safe"):
        book.commit([step(actors.text_of(number)) for number in range(200)], draft=draft.id)
    with pytest.raises(BookUnwritable, match="full"):
        book.drafts.keep(Draft(parent=None, heading=actors.text_of(1) * 100))
    assert paragraphs(book) == ["One."]
    assert draft in book.drafts.all()
    book._connection.execute("PRAGMA max_page_count = 1000000")
    book.commit([step("Two.")], draft=draft.id)
    assert paragraphs(book) == ["One.", "Two."]


def test_a_disk_that_takes_no_more_bytes_loses_no_step_that_was_saved(folder: Path) -> None:
    told = json.loads(actors.run("write_on_a_full_disk", folder))
    assert told["error"][0] == "BookUnwritable"
    assert "Everything saved before is safe" in told["error"][1]
    assert told["kept"] == told["written"] > 5
    with Book.open(folder) as book:
        assert paragraphs(book) == [actors.text_of(number) for number in range(told["written"])]
        book.commit([step("There is room again.")])
