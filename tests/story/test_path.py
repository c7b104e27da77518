from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import NothingToMove
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief, Position
from tests.story.samples import marked, paragraphs, step

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book


def test_an_empty_story_has_an_empty_path(book: Book) -> None:
    assert book.path() == ()
    assert book.prose() == []


def test_each_heading_after_the_first_step_begins_a_chapter(book: Book) -> None:
    book.commit(
        [
            step("a"),
            step("b"),
            step("c", heading="The Bell"),
            step("d"),
            step("e", heading="The Tide"),
        ]
    )
    assert [each.position for each in book.path()] == [
        Position(number=1, chapter=1, in_chapter=1),
        Position(number=2, chapter=1, in_chapter=2),
        Position(number=3, chapter=2, in_chapter=1, heading="The Bell"),
        Position(number=4, chapter=2, in_chapter=2, heading="The Bell"),
        Position(number=5, chapter=3, in_chapter=1, heading="The Tide"),
    ]
    assert book.prose() == [("", "a"), ("", "b"), ("The Bell", "c"), ("", "d"), ("The Tide", "e")]


def test_every_branch_has_its_places_along_its_own_way_but_for_the_bin(book: Book) -> None:
    book.commit([step("a", heading="I"), step("b"), step("c", heading="II")])
    first, second, third = (each.id for each in book.path())
    book.go_to(second)
    other, behind = book.commit([step("d"), step("e", heading="The Tide")])
    book.go_to(first)
    thrown = book.commit([step("f")])[0].id
    book.go_to(third)
    assert thrown in book.places()
    book.bin.put(thrown)
    assert book.places() == {
        first: Position(number=1, chapter=1, in_chapter=1, heading="I"),
        second: Position(number=2, chapter=1, in_chapter=2, heading="I"),
        third: Position(number=3, chapter=2, in_chapter=1, heading="II"),
        other.id: Position(number=3, chapter=1, in_chapter=3, heading="I"),
        behind.id: Position(number=4, chapter=2, in_chapter=1, heading="The Tide"),
    }
    book.revise(second, heading="New")
    assert book.places()[behind.id].chapter == 3


def test_a_heading_on_the_first_step_names_chapter_one(book: Book) -> None:
    book.commit([step("a", heading="I"), step("b", heading="II")])
    assert [(each.position.chapter, each.position.in_chapter) for each in book.path()] == [
        (1, 1),
        (2, 1),
    ]


def test_an_edited_heading_moves_the_chapters_after_it(book: Book) -> None:
    _, second, third = book.commit([step("a"), step("b"), step("c", heading="II")])
    book.revise(second.id, heading="New")
    assert [each.position.chapter for each in book.path()] == [1, 2, 3]
    book.revise(third.id, heading="")
    assert [each.position.heading for each in book.path()] == ["", "New", "New"]


def test_words_are_those_of_the_latest_text_counted_in_the_language_of_the_story(
    book: Book,
) -> None:
    first = book.commit([step("Four words in all.", memory="m")])[0]
    book.revise(first.id, paragraph="Two words.", memory="")
    book.set_brief(Brief(language="zh"))
    book.commit([step("“走吧。”他说。")])
    assert [(each.words, each.has_memory, each.revision) for each in book.path()] == [
        (2, False, 2),
        (4, False, 1),
    ]


def test_the_path_is_that_of_the_branch_alone(book: Book) -> None:
    root = book.commit([step("One."), step("Old.")])[0]
    book.go_to(root.id)
    book.commit([step("New.")])
    assert paragraphs(book) == ["One.", "New."]
    assert [each.position.number for each in book.path()] == [1, 2]


def test_an_edit_marks_the_steps_written_before_it_and_none_written_after(book: Book) -> None:
    _, second, *_ = book.commit([step(str(number)) for number in range(1, 5)])
    book.revise(second.id, paragraph="2, edited")
    book.commit([step("5"), step("6")])
    assert marked(book) == [3, 4]


def test_an_edit_of_the_last_step_marks_nothing(book: Book) -> None:
    last = book.commit([step("1"), step("2")])[-1]
    book.revise(last.id, paragraph="2, edited", memory="m")
    assert marked(book) == []


def test_marks_stay_until_acknowledged_and_come_again_with_the_next_edit(book: Book) -> None:
    first, second, _ = book.commit([step("1"), step("2"), step("3")])
    book.revise(first.id, paragraph="1, edited")
    book.commit([step("4")])
    assert marked(book) == [2, 3]
    book.acknowledge_edits()
    assert marked(book) == []
    book.revise(second.id, memory="m")
    assert marked(book) == [3, 4]


def test_a_text_that_is_as_it_was_again_marks_only_what_was_written_meanwhile(book: Book) -> None:
    first, second = book.commit([step("1"), step("2")])
    book.revise(first.id, paragraph="1, edited")
    book.commit([step("3")])
    assert marked(book) == [2]
    book.revise(first.id, paragraph="1")
    assert marked(book) == [3], "the third step was written from the edited text"
    book.commit([step("4")])
    book.revise(second.id, paragraph="2, edited")
    assert marked(book) == [3, 4]
    book.revise(second.id, paragraph="2")
    assert marked(book) == [3]
    book.revise(first.id, paragraph="1, edited")
    assert marked(book) == [2, 4]
    book.revise(first.id, paragraph="1, edited again")
    assert marked(book) == [2, 3, 4]


def test_an_edit_off_the_path_marks_nothing_on_it(book: Book) -> None:
    root, old, _ = book.commit([step("1"), step("old 2"), step("old 3")])
    book.go_to(root.id)
    book.commit([step("new 2"), step("new 3")])
    book.revise(old.id, paragraph="old 2, edited")
    assert marked(book) == []
    book.go_to(book.children(old.id)[0].id)
    assert marked(book) == [3]


def test_an_edit_of_the_common_trunk_marks_every_branch_that_was_there(book: Book) -> None:
    root, old = book.commit([step("1"), step("old 2")])
    book.go_to(root.id)
    new = book.commit([step("new 2")])[0]
    book.revise(root.id, paragraph="1, edited")
    assert marked(book) == [2]
    book.acknowledge_edits()
    assert marked(book) == []
    book.go_to(old.id)
    assert marked(book) == [2]
    book.go_to(new.id)
    assert marked(book) == []


def test_a_path_that_was_asked_for_before_follows_every_change(book: Book) -> None:
    changes = [
        lambda: book.commit([step("a", heading="I"), step("b")]),
        lambda: book.commit([step("c", heading="II")]),
        lambda: book.commit([step("d", memory="They went.")]),
        lambda: book.revise(book.step_numbered(2).id, paragraph="b, told at length"),
        lambda: book.commit([step("e")]),
        book.acknowledge_edits,
        book.undo,
        lambda: book.commit([step("f"), step("g", heading="III")]),
        lambda: book.go_to(book.step_numbered(1).id),
        book.redo,
        lambda: book.commit([step("h")]),
    ]
    for change in changes:
        change()
        with BookReader.open(book.file.parent) as fresh:
            assert book.path() == fresh.path()


def test_a_change_that_fails_leaves_the_path_as_it_was(book: Book) -> None:
    book.commit([step("a")])
    before = book.path()
    book.undo()
    with pytest.raises(NothingToMove):
        book.undo()
    book.redo()
    assert book.path() == before
