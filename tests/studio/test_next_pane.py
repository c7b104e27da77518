"""The plans in the studio: what stands in the box is what the step is written from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.records import Making, Plan, PlanSource
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.studio.plan_box import NoPlan
from rgpt_tui.writer.events import Chosen
from tests.model_server import Reply
from tests.studio.conftest import step_of
from tests.studio.waiting import (
    idle,
    remembered,
    screen_text,
    settled,
    shows,
    steps_are,
    wait_for,
    writing,
)

PLANS = (
    "Mara rows out to the bell.",
    "Ilse asks to see the drawer in which the letter lies.",
    "An order comes.",
)


@pytest.fixture
def planned(folder):
    """A story of two steps with three plans for the third."""
    with Book.open(folder) as book:
        book.commit([step_of(1), step_of(2, plans=PLANS)])
    return folder


def sent(model_server):
    """The user message of the first request since the server forgot."""
    return model_server.requests[0].json["messages"][-1]["content"]


async def write_step(pilot, model_server):
    """Write the next step, and wait for it."""
    model_server.forget()
    steps = len(writing(pilot).standing.path)
    await pilot.press("ctrl+g")
    await wait_for(pilot, lambda: len(writing(pilot).standing.path) == steps + 1, "the next step")
    await idle(pilot)


def told(pilot):
    """What the writer was told in toasts."""
    return [str(each.message) for each in pilot.app._notifications]


def last_plan(folder):
    with Book.open(folder) as book:
        return book.step(book.tip).plan


async def test_the_first_plan_stands_in_the_box_and_is_written_from(
    open_studio, planned, model_server
):
    async with open_studio(planned) as pilot:
        await write_step(pilot, model_server)
        assert writing(pilot).next.text == writing(pilot).standing.tip.text.plans[0]
    assert PLANS[0] in sent(model_server)
    assert last_plan(planned) == Plan(text=PLANS[0], source=PlanSource.OFFERED, offered=1)


async def test_a_key_picks_another_plan(open_studio, planned, model_server):
    async with open_studio(planned) as pilot:
        await pilot.press("f5", "3")
        await write_step(pilot, model_server)
    assert last_plan(planned) == Plan(text=PLANS[2], source=PlanSource.OFFERED, offered=3)


async def test_an_edited_plan_reaches_the_model_word_for_word(open_studio, planned, model_server):
    async with open_studio(planned) as pilot:
        await pilot.press("f5", "2", "e", "enter", *"At dawn: ")
        await write_step(pilot, model_server)
    # One writes on where the plan ends.
    assert PLANS[1] + "\nAt dawn: " in sent(model_server)
    assert last_plan(planned) == Plan(
        text=PLANS[1] + "\nAt dawn: ", source=PlanSource.EDITED, offered=2
    )


async def test_a_plan_of_ones_own(open_studio, planned, model_server):
    async with open_studio(planned) as pilot:
        await pilot.press("f5", "o", *"A winter passes.")
        await write_step(pilot, model_server)
    assert last_plan(planned) == Plan(text="A winter passes.", source=PlanSource.OWN)
    with Book.open(planned) as book:
        assert book.unsent.all() == []


async def test_undo_brings_the_plan_and_the_chapter_of_the_step_back_into_their_boxes(
    open_studio, planned, model_server
):
    async with open_studio(planned) as pilot:
        pane = writing(pilot).next
        await pilot.press("f5", "c", *"The Rope", "enter", "o", *"A winter.", "escape")
        await write_step(pilot, model_server)
        await pilot.press("f2", "ctrl+z")
        await wait_for(pilot, lambda: pane.text == "A winter.", "the plan")
        assert (await pane.plan(), pane.heading) == (
            Plan(text="A winter.", source=PlanSource.OWN),
            "The Rope",
        )
        # Another choice stays as well, though it is what would be there without the undo.
        await pilot.press("f5", "1")
        await writing(pilot).close_story()
    async with open_studio(planned) as pilot:
        await wait_for(pilot, lambda: writing(pilot).next.text == PLANS[0], "the other choice")


async def test_the_chapter_of_a_step_is_not_that_of_another_way_on(
    open_studio, planned, model_server
):
    with Book.open(planned) as book:
        rope = replace(step_of(3, heading="The Rope"), plan=Plan(text="A winter."))
        book.commit([rope, step_of(5)])
        second = book.path()[1].id
    async with open_studio(planned) as pilot:
        pane = writing(pilot).next
        await writing(pilot)._go_to(second)
        await steps_are(pilot, 2)
        assert (pane.text, pane.heading) == (PLANS[0], "")
        # What undo brought back belongs to the plan that came with it.
        await pilot.press("f2", "ctrl+y", "ctrl+z")
        await wait_for(pilot, lambda: pane.heading == "The Rope", "the heading")
        await pilot.press("ctrl+z")
        await steps_are(pilot, 1)
        await writing(pilot)._go_to(second)
        pane.take_up(PLANS[2], second)
        await steps_are(pilot, 2)
        await write_step(pilot, model_server)
    with Book.open(planned) as book:
        made = book.step(book.tip)
        assert (made.plan.text, made.text.heading) == (PLANS[2], "")
        assert [each.box for each in book.unsent.all()] == []


async def test_two_plans_become_one(open_studio, planned, model_server):
    async with open_studio(planned) as pilot:
        await pilot.press("f5", "home", "down", "down", "m")
        await write_step(pilot, model_server)
    assert PLANS[0] + "\n\n" + PLANS[2] in sent(model_server)


async def test_an_empty_box_writes_nothing(open_studio, planned, model_server):
    async with open_studio(planned) as pilot:
        await pilot.press("f5", "o")
        with pytest.raises(NoPlan):
            await writing(pilot).next.plan()
        model_server.forget()
        await pilot.press("ctrl+g")
        await idle(pilot)
        await wait_for(pilot, lambda: told(pilot), "what to do")
    assert not model_server.requests


async def test_a_plan_that_was_typed_and_not_sent_is_there_at_the_next_start(open_studio, planned):
    async with open_studio(planned) as pilot:
        await pilot.press("f5", "o", *"A winter")

        def kept():
            with Book.open(planned) as book:
                return [e.text for e in book.unsent.all() if e.box is Box.PLAN]

        await wait_for(pilot, lambda: kept() == ["A winter"], "the unsent plan")
        await writing(pilot).close_story()
    with Book.open(planned) as book:
        book.unsent.keep(UnsentEdit(step=book.tip, box=Box.PLAN, text="A winter passes."))
    async with open_studio(planned) as pilot:
        await wait_for(pilot, lambda: writing(pilot).next.text == "A winter passes.", "the plan")
        await settled(pilot)
        await shows(pilot, "A winter passes.")


async def test_other_plans_leave_what_the_writer_made(open_studio, planned):
    async with open_studio(planned) as pilot:
        screen = writing(pilot)
        await pilot.press("f5", "r")
        await wait_for(pilot, lambda: screen.standing.tip.text.plans != PLANS, "other plans")
        await idle(pilot)
        assert screen.next.text == screen.standing.tip.text.plans[0]
        await pilot.press("o", *"Mine.", "escape")
        plans = screen.standing.tip.text.plans
        await pilot.press("r")
        await wait_for(pilot, lambda: screen.standing.tip.text.plans != plans, "other plans")
        await idle(pilot)
        assert screen.next.text == "Mine."


async def test_a_chapter_begins_with_the_next_step(open_studio, planned, model_server):
    async with open_studio(planned) as pilot:
        await pilot.press("f5", "c", *"The Rope", "enter")
        await settled(pilot)
        await shows(pilot, "“The Rope”")
        await write_step(pilot, model_server)
        assert writing(pilot).next.heading == ""
    with Book.open(planned) as book:
        assert book.step(book.tip).text.heading == "The Rope"
        assert book.unsent.all() == []


async def test_a_chapter_that_was_named_and_not_begun_is_there_at_the_next_start(
    open_studio, planned
):
    async with open_studio(planned) as pilot:
        await pilot.press("f5", "c", *"The Rope")
        await settled(pilot)
    async with open_studio(planned) as pilot:
        assert writing(pilot).next.heading == "The Rope"
        await settled(pilot)
        await shows(pilot, "“The Rope”")
        await pilot.press("f5", "c", *" Walk", "enter")
        assert writing(pilot).next.heading == "The Rope Walk"


async def test_picking_in_the_box_can_be_undone_there(open_studio, planned):
    async with open_studio(planned) as pilot:
        pane = writing(pilot).next
        await pilot.press("f5", "o", *"Mine.", "escape", "2", "e", "ctrl+z")
        await settled(pilot)
        assert pane.text == "Mine."
        assert (await pane.plan()).source is PlanSource.OWN


async def test_a_plan_that_was_written_from_before_says_so(open_studio, planned, model_server):
    async with open_studio(planned, "huge") as pilot:
        await pilot.press("f5", "2")
        await write_step(pilot, model_server)
        await pilot.press("f2", "ctrl+z")
        await wait_for(pilot, lambda: len(writing(pilot).standing.path) == 2, "the step before")
        await settled(pilot)
        await shows(pilot, "already taken")


async def test_a_story_without_a_step_says_how_it_begins(open_studio, folder):
    async with open_studio(folder, "narrow") as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await shows(pilot, "^g writes the opening", "a bell under the sea")


async def test_a_stopped_reply_is_offered_with_what_can_be_done(open_studio, planned):
    with Book.open(planned) as book:
        book.drafts.keep(
            Draft(
                parent=book.tip,
                plan=Plan(text=PLANS[0]),
                sections={"paragraph": "She rowed out. The bell"},
                unfinished="paragraph",
            )
        )
    async with open_studio(planned) as pilot:
        await wait_for(pilot, lambda: writing(pilot).next.draft.display, "the stopped reply")
        await settled(pilot)
        await shows(pilot, "Stopped: 5 words")
        await pilot.click("#next #set-aside")
        await wait_for(pilot, lambda: writing(pilot).standing.draft is None, "it to be set aside")
        await settled(pilot)
        assert "Stopped" not in screen_text(pilot)


async def test_a_click_puts_a_plan_into_the_box(open_studio, planned):
    async with open_studio(planned, "huge") as pilot:
        await wait_for(pilot, lambda: writing(pilot).next.text, "the plans")
        await settled(pilot)
        await pilot.click("#plans", offset=(10, 2))
        await settled(pilot)
        assert writing(pilot).next.text == PLANS[2]


async def test_the_autopilots_plan_is_shown_and_the_writers_own_stays(open_studio, planned):
    async with open_studio(planned) as pilot:
        pane = writing(pilot).next
        # When the long-term memory has followed, the panes are shown once more.
        await remembered(pilot)
        await pilot.press("f5", "o", *"Mine.", "escape")
        chosen = Chosen(
            plan="The storm breaks.", offered=2, reason="It must.", ended=False, making=Making()
        )
        await pane.take(chosen)
        await shows(pilot, "plan 2, by the autopilot", "The storm breaks.")
        await pane.show(writing(pilot).standing)
        await settled(pilot)
        assert (pane.text, pane.area.text) == ("Mine.", "Mine.")


async def test_while_a_paragraph_is_written_anew_its_own_plan_is_shown(
    open_studio, planned, model_server
):
    async with open_studio(planned) as pilot:
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: writing(pilot).standing.tip.plan is not None, "the step")
        await idle(pilot)
        model_server.default = Reply(chunk=20, wait=0.5)
        await pilot.press("f5", "o", *"What comes then", "f2", "end", "r")
        await shows(pilot, "Being written from the paragraph's plan", PLANS[0])
        await idle(pilot)
        await pilot.press("f5")
        await shows(pilot, "Write from")


async def test_a_plan_from_elsewhere_goes_into_the_box_at_the_place_that_is_gone_to(
    open_studio, planned
):
    async with open_studio(planned) as pilot:
        screen = writing(pilot)
        first = screen.standing.path[0].id
        screen.next.take_up("A road not taken.", first)
        # The long-term memory has followed, and the pane is shown once more where the story stood.
        await screen.next.show(screen.standing)
        await screen._go_to(first)
        await wait_for(pilot, lambda: screen.next._step.id == first, "the first step")
        await settled(pilot)
        assert screen.next.text == "A road not taken."
        await screen.close_story()
    with Book.open(planned) as book:
        assert [(e.step, e.text) for e in book.unsent.all()] == [(first, "A road not taken.")]
