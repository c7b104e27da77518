from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.book import Book
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.reading import BookReader
from tests.story.samples import step

if TYPE_CHECKING:
    from pathlib import Path


def test_marks_stay_with_their_steps_through_edits_and_reopening(folder: Path) -> None:
    with Book.open(folder) as book:
        first, second, _ = book.commit([step("One."), step("Two."), step("Three.")])
        book.marks.put(second.id, Mark.MUTE)
        book.marks.put(first.id, Mark.PIN)
        book.revise(first.id, paragraph="One, edited.")
        book.undo()
    with BookReader.open(folder) as reader:
        assert reader.marks.all() == {second.id: Mark.MUTE, first.id: Mark.PIN}


def test_a_step_has_one_mark_the_latest(book: Book) -> None:
    first = book.commit([step("One.")])[0]
    book.marks.put(first.id, Mark.PIN)
    book.marks.put(first.id, Mark.MUTE)
    assert book.marks.all() == {first.id: Mark.MUTE}


def test_a_mark_taken_off_is_gone_and_others_are_not(book: Book) -> None:
    first, second = book.commit([step("One."), step("Two.")])
    book.marks.put(first.id, Mark.PIN)
    book.marks.put(second.id, Mark.PIN)
    book.marks.take_off(first.id)
    book.marks.take_off(first.id)
    assert book.marks.all() == {second.id: Mark.PIN}
