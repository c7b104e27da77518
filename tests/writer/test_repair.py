"""What is missing from a reply is asked for again, and never without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.writer.advance import advance
from rgpt_tui.writer.events import Answered, Incomplete, Made, Notice, Rewritten
from rgpt_tui.writer.sections import PLANS, Section
from tests.model_server.asked import asked_of
from tests.writer.stage import (
    PLAN,
    STEP,
    cell_of,
    labelled,
    prose,
    run,
    said,
    state_after,
    step_texts,
)

if TYPE_CHECKING:
    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer

LACKING = step_texts(plan_2="", plan_3="")


async def test_missing_plans_cost_one_more_request_for_just_these(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(labelled(LACKING)))

    result = await run(advance(cell, state_after(), PLAN))

    first, second = model_server.requests
    assert asked_of(first.last_user_message).sections == STEP
    assert asked_of(second.last_user_message).sections == (Section.PLAN_2, Section.PLAN_3)
    assert [event.missing for event in result.of(Answered)] == [("plan_2", "plan_3"), ()]
    assert len(result.text.plans) == 3


async def test_the_repair_is_given_what_came_before(cell: Cell, model_server: ModelServer) -> None:
    model_server.queue(said(labelled(LACKING)))

    await run(advance(cell, state_after(), PLAN))

    repair = model_server.requests[1].prompt
    for section in (Section.PARAGRAPH, Section.MEMORY, Section.PLAN_1):
        assert LACKING[section] in repair
        assert LACKING[section] not in model_server.requests[0].prompt


async def test_the_paragraph_that_was_told_first_is_the_one_that_is_kept(
    cell: Cell, model_server: ModelServer
) -> None:
    again = step_texts(paragraph=prose("another one", 20))
    model_server.queue(said(labelled(LACKING)), said(labelled(again)))

    result = await run(advance(cell, state_after(), PLAN))

    assert result.text.paragraph == LACKING[Section.PARAGRAPH]
    assert result.text.memory == LACKING[Section.MEMORY]
    assert result.text.plans[1:] == (again[Section.PLAN_2], again[Section.PLAN_3])
    assert not result.of(Rewritten)


async def test_sections_that_nobody_asked_for_are_neither_shown_nor_kept(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(labelled({**step_texts(), Section.TITLE: "The Drowned Bell"})))

    result = await run(advance(cell, state_after(), PLAN))

    assert "title" not in result.screen
    assert "title" not in result.one(Answered).sections


async def test_a_rationale_alone_is_not_worth_a_request(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(labelled(step_texts(rationale=""))))

    result = await run(advance(cell, state_after(), PLAN))

    assert len(model_server.requests) == 1
    assert result.text.rationale == ""
    assert "did not say why" in result.one(Notice).text


async def test_a_rationale_is_asked_for_with_the_memory_if_both_are_missing(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(labelled(step_texts(rationale="", memory=""))))

    await run(advance(cell, state_after(), PLAN))

    asked = asked_of(model_server.requests[1].last_user_message)
    assert asked.sections == (Section.RATIONALE, Section.MEMORY)


@pytest.mark.parametrize("nonsense", ["", "   \n", "I'm sorry, but I can't go on with this."])
async def test_nonsense_without_end_costs_a_bounded_number_of_requests(
    cell: Cell, model_server: ModelServer, nonsense: str
) -> None:
    model_server.default = said(nonsense)

    result = await run(advance(cell, state_after(), PLAN))

    assert len(model_server.requests) == 5
    assert not result.of(Made)
    assert result.events[-1] is result.one(Incomplete)
    assert result.one(Incomplete).missing == ("paragraph", "memory", "plan_1", "plan_2", "plan_3")


async def test_a_small_model_that_says_nothing_is_asked_a_bounded_number_of_times(
    small_cell: Cell, model_server: ModelServer
) -> None:
    model_server.default = said("")

    result = await run(advance(small_cell, state_after(), PLAN))

    assert len(model_server.requests) == 4 + len(STEP)
    assert result.one(Incomplete).missing == ("paragraph", "memory", "plan_1", "plan_2", "plan_3")


async def test_the_number_of_repairs_is_a_setting(model_server: ModelServer) -> None:
    model_server.default = said("")

    for repairs in (0, 2):
        model_server.forget()
        cell = cell_of(model_server, repairs=repairs)
        await run(advance(cell, state_after(), PLAN))
        assert len(model_server.requests) == 1 + repairs


async def test_what_is_missing_in_the_end_is_named_and_what_came_is_told(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.default = said(labelled(LACKING))

    result = await run(advance(cell, state_after(), PLAN))

    assert result.one(Incomplete).missing == ("plan_2", "plan_3")
    answer = result.of(Answered)[-1]
    assert answer.sections["paragraph"] == LACKING[Section.PARAGRAPH]
    assert answer.unfinished is None


async def test_a_section_that_a_small_model_cannot_give_does_not_stop_the_others(
    small_cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(), said(""), said(""))  # No rationale, and no memory at first.

    result = await run(advance(small_cell, state_after(), PLAN))

    kinds = [
        asked_of(each.last_user_message).sections[0].value.rstrip("_123")
        for each in model_server.requests
    ]
    assert kinds == [
        *("paragraph", "rationale", "memory", "plan", "plan", "plan"),
        *("rationale", "memory"),
    ]
    assert result.text.memory


async def test_nothing_is_asked_of_a_small_model_before_there_is_a_paragraph(
    small_cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(""), said(""))

    result = await run(advance(small_cell, state_after(), PLAN))

    kinds = [asked_of(each.last_user_message).sections[0] for each in model_server.requests[:4]]
    assert kinds == [Section.PARAGRAPH, Section.PARAGRAPH, Section.PARAGRAPH, Section.RATIONALE]
    assert result.of(Made)


async def test_a_plan_that_says_what_another_says_is_asked_for_again(
    cell: Cell, model_server: ModelServer
) -> None:
    texts = step_texts()
    texts[Section.PLAN_3] = texts[Section.PLAN_1] + " So it is."
    model_server.queue(said(labelled(texts)))

    result = await run(advance(cell, state_after(), PLAN))

    assert asked_of(model_server.requests[1].last_user_message).sections == (Section.PLAN_3,)
    assert result.text.plans[:2] == (texts[Section.PLAN_1], texts[Section.PLAN_2])
    assert result.text.plans[2] not in (texts[Section.PLAN_1], texts[Section.PLAN_3])


async def test_a_plan_that_was_just_carried_out_is_no_plan_for_what_comes_next(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(labelled(step_texts(plan_1=PLAN.text))))

    result = await run(advance(cell, state_after(), PLAN))

    assert asked_of(model_server.requests[1].last_user_message).sections == (Section.PLAN_1,)
    assert PLAN.text not in result.text.plans


@pytest.mark.parametrize("one", [False, True])
async def test_a_model_that_knows_only_one_plan_is_asked_again_once_and_then_believed(
    model_server: ModelServer, one: bool
) -> None:
    texts = step_texts(plan_2=prose("the one", 5), plan_3=prose("the one", 5))
    texts[Section.PLAN_1] = texts[Section.PLAN_2]
    if one:
        model_server.queue(*(said(text) for text in texts.values()))
        model_server.default = said(texts[Section.PLAN_1])
    else:
        model_server.default = said(labelled(texts))

    result = await run(advance(cell_of(model_server, one=one), state_after(), PLAN))

    assert len(model_server.requests) == (8 if one else 2)
    assert set(result.text.plans) == {texts[Section.PLAN_1]}
    assert len(result.text.plans) == len(PLANS)


async def test_equal_plans_stand_if_nothing_better_comes(
    cell: Cell, model_server: ModelServer
) -> None:
    texts = step_texts()
    texts[Section.PLAN_2] = texts[Section.PLAN_1]
    model_server.queue(said(labelled(texts)))
    model_server.default = said("")

    result = await run(advance(cell, state_after(), PLAN))

    assert len(model_server.requests) == 2
    assert result.text.plans == (
        texts[Section.PLAN_1],
        texts[Section.PLAN_2],
        texts[Section.PLAN_3],
    )
