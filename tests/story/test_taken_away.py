"""A book that another program takes away, or replaces, while it is open for writing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookGone
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.reading import BookReader
from tests.story.samples import paragraphs, step

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("whole_folder", [True, False], ids=["its folder", "the file alone"])
def test_a_book_that_was_deleted_takes_nothing_more_and_is_put_back(
    folder: Path, whole_folder: bool
) -> None:
    with Book.open(folder) as book:
        book.commit([step("One.")])
        if whole_folder:
            shutil.rmtree(folder)
        else:
            (folder / "book.db").unlink()
        with pytest.raises(BookGone, match="What was saved before is there again"):
            book.commit([step("Two.")])
        with pytest.raises(BookGone, match="Copy what is new on the screen"):
            book.drafts.keep(Draft(parent=book.tip, sections={"paragraph": "So far"}))
        assert paragraphs(book) == ["One."]
    with BookReader.open(folder) as reader:
        assert paragraphs(reader) == ["One."]
    with Book.open(folder) as book:
        book.commit([step("Two.")])
        assert paragraphs(book) == ["One.", "Two."]
    assert not list(folder.glob(".*.part"))


def test_a_book_whose_folder_was_moved_and_moved_back_is_written_on(
    folder: Path, tmp_path: Path
) -> None:
    with Book.open(folder) as book:
        folder.rename(tmp_path / "elsewhere")
        (tmp_path / "elsewhere").rename(folder)
        book.commit([step("One.")])
        assert paragraphs(book) == ["One."]


def test_a_book_that_was_replaced_is_left_as_the_other_program_made_it(
    folder: Path, tmp_path: Path
) -> None:
    with Book.open(folder) as book:
        book.commit([step("One.")])
    shutil.copyfile(folder / "book.db", tmp_path / "synchronised.db")
    with Book.open(folder) as book:
        (tmp_path / "synchronised.db").replace(folder / "book.db")
        with pytest.raises(BookGone, match="replaced"):
            book.commit([step("Two.")])
    with BookReader.open(folder) as reader:
        assert paragraphs(reader) == ["One."]
