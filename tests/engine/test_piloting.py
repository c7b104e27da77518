"""The autopilot at work: what it decides is kept, and it stops when it is told to."""

from __future__ import annotations

import asyncio

import pytest

from rgpt_tui.engine.connection import EngineDied, EngineGone
from rgpt_tui.engine.events import Committed, Flight, Stopped
from rgpt_tui.engine.piloting import AGAIN, fly
from rgpt_tui.writer.autopilot import Stop, StopRules
from rgpt_tui.writer.events import Answered, Asking, Chosen, Notice, Words
from tests.engine.collecting import collect, only
from tests.model_server import Reply

DECISION = (
    "Choice: 2\nReason: It is braver.\nRevised plan: Agnes cuts the rope herself.\nEnding: {}"
)


async def test_it_writes_as_many_steps_as_it_is_told_to(open_session):
    async with open_session() as session:
        await collect(session.begin())
        events = await collect(fly(session, StopRules(steps=3)))
        assert len([event for event in events if isinstance(event, Committed)]) == 3
        assert events[-1] == Stopped(why="steps")


async def test_an_engine_that_ends_once_in_each_of_many_steps_does_not_stop_it(
    open_session, monkeypatch
):
    async with open_session() as session:
        await collect(session.begin())
        write, due = session.write, [True]

        def dying(*asked, **told):
            if due:
                due.clear()
                raise EngineDied("The engine has ended.")
            due.append(True)
            return write(*asked, **told)

        monkeypatch.setattr(session, "write", dying)
        events = await collect(fly(session, StopRules(steps=AGAIN + 2)))
        told = [each.text for each in only(events, Notice) if "started again" in each.text]
        assert len(told) == AGAIN + 2
        assert len([event for event in events if isinstance(event, Committed)]) == AGAIN + 2
        assert events[-1] == Stopped(why="steps")


async def test_an_engine_that_is_not_started_again_is_not_said_to_be(open_session, monkeypatch):
    async with open_session() as session:
        await collect(session.begin())
        ends = [EngineDied("It has ended."), EngineGone("It is not started again.")]

        def dying(*asked, **told):
            raise ends.pop(0)

        monkeypatch.setattr(session, "prepare", dying)
        events = []
        flying = _gathered(fly(session, StopRules(steps=3)), events)
        with pytest.raises(EngineGone, match=r"after 0 steps\. It is not started again\."):
            await flying
        assert not only(events, Notice)


async def _gathered(flying, events):
    async for event in flying:
        events.append(event)


async def test_its_choice_is_stored_like_a_writers(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        model_server.queue(Reply(DECISION.format("no")))
        events = await collect(fly(session, StopRules(steps=1)))
        step = session.book.step(session.book.tip)
        assert (step.plan.text, step.plan.source, step.plan.offered, step.plan.reason) == (
            "Agnes cuts the rope herself.",
            "autopilot",
            2,
            "It is braver.",
        )
        making = session.book.making(step.id)
        assert making.requests[0].reply == DECISION.format("no")
        chosen = next(event for event in events if isinstance(event, Chosen))
        assert making.usage.prompt_tokens > chosen.making.usage.prompt_tokens > 0
        assert "Agnes cuts the rope herself." in model_server.requests[-1].prompt


async def test_where_no_plans_are_on_offer_it_has_some_made_first_and_counts_what_they_cost(
    open_session, model_server
):
    async with open_session(prompt_price=1.0, reply_price=1.0) as session:
        step = only(await collect(session.begin()), Committed)[-1]
        await session.revise(step.id, plans=())
        ahead = await session.forecast("")
        assert ahead.choice_tokens
        events = await collect(fly(session, StopRules(steps=5, cost=1e-9)))
        asked = only(events, Answered)
        assert "plan_1" in asked[0].request.purpose
        step = only(events, Committed)[0]
        planned = session.book.step(session.book.step(step.id).parent).text.plans
        assert len(planned) == 3
        assert only(events, Chosen)[0].offered in (1, 2, 3)
        assert all(plan in model_server.requests[-2].prompt for plan in planned)
        assert events[-1] == Stopped(why="cost")
        step = session.book.making(step.id)
        await session.revise(session.book.tip, plans=())
        one_step = step.cost + 1e-9
        events = await collect(fly(session, StopRules(steps=2, cost=one_step)))
        assert (len(only(events, Committed)), events[-1]) == (1, Stopped(why="cost"))


async def test_it_stops_when_the_story_has_ended(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        tip = session.book.tip
        model_server.queue(Reply(DECISION.format("yes")))
        events = await collect(fly(session, StopRules(steps=5)))
        assert events[-1] == Stopped(why="ending")
        assert session.book.tip == tip


async def test_it_stops_at_a_length(open_session):
    async with open_session() as session:
        await collect(session.begin())
        words = sum(step.words for step in session.book.path())
        events = await collect(fly(session, StopRules(words=words + 1)))
        assert events[-1] == Stopped(why="words")
        assert len([event for event in events if isinstance(event, Committed)]) == 1


async def test_it_stops_when_text_repeats(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        last = session.book.step(session.book.tip).text
        again = (
            f"Paragraph: {last.paragraph}\n\nRationale: none\n\nMemory: {last.memory}\n\n"
            + "\n\n".join(f"Plan {n}: {plan}" for n, plan in enumerate(last.plans, start=1))
        )
        model_server.queue(Reply(DECISION.format("no")), Reply(again))
        events = await collect(fly(session, StopRules(steps=5)))
        assert events[-1] == Stopped(why="repeated text")


async def test_it_tells_how_far_it_is_to_the_limit_that_it_comes_to_first(open_session):
    async with open_session() as session:
        await collect(session.begin())
        flights = only(await collect(fly(session, StopRules(steps=2, words=10**6))), Flight)
        assert [(each.step, each.way, each.share) for each in flights] == [
            (1, "1 of 2", 0.0),
            (2, "2 of 2", 0.5),
            (3, "2 of 2", 1.0),
        ]
        # What is shown is of the whole story; the bar is of this run.
        before, after = session.book.length().words, session.book.length().words + 10
        *_, begun, done = only(await collect(fly(session, StopRules(words=after))), Flight)
        assert (begun.limit, begun.done, begun.total, begun.share) == ("words", before, after, 0.0)
        assert (done.step, done.done, done.share) == (2, session.book.length().words, 1.0)


def test_the_limit_that_is_nearest_is_that_of_which_most_is_used():
    rules = StopRules(steps=10, words=2000, cost=2.0)
    at = {"steps": 5, "words": 1200, "words_before": 1000}
    assert rules.nearest(**at, cost=0.5).rule is Stop.STEPS
    assert rules.nearest(**at, cost=1.5).rule is Stop.COST
    assert rules.nearest(**at | {"words": 1900}, cost=None).rule is Stop.WORDS
    assert StopRules(words=900).nearest(**at, cost=0.0).share == 1.0
    assert StopRules().nearest(**at, cost=0.0) is None


@pytest.mark.parametrize("at", [Asking, Chosen, Words, Committed])
async def test_asked_to_stop_it_finishes_the_step_in_hand_and_begins_no_other(
    open_session, model_server, at
):
    asked = asyncio.Event()
    events = []
    async with open_session() as session:
        await collect(session.begin())
        model_server.queue(Reply(DECISION.format("no")))
        async for event in fly(session, StopRules(steps=5), stop_after_step=asked):
            events.append(event)
            # Words of the decision are words too; those of the paragraph are the step's.
            if isinstance(event, at) and getattr(event, "section", "paragraph") == "paragraph":
                asked.set()
        assert events[-1] == Stopped(why="asked to")
        # Also while it is choosing: the choice was asked for.
        assert len(only(events, Committed)) == len(only(events, Chosen)) == 1
        assert len(session.book.path()) == 4
        assert await session.unfinished() is None


async def test_asked_to_stop_before_it_begins_it_asks_nothing(open_session, model_server):
    asked = asyncio.Event()
    asked.set()
    async with open_session() as session:
        await collect(session.begin())
        model_server.forget()
        events = await collect(fly(session, StopRules(steps=5), stop_after_step=asked))
    assert events[-1] == Stopped(why="asked to")
    assert not model_server.requests


async def test_asked_to_stop_it_finishes_the_step_also_where_the_engine_ends_in_it(
    open_session, monkeypatch
):
    asked = asyncio.Event()
    async with open_session() as session:
        await collect(session.begin())
        write = session.write

        def dying(*args, **told):
            monkeypatch.setattr(session, "write", write)
            asked.set()
            raise EngineDied("The engine has ended.")

        monkeypatch.setattr(session, "write", dying)
        events = await collect(fly(session, StopRules(steps=5), stop_after_step=asked))
    assert len(only(events, Committed)) == len(only(events, Chosen)) == 1
    assert events[-1] == Stopped(why="asked to")
