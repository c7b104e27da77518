"""Other plans are made, and they are told apart from those that the writer has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.records import Text
from rgpt_tui.writer.events import Asking, Incomplete, Replanned
from rgpt_tui.writer.plan_choice import changed_by_hand
from rgpt_tui.writer.replanning import replan
from rgpt_tui.writer.sections import PLANS
from tests.model_server.asked import asked_of
from tests.writer.stage import (
    BEFORE,
    MEMORY,
    cell_of,
    labelled,
    prose,
    run,
    said,
    state_after,
)

if TYPE_CHECKING:
    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer

SEEN = (
    "Mara rows to the weir and finds the boat empty.",
    "Tobias comes home and will not say where he was.",
    "The bell rings under the water, and Mara answers it.",
    "Mara burns the letters before her brother reads them.",
)
ZH = ("玛拉划船去堰边，发现船是空的。", "托比亚斯回到家，不肯说他去了哪里。", "钟在水下响了。")


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_only_plans_are_asked_for_and_those_seen_are_told(
    model_server: ModelServer, language: str
) -> None:
    seen = SEEN if language == "en" else ZH
    cell = cell_of(model_server, language=language)

    result = await run(replan(cell, state_after(language=language), seen))

    (request,) = model_server.requests
    assert asked_of(request.last_user_message).sections == PLANS
    assert all(plan in request.prompt for plan in seen)
    assert MEMORY in request.prompt
    assert BEFORE in request.prompt
    plans = result.one(Replanned).plans
    assert len(plans) == 3
    assert not set(plans) & set(seen)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_small_model_is_told_them_too_one_plan_at_a_time(
    model_server: ModelServer, language: str
) -> None:
    seen = SEEN if language == "en" else ZH
    cell = cell_of(model_server, language=language, one=True)

    result = await run(replan(cell, state_after(language=language), seen))

    assert [event.sections for event in result.of(Asking)] == [(each.value,) for each in PLANS]
    for request in model_server.requests:
        assert all(plan in request.prompt for plan in seen)
    assert result.one(Replanned).plans[0] in model_server.requests[-1].prompt


async def test_a_tiny_model_is_asked_another_question_than_for_the_plans_before(
    model_server: ModelServer,
) -> None:
    cell = cell_of(model_server, tiny=True)
    await run(replan(cell, state_after(), ()))
    first = {request.last_user_message for request in model_server.requests}
    model_server.forget()

    await run(replan(cell, state_after(), SEEN[:3]))

    again = {request.last_user_message for request in model_server.requests}
    assert len(again) == 3
    assert not first & again


async def test_a_plan_that_was_seen_before_is_asked_for_once_more(
    cell: Cell, model_server: ModelServer
) -> None:
    new = {plan: prose(plan, 5) for plan in PLANS}
    model_server.queue(said(labelled({**new, PLANS[1]: SEEN[2]})))

    result = await run(replan(cell, state_after(), SEEN))

    assert asked_of(model_server.requests[1].last_user_message).sections == (PLANS[1],)
    plans = result.one(Replanned).plans
    assert (plans[0], plans[2]) == (new[PLANS[0]], new[PLANS[2]])
    assert plans[1] != SEEN[2]


async def test_where_room_is_short_the_oldest_seen_plans_are_left_out_first(
    model_server: ModelServer,
) -> None:
    seen = tuple(prose(number, 9) for number in range(12))
    cell = cell_of(model_server, context_window=3_000, max_reply_tokens=400)

    result = await run(replan(cell, state_after(), seen))

    prompt = result.of(Asking)[0].prompt
    gone = [each.text for each in prompt.left_out]
    assert gone == list(seen[: len(gone)])
    assert 0 < len(gone) < 12
    assert seen[-1] in model_server.requests[0].prompt


@pytest.mark.parametrize("one", [False, True])
async def test_plans_that_do_not_come_are_said_to_be_missing(
    model_server: ModelServer, one: bool
) -> None:
    model_server.default = said("")

    result = await run(replan(cell_of(model_server, one=one), state_after(), SEEN))

    assert result.one(Incomplete).missing == tuple(plan.value for plan in PLANS)


def test_plans_that_a_model_made_anew_are_not_edited_by_hand() -> None:
    first = Text(paragraph="It rained.", plans=SEEN[:3])
    other = Text(paragraph="It rained.", plans=tuple(prose(number, 5) for number in range(3)))
    edited = Text(paragraph="It rained.", plans=(SEEN[0] + " She keeps it.", *SEEN[1:3]))

    assert not changed_by_hand([first, other], 1)
    assert changed_by_hand([first, edited], 1)
