from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.chat import Delta
from tests.model_server import Reply, rate_limited
from tests.models.asking import hear, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.models.chat import ChatModel
    from tests.model_server import ModelServer

    Make = Callable[..., ChatModel]

TEXT = "The rain had stopped, and nobody came. " * 100


async def test_cancelling_in_mid_reply_closes_the_connection(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply(TEXT, stall_after=4000))
    came = asyncio.Event()

    async def listen() -> None:
        async with aclosing(model().stream(request())) as events:
            async for _ in events:
                came.set()

    task = asyncio.create_task(listen())
    await came.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await model_server.requests[0].ended()
    assert model_server.requests[0].client_closed


async def test_cancelling_before_the_first_word_closes_the_connection(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply(TEXT, wait=60))
    task = asyncio.create_task(hear(model()))
    [record] = await model_server.received(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await record.ended()
    assert record.client_closed


async def test_closing_the_stream_closes_the_connection(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply(TEXT, stall_after=4000))
    async with aclosing(model().stream(request())) as events:
        async for event in events:
            assert isinstance(event, Delta)
            break
    assert await model_server.requests[0].ended()
    assert model_server.requests[0].client_closed


async def test_cancelling_during_a_wait_asks_no_more(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(rate_limited("30"))
    task = asyncio.create_task(hear(model()))
    [record] = await model_server.received(1)
    assert await record.ended()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(model_server.requests) == 1


async def test_a_model_answers_again_after_a_cancelled_reply(
    model_server: ModelServer, model: Make
) -> None:
    asked = model()
    model_server.queue(Reply(TEXT, stall_after=4000), Reply("The reply."))
    async with aclosing(asked.stream(request())) as events:
        await anext(events)
    assert (await hear(asked)).text == "The reply."


async def test_two_replies_can_come_at_once(model_server: ModelServer, model: Make) -> None:
    model_server.default = Reply(TEXT)
    first, second = await asyncio.gather(hear(model()), hear(model()))
    assert first.text == second.text == TEXT
