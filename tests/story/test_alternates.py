from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.reading import NoSuchStep
from rgpt_tui.story.records import NewStep, Plan, StepKind, Text
from tests.story.samples import step

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book


def written(paragraph: str, plan: str) -> NewStep:
    return NewStep(
        kind=StepKind.WRITTEN, text=Text(paragraph=paragraph), plan=Plan(text=plan, offered=1)
    )


def test_the_alternates_of_a_step_are_all_that_follow_the_same_one(book: Book) -> None:
    root = book.commit([step("One.")])[0]
    old = book.commit([written("Two, the old way.", "old")])[0]
    book.commit([step("Three.")])
    book.go_to(root.id)
    new = book.commit([written("Two.", "new")])[0]
    book.revise(new.id, paragraph="Two, then.")
    for each in (old, new):
        alternates = book.alternates(each.id)
        assert [(one.step, one.words, one.revision) for one in alternates] == [
            (old.id, 4, 1),
            (new.id, 2, 2),
        ]
        assert [one.plan.text for one in alternates if one.plan] == ["old", "new"]
        assert [(one.children, one.on_path) for one in alternates] == [(1, False), (0, True)]
    book.go_to(old.id)
    assert [one.on_path for one in book.alternates(new.id)] == [True, False]
    book.go_to(root.id)
    assert [one.on_path for one in book.alternates(new.id)] == [False, False]


def test_a_first_step_has_alternates_too(book: Book) -> None:
    old = book.commit([step("Old.")])[0]
    book.undo()
    new = book.commit([step("New.")])[0]
    assert [(one.step, one.on_path) for one in book.alternates(old.id)] == [
        (old.id, False),
        (new.id, True),
    ]
    with pytest.raises(NoSuchStep):
        book.alternates("nowhere")


def test_forks_are_the_places_that_several_steps_follow(book: Book) -> None:
    assert book.forks() == {}
    root = book.commit([step("One."), step("Two.")])[0]
    assert book.forks() == {}
    for _ in range(2):
        book.go_to(root.id)
        book.commit([step("Two.")])
    book.go_to(root.id)
    book.undo()
    book.commit([step("Once.")])
    assert book.forks() == {root.id: 3, None: 2}


def test_a_step_is_found_by_its_number_on_the_path(book: Book) -> None:
    root = book.commit([step("One."), step("Old two."), step("Old three.")])[0]
    book.go_to(root.id)
    book.commit([step("New two.")])
    assert [book.step_numbered(number).text.paragraph for number in (1, 2)] == ["One.", "New two."]
    for number in (0, -1, 3):
        with pytest.raises(NoSuchStep, match=f"no step {number}"):
            book.step_numbered(number)
