from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story import new_rows
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import NewStep, Plan, PlanSource, StepKind, Text
from rgpt_tui.story.unsent import Box, UnsentEdit
from tests.story.samples import AWKWARD, step

if TYPE_CHECKING:
    from pathlib import Path


def typed(step_id: str | None, box: Box, text: str = "typed") -> UnsentEdit:
    return UnsentEdit(step=step_id, box=box, text=text, revision=None if step_id is None else 1)


def planned(source: PlanSource) -> NewStep:
    return NewStep(
        kind=StepKind.WRITTEN, text=Text(paragraph="Next."), plan=Plan(text="p", source=source)
    )


def test_what_was_typed_is_there_after_a_kill(folder: Path) -> None:
    with Book.open(folder) as book:
        first = book.commit([step("One.")])[0].id
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from rgpt_tui.story.book import Book\n"
        "from rgpt_tui.story.unsent import Box, UnsentEdit\n"
        "book = Book.open(Path(sys.argv[1]))\n"
        "book.unsent.keep(UnsentEdit(step=sys.argv[2], box=Box.MEMORY, text='a', revision=1))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, folder, first], check=False)
    with BookReader.open(folder) as reader:
        assert reader.unsent.all() == [typed(first, Box.MEMORY, "a")]


def test_an_edit_comes_back_word_for_word_and_the_last_kept_first(folder: Path) -> None:
    with Book.open(folder) as book:
        first = book.commit([step("One.")])[0].id
        edits = [typed(first, box, AWKWARD + box) for box in Box if box is not Box.BRIEF]
        edits += [typed(None, Box.PLAN), typed(None, Box.BRIEF, '{"title": "x"}')]
        for edit in edits:
            book.unsent.keep(edit)
    with BookReader.open(folder) as reader:
        assert reader.unsent.all() == edits[::-1]


def test_keeping_a_box_again_replaces_what_it_held_alone(book: Book) -> None:
    first = book.commit([step("One.")])[0].id
    for step_id in (first, None):
        book.unsent.keep(typed(step_id, Box.PLAN, "old"))
        book.unsent.keep(typed(step_id, Box.PLAN, "new"))
    assert book.unsent.all() == [typed(None, Box.PLAN, "new"), typed(first, Box.PLAN, "new")]


def test_half_a_character_costs_no_edit(book: Book) -> None:
    book.unsent.keep(typed(None, Box.PLAN, "half \ud83d"))
    assert [each.text for each in book.unsent.all()] == ["half \ufffd"]


def test_an_edit_that_is_dropped_leaves_those_of_other_boxes_and_steps(book: Book) -> None:
    first, second = (each.id for each in book.commit([step("One."), step("Two.")]))
    edits = [
        typed(None, Box.PLAN),
        typed(first, Box.PLAN),
        typed(first, Box.MEMORY),
        typed(second, Box.PLAN),
    ]
    for edit in edits:
        book.unsent.keep(edit)
    book.unsent.drop(first, Box.PLAN)
    book.unsent.drop(None, Box.PLAN)
    book.unsent.drop(None, Box.MEMORY)
    assert book.unsent.all() == [edits[3], edits[2]]


def test_a_revision_is_done_with_the_edits_that_it_was_made_of_and_no_other(book: Book) -> None:
    first = book.commit([step("One.")])[0].id
    for box in (Box.PARAGRAPH, Box.HEADING, Box.MEMORY):
        book.unsent.keep(typed(first, box))
    book.revise(first, memory="By the model.")
    assert len(book.unsent.all()) == 3
    book.revise(first, sent=[Box.PARAGRAPH, Box.HEADING], paragraph="1.", heading="I")
    assert book.unsent.all() == [typed(first, Box.MEMORY)]


def test_an_edit_that_says_what_is_there_already_is_done_with_too(book: Book) -> None:
    first = book.commit([step("One.")])[0].id
    book.unsent.keep(typed(first, Box.PARAGRAPH, "One."))
    assert book.revise(first, sent=[Box.PARAGRAPH], paragraph="One.").revision == 1
    assert book.unsent.all() == []


def test_an_edit_stays_when_its_revision_could_not_be_saved(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BookUnwritable("full")

    first = book.commit([step("One.")])[0].id
    book.unsent.keep(typed(first, Box.PARAGRAPH))
    monkeypatch.setattr(new_rows, "add_revision", refuse)
    with pytest.raises(BookUnwritable):
        book.revise(first, sent=[Box.PARAGRAPH], paragraph="1.")
    assert book.unsent.all() == [typed(first, Box.PARAGRAPH)]


@pytest.mark.parametrize("source", PlanSource)
@pytest.mark.parametrize(("text", "stays"), [("p", False), ("another plan", True)])
def test_a_typed_plan_is_done_with_once_a_step_is_made_of_that_very_plan(
    book: Book, source: PlanSource, text: str, stays: bool
) -> None:
    first = book.commit([step("One.")])[0].id
    book.unsent.keep(typed(first, Box.PLAN, text))
    book.unsent.keep(typed(first, Box.MEMORY))
    book.commit([planned(source), step("Three.")])
    left = [Box.MEMORY, Box.PLAN] if stays else [Box.MEMORY]
    assert [each.box for each in book.unsent.all()] == left


def test_a_typed_plan_outlives_a_step_that_was_made_without_one(book: Book) -> None:
    book.unsent.keep(typed(None, Box.PLAN))
    book.commit([step("By hand.")])
    assert book.unsent.all() == [typed(None, Box.PLAN)]


def test_undo_gives_a_step_back_to_its_boxes_and_redo_or_what_is_typed_there_counts_more(
    book: Book,
) -> None:
    first = book.commit([step("One.")])[0].id
    rope = Text(heading="The Rope", paragraph="Next.")
    book.commit([replace(planned(PlanSource.OFFERED), text=rope)])
    book.undo()
    assert {(each.step, each.box, each.text) for each in book.unsent.all()} == {
        (first, Box.PLAN, "p"),
        (first, Box.HEADING, "The Rope"),
    }
    book.redo()
    assert book.unsent.all() == []
    book.unsent.keep(typed(first, Box.PLAN))
    book.undo()
    assert book.unsent.all() == [typed(first, Box.PLAN)]


def test_undo_keeps_the_plan_of_the_autopilot_out_of_the_box(book: Book) -> None:
    book.commit([step("One."), planned(PlanSource.AUTOPILOT)])
    book.undo()
    assert book.unsent.all() == []


def test_typing_changes_nothing_of_the_story(book: Book) -> None:
    first, _ = book.commit([step("One."), step("Two.")])
    before = book.path()
    book.unsent.keep(typed(first.id, Box.PARAGRAPH, "1."))
    assert book.path() == before


def test_the_writers_own_paragraph_is_done_with_once_it_is_a_step(book: Book) -> None:
    first = book.commit([step("One.")])[0].id
    book.unsent.keep(typed(first, Box.OWN))
    book.commit([step("By the model.")])
    assert book.unsent.all() == [typed(first, Box.OWN)]
    book.undo()
    book.commit([NewStep(kind=StepKind.OWN, text=Text(paragraph="By hand."))])
    assert book.unsent.all() == []
