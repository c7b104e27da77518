from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.records import NewStep, StepKind, Text
from tests.story.samples import AWKWARD, step

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book


def test_paragraphs_come_in_the_order_asked_for_and_unknown_ones_are_left_out(book: Book) -> None:
    first, second = book.commit(
        [
            step(AWKWARD, heading="I"),
            NewStep(kind=StepKind.OWN, text=Text(paragraph="Two.")),
        ]
    )
    read = book.read([second.id, "nowhere", first.id])
    assert [(each.step, each.number, each.kind, each.revision) for each in read] == [
        (second.id, 2, StepKind.OWN, 1),
        (first.id, 1, StepKind.WRITTEN, 1),
    ]
    assert [(each.heading, each.text, each.created) for each in read] == [
        ("", "Two.", second.created),
        ("I", AWKWARD, first.created),
    ]
    assert book.read([]) == []


def test_the_original_is_told_where_the_paragraph_was_edited_and_only_there(book: Book) -> None:
    first, second, third = (
        each.id for each in book.commit([step("One."), step("Two."), step("Three.")])
    )
    book.revise(first, paragraph="1.")
    book.revise(first, paragraph="1, again.")
    book.revise(second, memory="m")
    book.revise(third, paragraph="3.")
    book.revise(third, paragraph="Three.")
    assert [(each.text, each.original) for each in book.read([first, second, third])] == [
        ("1, again.", "One."),
        ("Two.", None),
        ("Three.", None),
    ]


def test_a_paragraph_of_another_branch_is_read_as_well(book: Book) -> None:
    old = book.commit([step("Old.")])[0]
    book.undo()
    book.commit([step("New.")])
    assert [each.text for each in book.read([old.id])] == ["Old."]
