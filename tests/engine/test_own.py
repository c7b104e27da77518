"""The writer's own paragraph: in the book at once, then remembered and planned from."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from rgpt_tui.engine.events import Committed, Revised
from rgpt_tui.engine.own_paragraph import NothingWritten
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import StepKind
from rgpt_tui.writer.events import Notice
from rgpt_tui.writer.plan_choice import own_plan
from rgpt_tui.writer.sections import PLANS, Section
from rgpt_tui.writer.state import state_of
from tests.engine.collecting import collect, only
from tests.model_server import bad_key
from tests.model_server.asked import asked_of

MINE = "  The bell rang — once.\n\n“Nobody pulled it,” said {{ Agnes }}.  "


async def test_it_is_on_the_disk_before_a_model_is_asked(open_session, folder, model_server):
    async with open_session() as session:
        await collect(session.begin())
        model_server.forget()
        async with aclosing(session.write_own(MINE, heading="The Bell")) as events:
            committed = await anext(events)
            assert not model_server.requests
            with BookReader.open(folder) as reader:
                step = reader.step(committed.id)
        assert (step.kind, step.text.paragraph) == (StepKind.OWN, MINE)
        assert step.text.heading == "The Bell"


async def test_memory_and_plans_are_asked_for_with_the_paragraph_as_it_is(
    open_session, model_server
):
    async with open_session() as session:
        before = only(await collect(session.begin()), Committed)[-1]
        model_server.forget()
        events = await collect(session.write_own(MINE))
        (request,) = model_server.requests
        assert asked_of(request.last_user_message).sections == (
            Section.RATIONALE,
            Section.MEMORY,
            *PLANS,
        )
        assert MINE in request.last_user_message
        # Told once: it is the new passage, and the one before it is the one before it.
        assert request.prompt.count("The bell rang — once.") == 1
        assert before.paragraph in request.prompt
        assert before.memory in request.prompt
        assert "The plan that" not in request.prompt
        own = only(events, Committed)[0]
        step = session.book.step(own.id)
        assert session.book.tip == own.id
        assert step.text.paragraph == MINE
        assert step.revision == only(events, Revised)[0].revision == 2
        assert step.text.memory != before.memory
        assert len(step.text.plans) == 3
        assert step.text.rationale
        assert not state_of(session.book).needs_refresh


async def test_its_plan_is_told_if_it_had_one(open_session, model_server):
    plan = own_plan("Agnes hears the bell.")
    async with open_session() as session:
        await collect(session.begin())
        model_server.forget()
        own = only(await collect(session.write_own(MINE, plan=plan)), Committed)[0]
        assert plan.text in model_server.requests[0].prompt
        assert session.book.step(own.id).plan == plan


async def test_without_a_model_it_is_kept_and_remembered_before_the_next_step(
    open_session, model_server
):
    async with open_session() as session:
        before = only(await collect(session.begin()), Committed)[-1]
        model_server.queue(bad_key())
        events = await collect(session.write_own(MINE))
        own = only(events, Committed)[0]
        assert "Your paragraph is in the book." in only(events, Notice)[-1].text
        assert session.book.tip == own.id
        assert own.memory == before.memory
        assert state_of(session.book).needs_refresh
        model_server.forget()
        await collect(session.write(own_plan("They run.")))
        assert MINE in model_server.requests[0].prompt
        assert asked_of(model_server.requests[0].last_user_message).sections[0] is Section.MEMORY
        memory = session.book.step(own.id).text.memory
        assert memory != before.memory
        assert memory in model_server.requests[1].prompt


async def test_a_memory_written_by_hand_counts_as_one(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        model_server.queue(bad_key())
        own = only(await collect(session.write_own(MINE)), Committed)[0]
        await session.revise(own.id, memory="The bell rang once.")
        assert not state_of(session.book).needs_refresh


async def test_it_can_begin_a_story(open_session, model_server):
    async with open_session() as session:
        events = await collect(session.write_own(MINE))
        assert only(events, Revised)[0].memory
        assert len(await session.plans()) == 3
        assert len(model_server.requests) == 1


async def test_an_empty_one_is_refused(open_session):
    async with open_session() as session:
        await collect(session.begin())
        tip = session.book.tip
        with pytest.raises(NothingWritten):
            await collect(session.write_own(" \n "))
        assert session.book.tip == tip
