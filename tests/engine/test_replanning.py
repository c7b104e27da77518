"""Other plans become a revision of the tip, and those before stay within reach."""

from __future__ import annotations

import pytest

from rgpt_tui.engine.events import Committed, Revised
from rgpt_tui.engine.session import StepIncomplete
from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.plan_choice import NoSuchPlan
from tests.engine.collecting import collect, only
from tests.model_server import Reply


async def test_other_plans_are_offered_and_the_old_ones_stay_in_the_revisions(
    open_session, model_server
):
    async with open_session() as session:
        step = only(await collect(session.begin()), Committed)[-1]
        model_server.forget()
        revised = only(await collect(session.replan()), Revised)[0]
        assert all(plan in model_server.requests[0].prompt for plan in step.plans)
        assert await session.plans() == revised.plans
        assert not set(revised.plans) & set(step.plans)
        assert (revised.id, revised.memory) == (step.id, step.memory)
        model_server.forget()
        await collect(session.replan())
        # Asked again, the model is told of both sets.
        assert all(
            plan in model_server.requests[0].prompt for plan in (*step.plans, *revised.plans)
        )
        texts = session.book.revisions(step.id)
        assert [text.plans for text in texts[:2]] == [step.plans, revised.plans]
        assert len(texts) == 3


async def test_plans_that_do_not_come_leave_those_on_offer(open_session, model_server):
    async with open_session(rounds=0) as session:
        await collect(session.begin())
        plans = await session.plans()
        model_server.queue(Reply("I cannot plan."))
        with pytest.raises(StepIncomplete, match="plans are as they were"):
            await collect(session.replan())
        assert await session.plans() == plans


async def test_a_text_without_a_memory_gets_one_with_its_plans(open_session):
    async with open_session() as session:
        await session.add([NewStep(kind=StepKind.IMPORTED, text=Text(paragraph="It was night."))])
        revised = only(await collect(session.replan()), Revised)
        assert len(revised) == 1
        assert revised[0].memory
        assert len(await session.plans()) == 3


async def test_a_story_without_an_opening_cannot_be_planned(open_session):
    async with open_session() as session:
        with pytest.raises(NoSuchPlan, match="no opening"):
            await collect(session.replan())
