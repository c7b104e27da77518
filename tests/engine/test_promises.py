"""Promises that hold across rooms: what is shown is sent, what came is kept, a brake brakes."""

from __future__ import annotations

import pytest

from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.events import Committed, Recalled, Stopped
from rgpt_tui.engine.piloting import fly
from rgpt_tui.engine.session import StepIncomplete
from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.autopilot import StopRules
from rgpt_tui.writer.plan_choice import own_plan
from tests.engine.collecting import collect, only
from tests.model_server import Reply

PLAN = "The sexton rows out to the bell at low tide."


async def test_the_prompt_that_is_shown_knows_of_an_edit_just_made(open_session, model_server):
    async with open_session() as session:
        first = only(await collect(session.begin()), Committed)[0]
        await collect(session.write(own_plan(PLAN)))
        await session.revise(first.id, paragraph="The sexton rowed out to the bell at low tide.")
        shown = await session.next_prompt(PLAN)
        model_server.forget()
        await collect(session.write(own_plan(PLAN)))
    sent = model_server.requests[0].json["messages"]
    assert [message.content for message in shown.prompt.messages] == [m["content"] for m in sent]
    assert "The sexton rowed out to the bell" in sent[1]["content"]


async def test_for_a_text_without_a_memory_the_request_for_one_is_shown(open_session, model_server):
    async with open_session() as session:
        await session.add([NewStep(kind=StepKind.IMPORTED, text=Text(paragraph="It was night."))])
        shown = await session.next_prompt("")
        await collect(session.write(own_plan(PLAN)))
    sent = model_server.requests[0].json["messages"]
    assert [message.content for message in shown.prompt.messages] == [m["content"] for m in sent]


async def test_what_came_of_an_opening_can_be_kept(open_session, model_server):
    model_server.queue(Reply("Title: Low Water\n\nParagraph 1: The tide went out. It stayed out."))
    async with open_session(rounds=0) as session:
        with pytest.raises(StepIncomplete):
            await collect(session.begin())
        draft = session.book.drafts.latest(None)
        steps = only(await session.keep_draft(draft), Committed)
        assert [step.paragraph for step in steps] == ["The tide went out. It stayed out."]
        assert session.book.drafts.latest(None) is None


async def test_a_kept_draft_remembers_its_model_and_what_was_recalled(open_session, model_server):
    async with open_session(rounds=0) as session:
        await collect(session.begin())
        await collect(session.write(own_plan(PLAN)))
        model_server.queue(Reply("Paragraph: The rope was cut. The bell was gone."))
        events = []

        async def write():
            async for event in session.write(own_plan(PLAN)):
                events.append(event)  # noqa: PERF401, what came before the error counts

        with pytest.raises(StepIncomplete):
            await write()
        draft = session.book.drafts.latest(session.book.tip)
        step = only(await session.keep_draft(draft), Committed)[0]
        making = session.book.making(step.id)
        assert making.recalled == only(events, Recalled)[0].hits


def test_a_limit_of_cost_stops_where_no_price_is_known():
    assert StopRules(cost=1.0).reached(steps=1, words=1, cost=None) == "cost"
    assert StopRules(cost=1.0).reached(steps=1, words=1, cost=0.5) is None


async def test_a_limit_of_cost_is_no_hindrance_to_a_model_that_costs_nothing(open_session):
    async with open_session() as session:
        await collect(session.begin())
        events = await collect(fly(session, StopRules(steps=2, cost=1.0)))
        assert events[-1] == Stopped(why="steps")


async def test_an_engine_that_is_not_alone_leaves_the_long_term_memory_as_it_is(
    open_session, folder, settings, tmp_path
):
    async with open_session() as session:
        await collect(session.begin())
        await collect(session.catch_up())
        templates = tmp_path / "templates"
        async with Engine(folder, settings, template_folder=templates, alone=False) as reader:
            await collect(reader.rebuild())
            assert (await reader.search("the bell", 3)).mode == "hybrid"
