"""What a session does besides plain steps, with its engine in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import aclosing
from dataclasses import replace

import pytest

from rgpt_tui.engine.client import EngineClient
from rgpt_tui.engine.events import Committed, Revised
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.story.records import Plan
from rgpt_tui.writer.events import Notice, Words
from tests.engine.collecting import collect, only
from tests.model_server import Reply

PLAN = Plan(text="The keeper rows out to the bell at night. The rope is new.")


@pytest.fixture
async def client():
    """A client with an engine process of its own."""
    started = EngineClient.start()
    await started.connect()
    yield started
    await started.close()


@pytest.fixture
async def session(client, settings, folder, model_server):
    """A session that writes through the pipe; its embedder is a server too, to be quick."""
    embedder = replace(
        settings, embedder="litellm:openai/embedder", embedder_api_base=model_server.url
    )
    engine = client.story(folder, embedder)
    async with WritingSession(folder, engine, "a test") as opened:
        yield opened
    await engine.aclose()


async def test_steps_are_written_again_replanned_and_taken_from_the_writers_hand(
    session, model_server, folder
):
    await collect(session.begin())
    first = only(await collect(session.write(PLAN)), Committed)[0]
    again = only(await collect(session.reroll(first.id)), Committed)[0]
    assert [each.id for each in await session.alternates(first.id)] == [first.id, again.id]
    model_server.forget()
    revised = only(await collect(session.replan()), Revised)[0]
    assert all(plan in model_server.requests[0].prompt for plan in again.plans)
    assert not set(revised.plans) & set(again.plans)
    model_server.forget()
    own = only(await collect(session.write_own("The bell rang — once.")), Committed)[0]
    assert model_server.requests[0].prompt.count("The bell rang — once.") == 1
    assert session.book.step(own.id).text.plans
    assert (await session.forecast(PLAN.text)).seconds_per_step is not None
    assert "The bell rang — once." in (folder / "story.md").read_text(encoding="utf-8")


async def test_a_reroll_that_is_stopped_leaves_the_story_where_it_stood(session, model_server):
    await collect(session.begin())
    first = only(await collect(session.write(PLAN)), Committed)[0]
    model_server.queue(Reply(chunk=40, stall_after=9000))
    async with aclosing(session.reroll(first.id)) as events:
        async for event in events:
            if isinstance(event, Words):
                break
    assert session.book.tip == first.id
    parent = session.book.step(first.id).parent
    assert session.book.drafts.latest(parent).sections["paragraph"]


async def test_an_engine_that_dies_takes_neither_the_writers_paragraph_nor_the_session(
    session, client, model_server, folder
):
    await collect(session.begin())
    model_server.queue(Reply(stall_after=400))
    asked = len(model_server.requests)

    async def kill():
        while len(model_server.requests) == asked:  # noqa: ASYNC110 - a server's thread counts
            await asyncio.sleep(0.01)
        os.kill(client.pid, signal.SIGKILL)

    killing = asyncio.create_task(kill())
    events = await collect(session.write_own("The bell rang — once."))
    await killing
    own = only(events, Committed)[0]
    assert session.book.tip == own.id
    assert any("Your paragraph is in the book." in each.text for each in only(events, Notice))
    assert only(await collect(session.write(PLAN)), Committed)
    assert "The bell rang — once." in (folder / "story.md").read_text(encoding="utf-8")
