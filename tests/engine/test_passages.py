"""The recall tray: what the writer left in it is what the prompt holds, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from rgpt_tui.engine.events import Committed, Recalled
from rgpt_tui.story.records import Passage, PassageOrigin, Position
from rgpt_tui.writer.plan_choice import own_plan
from tests.engine.collecting import collect, only

PLAN = "The sexton rows out to the bell at low tide and finds the rope cut."
MINE = "The bell was cast in the year of the flood, {{ and }} never rang true."


def by_hand(step, text=MINE):
    """A passage that the writer put into the tray."""
    return Passage(
        step=step,
        revision=1,
        position=Position(number=1),
        score=1.0,
        sentence="",
        text=text,
        origin=PassageOrigin.CHOSEN,
    )


def sent(model_server):
    """The user message of the first request since the server forgot."""
    return model_server.requests[0].json["messages"][1]["content"]


async def test_exactly_the_passages_that_the_writer_chose_are_sent(open_session, model_server):
    async with open_session() as session:
        first = only(await collect(session.begin()), Committed)[0]
        await collect(session.write(own_plan("They wait for the tide.")))
        recalled = (await session.next_prompt(PLAN)).recall.hits
        assert recalled
        trimmed = replace(recalled[0], text="Only these words of it.")
        tray = (by_hand(first.id), trimmed)
        model_server.forget()
        events = await collect(session.write(own_plan(PLAN), passages=tray))
        assert MINE in sent(model_server)
        assert "Only these words of it." in sent(model_server)
        assert not any(each.text in sent(model_server) for each in recalled)
        told = only(events, Recalled)[0]
        assert (told.hits, told.near_misses, told.mode) == (tray, (), "chosen")
        step = only(events, Committed)[0]
        assert session.book.making(step.id).recalled == tray


async def test_an_empty_tray_sends_none(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        await collect(session.write(own_plan("They wait for the tide.")))
        model_server.forget()
        events = await collect(session.write(own_plan(PLAN), passages=()))
        assert only(events, Recalled)[0].hits == ()
        assert "Recalled from earlier" not in sent(model_server)


async def test_the_prompt_that_is_shown_holds_the_chosen_passages_too(open_session, model_server):
    async with open_session() as session:
        first = only(await collect(session.begin()), Committed)[0]
        tray = (by_hand(first.id),)
        shown = await session.next_prompt(PLAN, passages=tray)
        assert shown.recall is None
        model_server.forget()
        await collect(session.write(own_plan(PLAN), passages=tray))
    messages = model_server.requests[0].json["messages"]
    assert [each.content for each in shown.prompt.messages] == [m["content"] for m in messages]
