"""What a step starts from, read from the book, and the plan that it is written from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.reading import BookReader, NoSuchStep
from rgpt_tui.story.records import NewStep, Plan, PlanSource, Position, StepKind, Text
from rgpt_tui.writer.plan_choice import NoSuchPlan, offered_plan, own_plan
from rgpt_tui.writer.state import state_after, state_of
from tests.writer.stage import brief_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def step(paragraph: str, **text: object) -> NewStep:
    return NewStep(kind=StepKind.IMPORTED, text=Text(paragraph=paragraph, **text))  # type: ignore[arg-type]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path, brief_of()) as book:
        yield book


def test_an_empty_story_starts_from_nothing(book: Book) -> None:
    state = state_of(book)

    assert state.tip is None
    assert state.position == Position(number=1)
    assert (state.words, state.previous, state.memory, state.plans) == (0, (), "", ())
    assert not state.needs_refresh


def test_the_state_is_that_of_the_tip(book: Book) -> None:
    book.commit(
        [
            step("One two three."),
            step("Four five.", memory="She runs.", pinned=("She runs.",), plans=("Go.", "Stay.")),
        ]
    )

    state = state_of(book)

    assert state.tip == book.tip
    assert state.words == 5
    assert state.previous == ("Four five.",)
    assert (state.memory, state.pinned) == ("She runs.", ("She runs.",))
    assert state.plans == ("Go.", "Stay.")


def test_an_edit_and_an_undo_change_the_state(book: Book) -> None:
    first, last = book.commit([step("One.", memory="She ran."), step("Two.", memory="She fell.")])
    book.revise(last.id, paragraph="Three words now.", memory="She flew.")
    assert state_of(book).memory == "She flew."
    assert state_of(book).words == 4

    book.undo()

    assert state_of(book).tip == first.id
    assert state_of(book).memory == "She ran."


def test_the_next_step_is_placed_in_the_chapter_of_the_last_one(book: Book) -> None:
    book.commit([step("One."), step("Two.", heading="The Weir"), step("Three.")])

    position = state_of(book).position

    assert (position.number, position.in_chapter, position.heading) == (4, 3, "The Weir")


def test_so_many_previous_paragraphs_as_are_wanted_the_oldest_first(book: Book) -> None:
    steps = book.commit([step(f"Page {number}.") for number in range(5)])

    state = state_of(book, 3)

    assert state.previous == ("Page 2.", "Page 3.", "Page 4.")
    assert state.previous_ids == tuple(each.id for each in steps[2:])
    assert len(state_of(book, 9).previous) == 5


@pytest.mark.parametrize(("memory", "needed"), [("", True), (" \n", True), ("She runs.", False)])
def test_text_without_a_memory_needs_one(book: Book, memory: str, needed: bool) -> None:
    book.commit([step("One.", memory=memory)])

    assert state_of(book).needs_refresh is needed


def test_a_plan_on_offer_is_taken_word_for_word() -> None:
    plans = (" Go. ", "Stay.\n\nThen go.", "Wait.")

    assert offered_plan(plans, 2) == Plan(text=plans[1], source=PlanSource.OFFERED, offered=2)


@pytest.mark.parametrize("number", [-1, 0, 4])
def test_a_plan_that_is_not_on_offer_is_refused_with_those_that_are(number: int) -> None:
    with pytest.raises(NoSuchPlan, match=f"no plan {number}.*plans 1 to 3"):
        offered_plan(("Go.", "Stay.", "Wait."), number)


def test_where_no_plan_is_on_offer_that_is_said() -> None:
    with pytest.raises(NoSuchPlan, match=r"offers no plans here\. Nothing was written"):
        offered_plan((), 1)


def test_the_writers_own_plan_is_taken_word_for_word() -> None:
    assert own_plan("  Go.\n") == Plan(text="  Go.\n", source=PlanSource.OWN)


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_an_empty_plan_is_refused(text: str) -> None:
    with pytest.raises(NoSuchPlan, match="The plan is empty"):
        own_plan(text)


def test_an_empty_plan_on_offer_is_refused_too() -> None:
    with pytest.raises(NoSuchPlan, match="empty"):
        offered_plan(("Go.", "  "), 2)


def test_a_state_is_of_one_moment_though_another_process_writes_meanwhile(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.commit([step("One two three.", memory="She runs.", plans=("Go.", "Stay."))])
    first = book.tip
    assert first is not None
    path = BookReader.path

    def path_while_a_step_is_edited(reader: BookReader) -> object:
        found = path(reader)
        book.revise(first, paragraph="It is longer now.", memory="She rests.")
        return found

    with BookReader.open(tmp_path) as reader:
        monkeypatch.setattr(BookReader, "path", path_while_a_step_is_edited)
        state = state_of(reader)

    assert (state.words, state.previous, state.memory) == (3, ("One two three.",), "She runs.")


def test_an_undo_meanwhile_takes_no_state_apart(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.commit([step("One two three."), step("Four.", memory="She runs.")])
    last = book.tip
    read = BookReader.path

    def path_after_an_undo(reader: BookReader) -> object:
        if book.tip == last:
            book.undo()
        return read(reader)

    with BookReader.open(tmp_path) as reader:
        monkeypatch.setattr(BookReader, "path", path_after_an_undo)
        state = state_of(reader)

    assert (state.tip, state.memory, state.position.number) == (last, "She runs.", 3)


def test_the_state_behind_an_earlier_step_knows_nothing_of_what_came_after(book: Book) -> None:
    book.commit([step("One two.", heading="Morning", memory="She runs.")])
    first = book.tip
    book.commit([step("Three.", heading="Noon", memory="She rests."), step("Four.")])

    state = state_after(book, first)

    assert (state.tip, state.words, state.memory) == (first, 2, "She runs.")
    assert state.position == Position(number=2, in_chapter=2, heading="Morning")
    assert state_after(book, None).previous == ()


def test_a_step_of_another_branch_is_no_place_to_start_from(book: Book) -> None:
    book.commit([step("One."), step("Two.")])
    away = book.tip
    book.undo()

    with pytest.raises(NoSuchStep, match="not on the present branch"):
        state_after(book, away)
