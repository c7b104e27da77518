"""The recall tray in the studio: what stands in it is what the next request holds."""

from __future__ import annotations

import re

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.marks import Mark
from tests.studio.conftest import step_of
from tests.studio.waiting import idle, remembered, settled, shows, wait_for, writing

ROPE = "The rope of the bell was cut with a curved knife."
BREAD = "Ilse brought bread from the mill on Friday."
PLAN = "Mara finds the rope of the bell and the curved knife that cut it."


@pytest.fixture
def long_story(folder):
    """A story with something to recall far from its end."""
    with Book.open(folder) as book:
        book.commit(
            [
                step_of(1, paragraph=f"It was night. {ROPE} Nobody spoke of it."),
                step_of(2, paragraph=f"It was morning. {BREAD} They ate."),
                *(step_of(number) for number in range(3, 6)),
                step_of(6, plans=(PLAN, "They eat bread from the mill.", "The tide turns.")),
            ]
        )
    return folder


def sent(model_server):
    """The user message of the first request since the server forgot."""
    return model_server.requests[0].json["messages"][-1]["content"]


def found(pilot, step_number):
    """The number in the tray of a passage of a step."""
    entries = writing(pilot).recalled.tray.entries
    return next(
        (i for i, e in enumerate(entries) if e.passage.position.number == step_number), None
    )


async def recalled(pilot, plan=PLAN):
    """Wait until the tray is made for a plan, and long-term memory has all of the book."""
    pane = writing(pilot).recalled
    await wait_for(
        pilot,
        lambda: pane.tray.plan == plan and found(pilot, 1) is not None and not pane._recalling,
        "the tray to be filled",
    )
    await remembered(pilot)
    return pane


async def put_cursor(pilot, step_number):
    """Put the cursor on a passage."""
    pane = writing(pilot).recalled
    pane.rows.highlighted = pane._places.index(found(pilot, step_number))
    await settled(pilot)


async def write_step(pilot, model_server):
    """Write the next step, and wait for it."""
    model_server.forget()
    await pilot.press("ctrl+g")
    await wait_for(pilot, lambda: len(writing(pilot).standing.path) == 7, "the next step")
    await idle(pilot)


async def test_before_a_step_the_tray_shows_what_fits_the_plan_and_where_it_stands(
    open_studio, long_story
):
    async with open_studio(long_story, "narrow") as pilot:
        await recalled(pilot)
        await pilot.press("f4")
        await put_cursor(pilot, 1)
        await shows(pilot, ROPE, "The Bell · 1 of 6", "for the next request")


async def test_a_passage_taken_out_does_not_reach_the_model(open_studio, long_story, model_server):
    async with open_studio(long_story) as pilot:
        pane = await recalled(pilot)
        await pilot.press("f4")
        await put_cursor(pilot, 1)
        assert pane.tray.entries[found(pilot, 1)].taken
        await pilot.press("space")
        await write_step(pilot, model_server)
    assert ROPE not in sent(model_server)


async def test_the_forecast_is_that_of_the_passages_in_the_tray(open_studio, long_story):
    async with open_studio(long_story) as pilot:
        pane = await recalled(pilot)
        screen = writing(pilot)

        def tokens():
            numbers = re.findall("next step ≈ ([0-9,]+) tokens", "".join(screen.status.ahead[:1]))
            return int(numbers[0].replace(",", "")) if numbers else None

        async def ahead_of(passages):
            told = await screen.desk.engine.forecast(PLAN, passages=passages)
            return told.prompt_tokens + told.reply_tokens

        whole, without = await ahead_of(pane.tray.passages()), await ahead_of(())
        assert without < whole
        await wait_for(pilot, lambda: tokens() == whole, "the forecast")
        await pilot.press("f4")
        for entry in [each for each in pane.tray.entries if each.taken]:
            await put_cursor(pilot, entry.passage.position.number)
            await pilot.press("space")
        await wait_for(pilot, lambda: tokens() == without, "the forecast without passages")


async def test_a_trimmed_passage_reaches_the_model_as_one_sentence(
    open_studio, long_story, model_server
):
    async with open_studio(long_story) as pilot:
        await recalled(pilot)
        await pilot.press("f4")
        await put_cursor(pilot, 1)
        await pilot.press("t")
        await write_step(pilot, model_server)
    assert ROPE in sent(model_server)
    assert "Nobody spoke of it" not in sent(model_server)


async def test_an_untouched_tray_is_what_is_sent(open_studio, long_story, model_server):
    async with open_studio(long_story) as pilot:
        pane = await recalled(pilot)
        shown = pane.tray.passages()
        await write_step(pilot, model_server)
    assert all(passage.text in sent(model_server) for passage in shown)
    with Book.open(long_story) as book:
        assert book.making(book.tip).recalled == shown


async def test_another_plan_recalls_anew(open_studio, long_story):
    async with open_studio(long_story) as pilot:
        await recalled(pilot)
        await pilot.press("f5", "2")
        await recalled(pilot, "They eat bread from the mill.")
        best = writing(pilot).recalled.tray.entries[0].passage
        assert best.sentence == BREAD


async def test_pin_and_mute_are_kept_in_the_book(open_studio, long_story):
    def marks():
        with Book.open(long_story) as book:
            return list(book.marks.all().values())

    async with open_studio(long_story) as pilot:
        await recalled(pilot)
        await pilot.press("f4")
        await put_cursor(pilot, 1)
        await pilot.press("p")
        await wait_for(pilot, lambda: marks() == [Mark.PIN], "the pin")
        await recalled(pilot)
        await put_cursor(pilot, 1)
        await shows(pilot, "pinned")
        await pilot.press("m")
        await wait_for(pilot, lambda: marks() == [Mark.MUTE], "the mute")


async def test_a_mute_puts_no_other_passage_into_a_tray_that_was_emptied_and_is_taken_back_there(
    open_studio, long_story, model_server
):
    def mark():
        with Book.open(long_story) as book:
            return book.marks.all().get(book.path()[0].id)

    async with open_studio(long_story) as pilot:
        pane = await recalled(pilot)
        await pilot.press("f4")
        for entry in [each for each in pane.tray.entries if each.taken]:
            await put_cursor(pilot, entry.passage.position.number)
            await pilot.press("space")
        await put_cursor(pilot, 1)
        await pilot.press("m")
        await wait_for(pilot, lambda: mark() is Mark.MUTE, "the mute")
        await shows(pilot, "muted")
        await remembered(pilot)
        assert pane.entry[1].passage.position.number == 1
        await shows(pilot, "0 for the next request · changed by you")
        assert any("never recalled" in each.message for each in pilot.app._notifications)
        await pilot.press("m")
        await wait_for(pilot, lambda: mark() is None, "the mute to be taken back")
        await wait_for(pilot, lambda: not writing(pilot).standing.marks, "no mark")
        await remembered(pilot)
        await pilot.press("m")
        await wait_for(pilot, lambda: mark() is Mark.MUTE, "the mute")
        await write_step(pilot, model_server)
    with Book.open(long_story) as book:
        assert book.making(book.tip).recalled == ()


async def test_a_muted_passage_leaves_the_tray_when_it_is_recalled_again(open_studio, long_story):
    async with open_studio(long_story) as pilot:
        pane = await recalled(pilot)
        await pilot.press("f4")
        await put_cursor(pilot, 1)
        await pilot.press("m")
        await shows(pilot, "muted")
        assert 1 not in [each.position.number for each in pane.tray.passages()]
        await pilot.press("n")
        await wait_for(pilot, lambda: found(pilot, 1) is None, "the passage to go")


async def test_enter_shows_the_passage_in_the_story(open_studio, long_story):
    async with open_studio(long_story) as pilot:
        await recalled(pilot)
        await pilot.press("f4")
        await put_cursor(pilot, 1)
        await pilot.press("enter")
        screen = writing(pilot)
        first = screen.standing.path[0].id
        await wait_for(pilot, lambda: screen.story.prose.current == first, "the passage")


async def test_a_click_on_the_sign_takes_a_passage_out(open_studio, long_story):
    async with open_studio(long_story) as pilot:
        pane = await recalled(pilot)
        await pilot.press("f4")
        first = pane.tray.entries[0].passage.step
        await pilot.click("#passages", offset=(0, 0))
        await settled(pilot)
        assert first not in [passage.step for passage in pane.tray.passages()]
