from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book, NothingToMove
from tests.story.samples import paragraphs, step

if TYPE_CHECKING:
    from pathlib import Path


def test_undo_to_the_empty_story_and_redo_back_survive_every_reopening(folder: Path) -> None:
    with Book.open(folder) as book:
        book.commit([step("One."), step("Two."), step("Three.")])
    seen = []
    for move in ("undo",) * 3 + ("redo",) * 3:
        with Book.open(folder) as book:
            getattr(book, move)()
            seen.append(paragraphs(book))
    assert seen == [
        ["One.", "Two."],
        ["One."],
        [],
        ["One."],
        ["One.", "Two."],
        ["One.", "Two.", "Three."],
    ]


def test_undo_tells_which_step_was_left_and_redo_which_one_is_back(book: Book) -> None:
    first, second = book.commit([step("One."), step("Two.")])
    assert book.undo() == second
    assert book.undo() == first
    assert book.tip is None
    assert book.redo() == first
    assert book.tip == first.id


def test_at_the_ends_there_is_nothing_to_move_and_nothing_moves(book: Book) -> None:
    for move in (book.undo, book.redo):
        with pytest.raises(NothingToMove):
            move()
    book.commit([step("One.")])
    with pytest.raises(NothingToMove):
        book.redo()
    assert paragraphs(book) == ["One."]


def test_after_writing_another_branch_redo_goes_along_the_newest(book: Book) -> None:
    book.commit([step("One."), step("Old two."), step("Old three.")])
    book.undo()
    book.undo()
    book.commit([step("New two.")])
    with pytest.raises(NothingToMove):
        book.redo()
    book.undo()
    book.redo()
    assert paragraphs(book) == ["One.", "New two."]


def test_another_opening_is_a_branch_of_the_empty_story(book: Book) -> None:
    first = book.commit([step("First opening.")])[0]
    book.undo()
    second = book.commit([step("Second opening.")])[0]
    assert [child.id for child in book.children(None)] == [first.id, second.id]
    assert (first.number, second.number) == (1, 1)
    book.undo()
    book.redo()
    assert paragraphs(book) == ["Second opening."]
    book.go_to(first.id)
    book.undo()
    book.redo()
    assert paragraphs(book) == ["First opening."]


def test_going_to_another_branch_lets_undo_and_redo_walk_that_branch(book: Book) -> None:
    _, old, older = book.commit([step("One."), step("Old two."), step("Old three.")])
    book.undo()
    book.undo()
    new = book.commit([step("New two."), step("New three.")])[-1]
    assert book.go_to(older.id).text.paragraph == "Old three."
    assert paragraphs(book) == ["One.", "Old two.", "Old three."]
    for _ in range(3):
        book.undo()
    for _ in range(3):
        book.redo()
    assert paragraphs(book) == ["One.", "Old two.", "Old three."]
    book.go_to(new.id)
    book.go_to(old.id)
    book.redo()
    assert paragraphs(book) == ["One.", "Old two.", "Old three."]


def test_after_a_look_at_another_branch_redo_goes_along_that_one(book: Book) -> None:
    root, *_, old = book.commit([step("One."), step("Old two."), step("Old three.")])
    book.go_to(root.id)
    book.commit([step("New two."), step("New three.")])
    book.go_to(old.id)
    book.go_to(root.id)
    book.redo()
    assert paragraphs(book) == ["One.", "Old two."]


def test_steps_are_numbered_along_their_own_branch(book: Book) -> None:
    root, *_ = book.commit([step("One."), step("Two."), step("Three.")])
    book.go_to(root.id)
    assert book.commit([step("Other two.")])[0].number == 2


def test_the_last_steps_are_those_of_the_branch_the_oldest_first(book: Book) -> None:
    book.commit([step("One."), step("Two."), step("Three.")])
    book.undo()
    assert [each.text.paragraph for each in book.last_steps(5)] == ["One.", "Two."]
    assert [each.text.paragraph for each in book.last_steps(1)] == ["Two."]
    assert book.last_steps(0) == []
