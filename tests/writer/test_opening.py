"""The opening: from what the writer says of a story to its first three paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.records import Brief, StepKind
from rgpt_tui.writer.events import Asking, Incomplete, Made
from rgpt_tui.writer.opening import OPENING_SECTIONS, open_story, opening_prompt
from rgpt_tui.writer.sections import OPENINGS, PLANS, Section
from tests.model_server.asked import asked_of
from tests.writer.stage import (
    brief_of,
    cell_of,
    empty_state,
    labelled,
    prose,
    run,
    said,
)

if TYPE_CHECKING:
    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer


async def test_a_strong_model_opens_a_story_in_one_request(
    cell: Cell, model_server: ModelServer
) -> None:
    result = await run(open_story(cell, empty_state()))

    (request,) = model_server.requests
    assert asked_of(request.last_user_message).sections == OPENING_SECTIONS
    made = result.one(Made)
    assert made.title
    assert made.outline
    assert [step.kind for step in made.steps] == [StepKind.OPENING] * 3


async def test_memory_and_plans_stand_behind_the_third_paragraph(cell: Cell) -> None:
    first, second, third = (await run(open_story(cell, empty_state()))).one(Made).steps

    assert third.text.memory
    assert len(third.text.plans) == 3
    assert third.making.rounds == 1
    assert not first.text.memory
    assert not second.text.plans


async def test_a_small_model_opens_a_story_section_by_section(
    small_cell: Cell, model_server: ModelServer
) -> None:
    result = await run(open_story(small_cell, empty_state()))

    asked = [event.sections[0] for event in result.of(Asking)]
    assert asked == [section.value for section in OPENING_SECTIONS]
    made, requests = result.one(Made), [each.prompt for each in model_server.requests]
    pages = [step.text.paragraph for step in made.steps]
    assert made.title in requests[1]
    assert all(made.outline in request for request in requests[2:5])
    assert pages[0] in requests[3]
    assert pages[1] in requests[4]
    assert pages[0] not in requests[4]
    assert all(page in requests[5] for page in pages)
    assert all(made.outline in request for request in requests[6:])


@pytest.mark.parametrize("one", [False, True])
async def test_a_title_and_an_outline_that_the_writer_gave_are_not_asked_for(
    model_server: ModelServer, one: bool
) -> None:
    brief = Brief(title="The Weir", outline="Mara leaves the ferry house.")

    result = await run(open_story(cell_of(model_server, one=one), empty_state(brief)))

    asked = {name for event in result.of(Asking) for name in event.sections}
    assert not asked & {"title", "outline"}
    assert brief.title in model_server.requests[0].prompt
    assert brief.outline in model_server.requests[0].prompt
    assert (result.one(Made).title, result.one(Made).outline) == ("", "")


@pytest.mark.parametrize("one", [False, True])
async def test_everything_the_writer_said_is_in_the_request_and_nothing_of_what_was_not_said(
    model_server: ModelServer, one: bool
) -> None:
    said_of_it = {
        "genre": "a quiet mystery",
        "topic": "a bell that drowned",
        "description": "It plays in one winter.",
        "style": "Short sentences, no adverbs.",
        "point_of_view": "First person, Mara",
        "cast": "Mara, ferrywoman\nTobias, her brother",
    }
    cell = cell_of(model_server, one=one)

    await run(open_story(cell, empty_state(Brief(**said_of_it))))
    prompt = model_server.requests[0].prompt
    assert all(text in prompt for text in said_of_it.values())

    model_server.forget()
    await run(open_story(cell, empty_state(Brief())))
    prompt = model_server.requests[0].prompt
    assert not any(f"{name}:" in prompt for name in ("Genre", "Style", "Point of view"))
    assert "None" not in prompt


async def test_the_length_that_is_aimed_at_is_stated(cell: Cell, model_server: ModelServer) -> None:
    await run(open_story(cell, empty_state(brief_of(target_words=80_000))))

    assert "80000 words" in model_server.requests[0].prompt


async def test_an_opening_that_lacks_its_third_paragraph_is_completed(
    cell: Cell, model_server: ModelServer
) -> None:
    texts = {section: prose(section, 8) for section in OPENING_SECTIONS}
    texts[Section.TITLE] = "The Weir"
    model_server.queue(said(labelled({each: texts[each] for each in OPENING_SECTIONS[:4]})))

    result = await run(open_story(cell, empty_state()))

    repair = model_server.requests[1]
    asked = asked_of(repair.last_user_message).sections
    assert asked == (Section.OPENING_3, Section.MEMORY, *PLANS)
    assert texts[Section.OPENING_2] in repair.prompt
    assert result.one(Made).title == "The Weir"


async def test_an_essay_is_no_title(small_cell: Cell, model_server: ModelServer) -> None:
    model_server.queue(
        said("The lost bell is a fine example of a mystery that combines the sea, a")
    )

    result = await run(open_story(small_cell, empty_state()))

    assert result.of(Asking)[-1].sections == ("title",)
    assert result.one(Made).title == result.screen["title"]
    assert not any("fine example" in each.prompt for each in model_server.requests)


async def test_a_story_is_opened_even_if_the_model_finds_no_title(
    cell: Cell, model_server: ModelServer
) -> None:
    texts = {each: prose(each, 8) for each in OPENING_SECTIONS if each is not Section.TITLE}
    model_server.queue(said(labelled(texts)))
    model_server.default = said("")

    result = await run(open_story(cell, empty_state()))

    assert result.one(Made).title == ""
    assert len(model_server.requests) == 5


async def test_a_model_that_says_it_all_again_is_heard_only_where_something_is_missing(
    cell: Cell, model_server: ModelServer
) -> None:
    texts = {each: prose(each, 8) for each in OPENING_SECTIONS}
    texts[Section.TITLE] = "The Weir"
    again = {**texts, Section.TITLE: "Another", Section.OPENING_1: prose("again", 8)}
    model_server.queue(said(labelled({each: texts[each] for each in OPENING_SECTIONS[:6]})))
    model_server.queue(said(labelled(again)))

    made = (await run(open_story(cell, empty_state()))).one(Made)

    assert made.title == "The Weir"
    assert made.steps[0].text.paragraph == texts[Section.OPENING_1]
    assert made.steps[2].text.plans == tuple(again[plan] for plan in PLANS)


async def test_what_an_opening_lacks_in_the_end_is_named(
    cell: Cell, model_server: ModelServer
) -> None:
    texts = {each: prose(each, 8) for each in (Section.OUTLINE, *OPENINGS, Section.MEMORY)}
    model_server.default = said(labelled(texts))

    result = await run(open_story(cell, empty_state()))

    assert result.one(Incomplete).missing == ("plan_1", "plan_2", "plan_3")
    assert len(model_server.requests) == 5


@pytest.mark.parametrize("one", [False, True])
async def test_the_prompt_that_is_shown_is_the_one_that_is_sent(
    model_server: ModelServer, one: bool
) -> None:
    cell = cell_of(model_server, one=one)
    shown = opening_prompt(cell, empty_state())

    await run(open_story(cell, empty_state()))

    sent = model_server.requests[0].messages
    assert [each.content for each in shown.messages] == [each["content"] for each in sent]


async def test_the_memory_of_an_opening_keeps_the_limit_too(
    cell: Cell, model_server: ModelServer
) -> None:
    texts = {each: prose(each, 8) for each in OPENING_SECTIONS}
    texts |= {Section.TITLE: "The Weir", Section.MEMORY: prose("long", 30)}
    model_server.queue(said(labelled(texts)), said(f"Memory: {prose('short', 12)}"))

    result = await run(open_story(cell, empty_state()))

    assert result.one(Made).steps[-1].text.memory == prose("short", 12)
