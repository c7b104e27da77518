"""A writing session: what it commits, what it keeps, and what reaches the model."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from rgpt_tui.engine.events import Committed, Recalled, Revised
from rgpt_tui.engine.session import StepIncomplete
from rgpt_tui.models.errors import AuthenticationFailed
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.events import Notice, Words
from rgpt_tui.writer.plan_choice import offered_plan, own_plan
from tests.engine.collecting import collect, only
from tests.model_server import Reply, bad_key

PLAN = "The sexton rows out to the bell at low tide and finds the rope cut."


async def test_an_opening_gives_three_steps_a_memory_three_plans_and_an_outline(open_session):
    async with open_session() as session:
        steps = only(await collect(session.begin()), Committed)
        assert [step.number for step in steps] == [1, 2, 3]
        assert steps[-1].memory
        assert len(steps[-1].plans) == 3
        assert session.book.brief.outline
        assert session.book.brief.title == "The Drowned Bell"


async def test_a_step_is_on_the_disk_when_it_is_announced(open_session, folder):
    async with open_session() as session:
        await collect(session.begin())
        async with aclosing(session.write(own_plan(PLAN))) as events:
            async for event in events:
                if isinstance(event, Committed):
                    with BookReader.open(folder) as reader:
                        step = reader.step(event.id)
                    assert (step.text.paragraph, step.text.memory, step.text.plans) == (
                        event.paragraph,
                        event.memory,
                        event.plans,
                    )
                    return
    pytest.fail("no step was announced")


async def test_the_plan_and_what_was_recalled_are_kept_with_the_step(open_session):
    async with open_session() as session:
        await collect(session.begin())
        await collect(session.write(own_plan(PLAN)))
        events = await collect(session.write(offered_plan(await session.plans(), 2)))
        step = only(events, Committed)[0]
        making = session.book.making(step.id)
        assert step.plan_source == "offered"
        assert making.recalled == only(events, Recalled)[0].hits
        assert PLAN not in making.requests[0].messages[1].content
        assert step.plan in making.requests[0].messages[1].content


async def test_the_readable_copy_follows_each_step_and_each_undo(open_session, folder):
    async with open_session() as session:
        await collect(session.begin())
        step = only(await collect(session.write(own_plan(PLAN))), Committed)[0]
        first_words = step.paragraph[:30]
        assert first_words in (folder / "story.md").read_text(encoding="utf-8")
        await session.move(back=True)
        await session.settle()
        assert first_words not in (folder / "story.md").read_text(encoding="utf-8")


async def test_an_edited_memory_reaches_the_next_request_exactly(open_session, model_server):
    memory = "Agnes keeps the rope.\n\n  She told {{ nobody }} — “not even him”.  "
    async with open_session() as session:
        await collect(session.begin())
        await session.revise(session.book.tip, memory=memory)
        model_server.forget()
        await collect(session.write(own_plan(PLAN)))
    assert memory in model_server.requests[0].json["messages"][1]["content"]


async def test_an_edited_paragraph_reaches_the_next_request_exactly(open_session, model_server):
    paragraph = "The bell rang once.\n\n*Nobody* had pulled it."
    async with open_session() as session:
        await collect(session.begin())
        await session.revise(session.book.tip, paragraph=paragraph)
        model_server.forget()
        await collect(session.write(own_plan(PLAN)))
    assert paragraph in model_server.requests[0].json["messages"][1]["content"]


async def test_a_pinned_passage_reaches_every_request_as_it_was_edited(open_session, model_server):
    async with open_session() as session:
        first = only(await collect(session.begin()), Committed)[0]
        session.book.marks.put(first.id, Mark.PIN)
        await session.revise(first.id, paragraph="The sexton's left hand has four fingers.")
        await collect(session.write(own_plan(PLAN)))
        model_server.forget()
        await collect(session.write(own_plan("They wait for the tide.")))
    prompt = model_server.requests[0].json["messages"][1]["content"]
    assert "The sexton's left hand has four fingers." in prompt


async def test_a_reply_that_fails_leaves_its_words_as_a_draft_to_go_on_with(
    open_session, model_server
):
    async with open_session(rounds=0) as session:
        await collect(session.begin())
        model_server.queue(Reply(cut_after=9000))
        with pytest.raises(StepIncomplete):
            await collect(session.write(own_plan(PLAN)))
        draft = session.book.drafts.latest(session.book.tip)
        assert draft.plan.text == PLAN
        kept = draft.sections["paragraph"]
        model_server.forget()
        step = only(await collect(session.write(draft.plan, draft=draft)), Committed)[0]
        assert step.paragraph.startswith(kept.split(".")[0])
        assert session.book.drafts.latest(draft.parent) is None


async def test_a_stop_keeps_what_came(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        model_server.queue(Reply(chunk=40, stall_after=9000))
        shown = ""
        async with aclosing(session.write(own_plan(PLAN))) as events:
            async for event in events:
                if isinstance(event, Words) and event.section == "paragraph":
                    shown += event.text
                    if len(shown) > 300:
                        break
        draft = session.book.drafts.latest(session.book.tip)
        assert draft.sections["paragraph"].startswith(shown[:300])
        assert draft.unfinished == "paragraph"


async def test_a_draft_can_be_made_a_step_as_it_stands(open_session, model_server):
    async with open_session(rounds=0) as session:
        await collect(session.begin())
        before = session.book.step(session.book.tip).text.memory
        model_server.queue(Reply("Paragraph: The rope was cut. The bell was gone."))
        with pytest.raises(StepIncomplete):
            await collect(session.write(own_plan(PLAN)))
        draft = session.book.drafts.latest(session.book.tip)
        step = only(await session.keep_draft(draft), Committed)[0]
        assert step.paragraph == "The rope was cut. The bell was gone."
        assert step.memory == before


async def test_an_error_of_the_model_leaves_the_story_as_it_was(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        tip = session.book.tip
        model_server.queue(bad_key())
        with pytest.raises(AuthenticationFailed):
            await collect(session.write(own_plan(PLAN)))
        assert session.book.tip == tip


async def test_a_draft_without_memory_gets_one_before_its_next_step(open_session, model_server):
    async with open_session() as session:
        await session.add(
            [
                NewStep(kind=StepKind.IMPORTED, text=Text(paragraph=f"It was night {number}."))
                for number in range(4)
            ]
        )
        imported = session.book.tip
        events = await collect(session.write(own_plan(PLAN)))
        assert only(events, Revised)[0].id == imported
        assert "It was night 3." in model_server.requests[0].json["messages"][1]["content"]
        memory = session.book.step(imported).text.memory
        assert memory
        assert memory in model_server.requests[-1].json["messages"][1]["content"]


async def test_writing_goes_on_without_an_embedder_and_says_so(open_session):
    async with open_session(embedder="no-such/embedder") as session:
        await collect(session.begin())
        events = await collect(session.write(own_plan(PLAN)))
        assert only(events, Committed)
        assert only(events, Recalled)[0].mode == "keyword"
        assert any("no-such/embedder" in notice.text for notice in only(events, Notice))


async def test_writing_goes_on_when_the_readable_copy_cannot_be_written(open_session, folder):
    (folder / "story.md").mkdir()
    async with open_session() as session:
        events = await collect(session.begin())
        assert len(only(events, Committed)) == 3
        assert any("story.md" in notice.text for notice in only(events, Notice))


async def test_a_step_on_another_branch_is_never_recalled(open_session):
    secret = "The sexton hid the silver bell in the well of the old mill."
    async with open_session() as session:
        await collect(session.begin())
        await collect(session.write(own_plan(PLAN)))
        away = session.book.tip
        await session.revise(away, paragraph=secret)
        await collect(session.catch_up())
        await session.move(back=True)
        await collect(session.write(own_plan("They walk home.")))
        events = await collect(session.write(own_plan("Who hid the silver bell in the well?")))
        recalled = only(events, Recalled)[0]
        assert away not in {each.step for each in (*recalled.hits, *recalled.near_misses)}


async def test_two_sessions_cannot_write_one_story(open_session):
    from rgpt_tui.story.lock import StoryLocked

    async with open_session():
        with pytest.raises(StoryLocked, match="a test"):
            async with open_session():
                pass


async def test_a_cancelled_step_can_be_written_again(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        model_server.queue(Reply(stall_after=500))
        asking = asyncio.Event()

        async def write():
            async for event in session.write(own_plan(PLAN)):
                if isinstance(event, Words):
                    asking.set()

        task = asyncio.create_task(write())
        await asking.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert only(await collect(session.write(own_plan(PLAN))), Committed)
