"""What came of a reply is kept, wherever it broke off and however the work on it ended."""

from __future__ import annotations

import asyncio

import pytest

from rgpt_tui.engine.events import Committed
from rgpt_tui.engine.session import StepIncomplete
from rgpt_tui.story.reading import BookReader
from rgpt_tui.writer.events import Asking, Words
from rgpt_tui.writer.plan_choice import own_plan
from tests.engine.collecting import collect, only
from tests.model_server import Reply

PLAN = own_plan("The sexton rows out to the bell at low tide.")


@pytest.mark.parametrize("cut_after", [1000, 9000, 20_000, 60_000])
async def test_an_opening_that_is_cut_anywhere_leaves_a_draft_to_go_on_with(
    open_session, model_server, cut_after
):
    async with open_session(rounds=0) as session:
        model_server.queue(Reply(cut_after=cut_after))
        with pytest.raises(StepIncomplete):
            await collect(session.begin())
        draft = session.book.drafts.latest(None)
        shown = "".join(draft.sections.values())
        # The outline comes first, as the title is given; what broke off of it is there as well.
        reply = draft.making.requests[0].reply
        assert draft.sections["outline"][:40] in reply
        assert len(shown) > 0.8 * len(reply) - 20
        steps = only(await collect(session.go_on(draft)), Committed)
        assert [step.number for step in steps] == [1, 2, 3]
        assert session.book.drafts.latest(None) is None


async def test_a_broken_outline_is_asked_for_anew_and_never_taken_as_it_is(
    open_session, model_server
):
    async with open_session(rounds=0) as session:
        model_server.queue(Reply(cut_after=9000))
        with pytest.raises(StepIncomplete):
            await collect(session.begin())
        draft = session.book.drafts.latest(None)
        assert draft.unfinished == "outline"
        broken = draft.sections["outline"]
        model_server.forget()
        await collect(session.go_on(draft))
        assert broken not in model_server.requests[0].prompt
        assert "Outline" in model_server.requests[0].last_user_message.splitlines()[-1]
        assert session.book.brief.outline != broken


async def test_a_broken_memory_is_in_the_draft_until_the_next_words_come(
    open_session, model_server, folder
):
    async with open_session(rounds=1) as session:
        await collect(session.begin())
        text = "Paragraph: It rained. It went on.\n\nRationale: Rain.\n\nMemory: It rains and no"
        model_server.queue(Reply(text, finish_reason=None, chunk=20), Reply(stall_after=0))
        asked = 0
        writing = session.write(PLAN)
        async for event in writing:
            asked += isinstance(event, Asking)
            if asked == 2:
                break
        await writing.aclose()
        draft = await session.unfinished()
        assert draft.sections["memory"] == "It rains and no"
        assert draft.unfinished == "memory"
        step = only(await session.keep_draft(draft), Committed)[0]
        assert "It rains and no" not in step.memory


async def test_a_refusal_is_on_record_and_never_becomes_a_step(open_session, model_server):
    async with open_session(rounds=0) as session:
        await collect(session.begin())
        model_server.queue(Reply("I cannot write that."))
        with pytest.raises(StepIncomplete):
            await collect(session.write(PLAN))
        draft = await session.unfinished()
        assert draft.making.requests[-1].reply == "I cannot write that."
        with pytest.raises(StepIncomplete, match="no words of a paragraph"):
            await session.keep_draft(draft)


async def test_words_are_kept_though_nobody_closed_the_generator(
    open_session, model_server, folder
):
    abandoned = []
    async with open_session() as session:
        await collect(session.begin())
        model_server.queue(Reply(chunk=40, stall_after=9000))
        writing = session.write(PLAN)
        abandoned.append(writing)
        async for event in writing:
            if isinstance(event, Words):
                break
        tip = session.book.tip
    with BookReader.open(folder) as book:
        assert book.drafts.latest(tip).sections["paragraph"]


async def test_a_second_cancellation_does_not_lose_what_the_first_was_keeping(
    open_session, model_server, monkeypatch
):
    async with open_session() as session:
        await collect(session.begin())
        model_server.queue(Reply(chunk=40, stall_after=9000))
        came = asyncio.Event()

        async def write():
            async for event in session.write(PLAN):
                if isinstance(event, Words):
                    came.set()

        task = asyncio.create_task(write())
        await came.wait()
        task.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
            task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert (await session.unfinished()).sections["paragraph"]


async def test_a_stopped_reply_is_on_record_with_the_sentence_that_was_written_anew(
    open_session, model_server
):
    async with open_session(prompt_price=1.0, reply_price=2.0) as session:
        await collect(session.begin())
        words = "Paragraph: The bell rang twice. Nobody had"
        model_server.queue(Reply(words, chunk=8, falls_silent=True))
        writing = session.write(PLAN)
        came = ""
        async for event in writing:
            came += event.text if isinstance(event, Words) else ""
            if came.endswith("Nobody had"):
                break
        await writing.aclose()
        draft = await session.unfinished()
        assert draft.making.usage.estimated
        assert draft.making.cost > 0
        step = only(await collect(session.go_on(draft)), Committed)[0]
        assert step.paragraph.startswith("The bell rang twice.")
        assert "Nobody had" not in step.paragraph
        stopped, *further = session.book.making(step.id).requests
        assert stopped.reply == "The bell rang twice. Nobody had"
        assert "rows out to the bell at low tide" in stopped.messages[-1].content
        assert further


async def test_a_request_of_which_no_word_came_is_in_no_draft(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        model_server.queue(Reply(stall_after=0))
        writing = session.write(PLAN)
        async for event in writing:
            if isinstance(event, Asking):
                break
        await writing.aclose()
        assert await session.unfinished() is None
