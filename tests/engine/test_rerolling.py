"""Writing a step once more: an alternate beside it, and the way back where nothing comes of it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from rgpt_tui.engine.events import Committed
from rgpt_tui.engine.session import StepIncomplete
from rgpt_tui.models.errors import AuthenticationFailed
from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.events import Words
from rgpt_tui.writer.plan_choice import NoSuchPlan, own_plan
from tests.engine.collecting import collect, only
from tests.model_server import Reply, bad_key

PLAN = own_plan("The sexton rows out to the bell at low tide and finds the rope cut.")


async def story_of(session, steps=1):
    """Write an opening and some steps, and give their ids."""
    ids = [event.id for event in only(await collect(session.begin()), Committed)]
    for number in range(steps):
        writing = session.write(PLAN, heading="Low Water" if number == 0 else "")
        ids += [event.id for event in only(await collect(writing), Committed)]
    return ids


async def test_a_step_is_written_again_from_its_plan_beside_the_first_try(
    open_session, model_server, folder
):
    async with open_session() as session:
        ids = await story_of(session, 2)
        first, later = ids[3:]
        model_server.forget()
        again = only(await collect(session.reroll(first)), Committed)[0]
        prompt = model_server.requests[0].last_user_message
        assert PLAN.text in prompt
        # The step starts from where the first try started, not from what came of it.
        assert session.book.step(ids[2]).text.paragraph in prompt
        assert session.book.step(first).text.paragraph not in prompt
        assert session.book.step(later).text.paragraph not in prompt
        assert session.book.tip == again.id
        new = session.book.step(again.id)
        assert (new.parent, new.plan, new.text.heading) == (ids[2], PLAN, "Low Water")
        assert [step.id for step in await session.alternates(again.id)] == [first, again.id]
        assert again.paragraph[:40] in (folder / "story.md").read_text(encoding="utf-8")
        await session.go_to(later)
        assert session.book.tip == later


async def test_it_can_be_written_from_another_plan_and_under_no_heading(open_session, model_server):
    other = own_plan("The sexton stays at home.")
    async with open_session() as session:
        ids = await story_of(session)
        model_server.forget()
        again = only(await collect(session.reroll(ids[3], other, heading="")), Committed)[0]
        assert other.text in model_server.requests[0].prompt
        assert PLAN.text not in model_server.requests[0].prompt
        assert again.heading == ""


async def test_a_reroll_that_fails_leaves_the_story_where_it_stood(open_session, model_server):
    async with open_session() as session:
        ids = await story_of(session, 2)
        model_server.queue(bad_key())
        with pytest.raises(AuthenticationFailed):
            await collect(session.reroll(ids[3]))
        assert session.book.tip == ids[4]
        assert [each.id for each in session.book.path()] == ids


async def test_what_came_of_a_reroll_that_broke_off_is_a_draft_to_go_on_with(
    open_session, model_server
):
    async with open_session(rounds=0) as session:
        ids = await story_of(session, 2)
        model_server.queue(Reply("Paragraph: The rope was cut. The bell was gone."))
        with pytest.raises(StepIncomplete):
            await collect(session.reroll(ids[3]))
        assert session.book.tip == ids[4]
        assert await session.unfinished() is None
        draft = session.book.drafts.latest(ids[2])
        assert draft.sections["paragraph"] == "The rope was cut. The bell was gone."
        step = only(await collect(session.go_on(draft)), Committed)[0]
        assert step.paragraph == "The rope was cut. The bell was gone."
        assert session.book.step(step.id).parent == ids[2]
        assert session.book.tip == step.id


async def test_such_a_draft_can_be_kept_as_it_stands_where_it_was_written_for(
    open_session, model_server
):
    async with open_session(rounds=0) as session:
        ids = await story_of(session, 2)
        memory = session.book.step(ids[2]).text.memory
        model_server.queue(Reply("Paragraph: The rope was cut. The bell was gone."))
        with pytest.raises(StepIncomplete):
            await collect(session.reroll(ids[3]))
        step = only(await session.keep_draft(session.book.drafts.latest(ids[2])), Committed)[0]
        assert session.book.step(step.id).parent == ids[2]
        assert step.memory == memory


@pytest.mark.parametrize("by", ["closing", "cancelling"])
async def test_a_reroll_that_is_stopped_leaves_the_story_where_it_stood(
    open_session, model_server, by
):
    async with open_session() as session:
        ids = await story_of(session, 2)
        model_server.queue(Reply(chunk=40, stall_after=9000))
        came = asyncio.Event()

        async def reroll():
            async with aclosing(session.reroll(ids[3])) as events:
                async for event in events:
                    if isinstance(event, Words):
                        came.set()
                        if by == "closing":
                            break

        task = asyncio.create_task(reroll())
        await came.wait()
        if by == "cancelling":
            task.cancel()
        await asyncio.wait([task])
        assert session.book.tip == ids[4]
        assert session.book.drafts.latest(ids[2]).sections["paragraph"]
        assert [each.id for each in session.book.path()] == ids


async def test_of_the_first_steps_the_opening_is_written_anew(open_session, model_server):
    async with open_session() as session:
        ids = await story_of(session)
        old = session.book.step(ids[1]).text.paragraph
        steps = only(await collect(session.reroll(ids[1])), Committed)
        assert [step.number for step in steps] == [1, 2, 3]
        assert session.book.tip == steps[-1].id
        assert old not in model_server.requests[-1].prompt
        alternates = await session.alternates(steps[0].id)
        assert [step.id for step in alternates] == [ids[0], steps[0].id]


async def test_an_opening_that_fails_leaves_the_one_that_is_there(open_session, model_server):
    async with open_session() as session:
        ids = await story_of(session)
        model_server.queue(bad_key())
        with pytest.raises(AuthenticationFailed):
            await collect(session.reroll(ids[0]))
        assert [each.id for each in session.book.path()] == ids


async def test_a_step_of_no_plan_is_not_written_again_without_one(open_session):
    async with open_session() as session:
        await collect(session.begin())
        await session.add([NewStep(kind=StepKind.IMPORTED, text=Text(paragraph="It was night."))])
        tip = session.book.tip
        with pytest.raises(NoSuchPlan):
            await collect(session.reroll(tip))
        assert session.book.tip == tip


@pytest.mark.parametrize("kind", [StepKind.IMPORTED, StepKind.OWN])
async def test_a_first_paragraph_that_no_model_wrote_is_no_opening_to_write_anew(
    open_session, model_server, kind
):
    async with open_session() as session:
        for text in ("It was night.", "It was day."):
            await session.add([NewStep(kind=kind, text=Text(paragraph=text))])
        first, tip = [each.id for each in session.book.path()]
        with pytest.raises(NoSuchPlan):
            await collect(session.reroll(first))
        assert session.book.tip == tip
    assert not model_server.requests


async def test_a_draft_that_was_set_aside_is_not_offered_and_stays_in_the_book(
    open_session, model_server
):
    async with open_session(rounds=0) as session:
        await story_of(session)
        model_server.queue(Reply("Paragraph: The rope was cut. The bell was gone."))
        with pytest.raises(StepIncomplete):
            await collect(session.write(PLAN))
        draft = await session.unfinished()
        await session.set_aside(draft.id)
        assert await session.unfinished() is None
        assert [each.id for each in session.book.drafts.all()] == [draft.id]


async def test_the_tip_moves_only_with_the_step_so_that_a_kill_leaves_the_story_where_it_stood(
    open_session, model_server
):
    async with open_session() as session:
        ids = await story_of(session, 2)
        tips = set()
        async with aclosing(session.reroll(ids[3])) as events:
            async for event in events:
                if isinstance(event, Committed):
                    break
                tips.add(session.book.tip)
        assert tips == {ids[4]}
        assert session.book.tip == event.id
        # Redo leads to the new version from the step before it.
        await session.move(back=True)
        assert session.book.tip == ids[2]
        await session.move(back=False)
        assert session.book.tip == event.id


async def test_the_story_is_told_only_what_stands_before_the_step(open_session, model_server):
    async with open_session() as session:
        ids = await story_of(session, 3)
        async for _ in session.catch_up():
            pass
        model_server.forget()
        await collect(session.reroll(ids[3]))
        later = session.book.step(ids[5]).text.paragraph
        sentence = later.split(". ")[1]
        assert sentence not in model_server.requests[0].prompt
