"""Neither the session nor the engine waits for the disk on the event loop."""

from __future__ import annotations

import asyncio
import threading
import traceback
from dataclasses import replace

import pytest

from rgpt_tui.engine.events import Committed
from rgpt_tui.engine.piloting import fly
from rgpt_tui.models.errors import AuthenticationFailed
from rgpt_tui.story.connection import BookConnection
from rgpt_tui.story.marks import Mark
from rgpt_tui.writer.autopilot import StopRules
from rgpt_tui.writer.plan_choice import own_plan
from tests.engine.collecting import collect, only
from tests.model_server import bad_key

PLAN = own_plan("The sexton rows out to the bell at low tide.")


@pytest.fixture
def on_the_loop(monkeypatch):
    """Where the book was read or written in the thread of the event loop."""
    loop_thread, found = threading.get_ident(), []
    read, change = BookConnection.all, BookConnection.change

    def look():
        if threading.get_ident() == loop_thread:
            found.append("".join(traceback.format_stack(limit=8)[:-2]))

    def watched_read(self, *arguments):
        look()
        return read(self, *arguments)

    def watched_change(self):
        look()
        return change(self)

    monkeypatch.setattr(BookConnection, "all", watched_read)
    monkeypatch.setattr(BookConnection, "change", watched_change)
    return found


async def test_all_that_a_writer_can_do_leaves_the_event_loop_alone(
    open_session, model_server, on_the_loop
):
    async with open_session() as session:
        steps = only(await collect(session.begin()), Committed)
        step = only(await collect(session.write(PLAN)), Committed)[0]
        await collect(session.write(PLAN, passages=()))
        await collect(session.write_own("The bell rang once."))
        await collect(session.refresh())
        await collect(session.replan())
        await collect(session.reroll(step.id))
        await collect(fly(session, StopRules(steps=1)))
        model_server.queue(bad_key())
        with pytest.raises(AuthenticationFailed):
            await collect(session.reroll(step.id))
        await session.revise(step.id, memory="She runs.")
        await session.mark(step.id, Mark.PIN)
        await session.mark(step.id, None)
        await session.move(back=True)
        await session.go_to(step.id)
        await session.alternates(step.id)
        await session.unfinished()
        await session.plans()
        await session.next_prompt(PLAN.text)
        await session.forecast(PLAN.text)
        await session.recall(PLAN.text)
        await session.search("the bell", 3)
        brief = await asyncio.to_thread(lambda: session.book.brief)
        await session.change_brief(replace(brief, style="Short."))
        await collect(session.catch_up())
        await collect(session.rebuild())
        assert steps
    assert not on_the_loop, on_the_loop[0]
