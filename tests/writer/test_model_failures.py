"""When the model cannot answer: what is tried again, what is not, and what is kept."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.errors import (
    AuthenticationFailed,
    ContentRefused,
    ContextTooLong,
    ModelError,
    QuotaExhausted,
    ReplyStalled,
    UnknownModel,
)
from rgpt_tui.models.prices import Price
from rgpt_tui.writer.advance import advance
from rgpt_tui.writer.compose import PromptTooLong
from rgpt_tui.writer.events import Answered, Asking, Made, Notice, Waiting, Words
from rgpt_tui.writer.sections import Section
from tests.model_server import (
    bad_key,
    content_refused,
    context_too_long,
    llama_context_too_long,
    no_such_model,
    out_of_quota,
    rate_limited,
)
from tests.writer.stage import (
    PLAN,
    Run,
    cell_of,
    labelled,
    passage,
    prose,
    run,
    said,
    state_after,
    step_texts,
)

if TYPE_CHECKING:
    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer
    from tests.model_server.behaviours import Failure


async def until_failure(cell: Cell, error: type[Exception]) -> Run:
    """Run a step that fails, and give back what it told before."""
    told = Run()
    with pytest.raises(error):
        await run(advance(cell, state_after(), PLAN), told)
    return told


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (bad_key(), AuthenticationFailed),
        (no_such_model(), UnknownModel),
        (out_of_quota(), QuotaExhausted),
        (content_refused(), ContentRefused),
    ],
)
async def test_what_no_repeat_can_mend_is_said_after_one_request(
    cell: Cell, model_server: ModelServer, failure: Failure, error: type[ModelError]
) -> None:
    model_server.default = failure

    told = await until_failure(cell, error)

    assert len(model_server.requests) == 1
    assert [type(event) for event in told.events] == [Asking]


async def test_what_had_come_is_told_before_a_later_request_fails(
    cell: Cell, model_server: ModelServer
) -> None:
    texts = step_texts(plan_2="", plan_3="")
    model_server.queue(said(labelled(texts)))
    model_server.default = bad_key()

    told = await until_failure(cell, AuthenticationFailed)

    assert told.one(Answered).sections == {each.value: text for each, text in texts.items()}
    assert len(model_server.requests) == 2


async def test_a_reply_that_never_begins_is_said_to_the_writer(model_server: ModelServer) -> None:
    model_server.default = said(wait=30)

    await until_failure(cell_of(model_server, first_token_seconds=0.3), ReplyStalled)

    assert len(model_server.requests) == 1


async def test_waiting_for_a_busy_provider_is_told(model_server: ModelServer) -> None:
    model_server.queue(rate_limited(retry_after="0.01"))

    result = await run(advance(cell_of(model_server, max_retries=1), state_after(), PLAN))

    assert result.one(Waiting).reason
    assert result.of(Made)


@pytest.mark.parametrize("failure", [context_too_long(), llama_context_too_long()])
async def test_a_prompt_that_is_too_long_for_the_model_is_shortened_and_sent_again(
    cell: Cell, model_server: ModelServer, failure: Failure
) -> None:
    model_server.queue(failure, failure)
    recalled = tuple(passage(prose(f"far back {n}", 12)) for n in range(12))
    state = state_after(*(prose(f"page {n}", 20) for n in range(4)))

    result = await run(advance(cell, state, PLAN, recalled))

    sizes = [len(request.prompt) for request in model_server.requests]
    tokens = [request.json["max_tokens"] for request in model_server.requests]
    assert len(sizes) == 3
    assert sizes[0] > sizes[1] > sizes[2]
    assert tokens[0] >= tokens[1] >= tokens[2]
    assert all("shortened" in notice.text for notice in result.of(Notice))
    assert "recalled passages (10)" in result.of(Notice)[-1].text
    assert result.of(Asking)[-1].prompt.left_out
    assert result.of(Made)


async def test_the_model_is_not_sent_a_prompt_of_a_length_that_it_refused_before(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(context_too_long())
    state = state_after(*(prose(f"page {n}", 20) for n in range(8)))
    await run(advance(cell, state, PLAN))
    first = len(model_server.requests[0].prompt)
    model_server.forget()

    result = await run(advance(cell, state, PLAN))

    assert len(model_server.requests) == 1
    assert len(model_server.requests[0].prompt) < first
    assert not result.of(Notice)


@pytest.mark.parametrize("repairs", [0, 4])
async def test_a_refused_prompt_takes_none_of_the_rounds(
    model_server: ModelServer, repairs: int
) -> None:
    model_server.queue(context_too_long())
    state = state_after(*(prose(f"page {n}", 20) for n in range(8)))

    result = await run(advance(cell_of(model_server, repairs=repairs), state, PLAN))

    (step,) = result.one(Made).steps
    assert step.making.rounds == 1


@pytest.mark.parametrize("window", [4_096, 1_000_000])
async def test_a_model_that_finds_every_prompt_too_long_is_asked_a_bounded_number_of_times(
    model_server: ModelServer, window: int
) -> None:
    model_server.default = context_too_long(limit=64)
    state = state_after(prose("the page", 300))

    cell = cell_of(model_server, context_window=window, max_reply_tokens=1000)
    with pytest.raises((ContextTooLong, PromptTooLong)):
        await run(advance(cell, state, PLAN))

    assert len(model_server.requests) <= 12


async def test_closing_the_step_closes_the_connection(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.default = said(
        "Paragraph: " + prose("endless", 40), endless=True, tokens_per_second=400
    )

    async with aclosing(advance(cell, state_after(), PLAN)) as events:
        async for event in events:
            if isinstance(event, Words):
                break

    (request,) = model_server.requests
    assert await asyncio.to_thread(request.wait_until_ended)
    assert request.client_closed


async def test_a_refusal_in_mid_reply_is_said_and_what_came_is_told_and_counted(
    model_server: ModelServer,
) -> None:
    price = Price(prompt=0.001, reply=0.01)
    cell = cell_of(model_server, price=price)
    text = labelled(step_texts())
    model_server.default = said(text[: text.index("Plan 2")], finish_reason="content_filter")

    told = await until_failure(cell, ContentRefused)

    assert len(model_server.requests) == 1
    answer = told.one(Answered)
    assert answer.sections["memory"] == step_texts()[Section.MEMORY]
    usage = answer.usage
    assert usage.estimated
    assert answer.cost == price.of(usage.prompt_tokens, usage.completion_tokens) > 0
