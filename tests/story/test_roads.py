from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.records import NewStep, Plan, PlanSource, StepKind, Text
from tests.story.samples import AWKWARD, step

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book


def offering(*plans: str) -> NewStep:
    return step("A paragraph.", plans=plans)


def made_of(plan: Plan) -> NewStep:
    return NewStep(kind=StepKind.WRITTEN, text=Text(paragraph="Next."), plan=plan)


def roads(book: Book, containing: str = "") -> list[str]:
    return [road.text for road in book.roads_not_taken(containing)]


def test_roads_are_the_plans_of_the_path_that_no_step_was_written_from(book: Book) -> None:
    first = book.commit([offering("row", "wait", "ask")])[0]
    assert roads(book) == []
    book.commit([made_of(Plan(text="wait", offered=2))])
    second = book.commit([offering("dive", "call")])[0]
    book.commit([step("By hand.", heading="II")])
    found = book.roads_not_taken()
    assert [(road.text, road.plan, road.step, road.position.number) for road in found] == [
        ("dive", 1, second.id, 3),
        ("call", 2, second.id, 3),
        ("row", 1, first.id, 1),
        ("ask", 3, first.id, 1),
    ]
    assert {road.revision for road in found} == {None}
    assert found[0].position == book.path()[2].position


@pytest.mark.parametrize(
    "plan",
    [
        Plan(text="wait, but not long", source=PlanSource.EDITED, offered=2),
        Plan(text="what the autopilot made of it", source=PlanSource.AUTOPILOT, offered=2),
        Plan(text="wait", source=PlanSource.OWN),
    ],
)
def test_a_plan_was_taken_in_whatever_words_the_writer_gave_it(book: Book, plan: Plan) -> None:
    book.commit([offering("row", "wait")])
    book.commit([made_of(plan)])
    assert roads(book) == ["row"]


def test_a_road_of_another_branch_is_none_of_this_one_and_taken_there_is_taken(book: Book) -> None:
    first = book.commit([offering("row", "wait", "ask")])[0]
    book.commit([made_of(Plan(text="row", offered=1)), offering("elsewhere"), step("On.")])
    book.go_to(first.id)
    book.commit([made_of(Plan(text="ask", offered=3))])
    assert roads(book) == ["wait"]


def test_plans_that_were_made_anew_are_told_by_the_revision_that_offered_them(book: Book) -> None:
    first = book.commit([offering("row", "wait")])[0]
    book.revise(first.id, memory="m")
    book.revise(first.id, plans=("wait", "ask"))
    assert [(road.text, road.revision) for road in book.roads_not_taken()] == [("row", 2)]
    book.commit([made_of(Plan(text="x", source=PlanSource.EDITED, offered=2))])
    book.revise(first.id, plans=("sing", "shout"))
    assert [(road.text, road.plan, road.revision) for road in book.roads_not_taken()] == [
        ("sing", 1, None),
        ("shout", 2, None),
        ("wait", 1, 3),
        ("row", 1, 2),
    ]


def test_roads_are_searched_in_any_case_of_letters_and_never_as_a_pattern(book: Book) -> None:
    book.commit([offering("Mara KEEPS the key", "100% É", "敲钟", AWKWARD), step("On.")])
    assert roads(book, "keeps THE") == ["Mara KEEPS the key"]
    assert roads(book, "é") == ["100% É"]
    assert roads(book, "100%") == ["100% É"]
    assert roads(book, "%%") == []
    assert roads(book, "_") == []
    assert roads(book, "钟") == ["敲钟"]
    assert roads(book, "drop table") == [AWKWARD]


def test_roads_come_in_pages_and_blank_plans_are_none(book: Book) -> None:
    for number in range(150):
        book.commit([offering(f"{number} a", "", " \n", f"{number} b")])
    book.commit([step("The end.")])
    whole = book.roads_not_taken(limit=1000)
    assert len(whole) == 300
    pages = [book.roads_not_taken(limit=70, offset=start) for start in range(0, 400, 70)]
    assert [road for page in pages for road in page] == whole
    assert whole[0].text == "149 a"
    assert roads(book, "0 b")[-1] == "0 b"


def test_an_empty_story_has_no_roads(book: Book) -> None:
    assert book.roads_not_taken() == []
