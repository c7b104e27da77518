"""The autopilot: what its form says and refuses, and where it stops."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.engine.remote import RemoteEngine
from rgpt_tui.story.book import Book
from rgpt_tui.story.records import PlanSource
from rgpt_tui.studio.screens.autopilot import AutopilotSheet
from tests.model_server import Reply
from tests.studio.conftest import step_of
from tests.studio.waiting import (
    sheet,
    shows,
    steps_are,
    wait_for,
    writing,
)

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from rgpt_tui.engine.forecast import Forecast
    from tests.model_server import ModelServer

Open = Any


async def test_the_autopilot_writes_as_many_steps_as_it_was_told(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("f9")
        autopilot = await sheet(pilot, AutopilotSheet)
        await shows(pilot, "tokens")
        autopilot.steps.value = "2"
        await pilot.press("ctrl+g")
        await steps_are(pilot, 8)


@pytest.mark.parametrize("number", ["+2", "02", "0_2"])
async def test_a_number_of_steps_counts_however_it_is_written(
    open_studio: Open, story: Path, number: str
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("f9")
        autopilot = await sheet(pilot, AutopilotSheet)
        autopilot.steps.value = number
        autopilot.words.value = "+90_000"
        rules = []
        autopilot.dismiss = rules.append  # type: ignore[assignment, method-assign]
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: rules, "the start")
        assert (rules[0].steps, rules[0].words) == (2, 90_000)


async def test_the_autopilot_says_in_its_form_that_it_makes_plans_where_there_are_none(
    open_studio: Open, story: Path
) -> None:
    with Book.open(story) as book:
        book.revise(book.tip or "", plans=())
    async with open_studio(story) as pilot:
        await pilot.press("f9")
        autopilot = await sheet(pilot, AutopilotSheet)
        await shows(pilot, "no plans here", "three made first")
        autopilot.steps.value = "1"
        await pilot.press("ctrl+g")
        await steps_are(pilot, 7)
    with Book.open(story) as book:
        assert len(book.step(book.path()[5].id).text.plans) == 3


@pytest.mark.parametrize("price", [-1.0, 0.0])
async def test_the_autopilot_begins_with_no_limit_of_cost_that_cannot_be_kept(
    open_studio: Open,
    story: Path,
    model_server: ModelServer,
    monkeypatch: pytest.MonkeyPatch,
    price: float,
) -> None:
    looked, forecast = asyncio.Event(), RemoteEngine.forecast

    async def late(engine: RemoteEngine, plan: str, **others: Any) -> Forecast:
        await looked.wait()
        return await forecast(engine, plan, **others)

    monkeypatch.setattr(RemoteEngine, "forecast", late)
    async with open_studio(story, prompt_price=price, reply_price=price) as pilot:
        await pilot.press("f9")
        autopilot = await sheet(pilot, AutopilotSheet)
        autopilot.steps.value, autopilot.cost.value = "1", "5"
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: _told(pilot, "is not known yet"), "the refusal")
        looked.set()
        await shows(pilot, "tokens")
        await pilot.press("ctrl+g")
        if price < 0:
            await wait_for(pilot, lambda: _told(pilot, "`prompt_price`"), "the refusal")
            assert pilot.app.screen is autopilot
            assert model_server.requests == []
        else:
            await steps_are(pilot, 7)


async def test_the_autopilot_stops_after_the_step_that_it_is_at(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=100, tokens_per_second=400)
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("f9")
        autopilot = await sheet(pilot, AutopilotSheet)
        autopilot.steps.value = "50"
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: screen.story.prose.streamed, "the first words")
        await shows(pilot, "esc stops")
        await pilot.press("ctrl+b")
        await steps_are(pilot, 7)


async def test_a_step_that_waits_for_the_long_term_memory_is_written_before_it_stops(
    open_studio: Open, folder: Path
) -> None:
    with Book.open(folder) as book:
        book.commit([step_of(number, paragraph=_of_its_own(number)) for number in range(1, 31)])
    async with open_studio(folder) as pilot:
        screen = writing(pilot)
        await pilot.press("f9")
        autopilot = await sheet(pilot, AutopilotSheet)
        autopilot.steps.value = "50"
        await pilot.press("ctrl+g")
        await shows(pilot, "for the long-term memory", "esc stops")
        assert screen.running.busy
        await pilot.press("ctrl+b")
        assert _told(pilot, "stops when this step is written")
        await steps_are(pilot, 31)
    with Book.open(folder) as book:
        assert book.step(book.tip or "").plan.source is PlanSource.AUTOPILOT


async def test_where_no_autopilot_is_at_work_the_key_that_stops_it_says_so(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+b")
        assert _told(pilot, "The autopilot is not at work")


def _told(pilot: Pilot[None], words: str) -> bool:
    """Whether a message that goes by says these words."""
    return any(words in told.message for told in pilot.app._notifications)


def _of_its_own(number: int) -> str:
    """A paragraph whose sentences are in no other, so that each of them is embedded."""
    return " ".join(f"Keeper {number} saw ship {each} come in." for each in range(20))
