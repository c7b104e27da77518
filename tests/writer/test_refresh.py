"""Memory and plans are made anew from the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.writer.events import Asking, Incomplete, MemorySettled, Refreshed
from rgpt_tui.writer.refresh import REFRESH_SECTIONS, refresh, refresh_prompt
from tests.model_server.asked import asked_of
from tests.writer.stage import MEMORY, cell_of, labelled, prose, run, said, state_after, step_texts

if TYPE_CHECKING:
    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer

PAGES = tuple(prose(f"page {number}", 12) for number in range(6))


async def test_memory_and_plans_are_asked_for_with_the_last_pages(
    cell: Cell, model_server: ModelServer
) -> None:
    result = await run(refresh(cell, state_after(*PAGES, memory="", plans=())))

    (request,) = model_server.requests
    assert asked_of(request.last_user_message).sections == REFRESH_SECTIONS
    assert "\n\n".join(PAGES) in request.prompt
    made = result.one(Refreshed)
    assert made.memory == result.screen["memory"]
    assert len(made.plans) == 3


@pytest.mark.parametrize("one", [False, True])
async def test_the_prompt_that_is_shown_is_the_one_that_is_sent(
    model_server: ModelServer, one: bool
) -> None:
    cell = cell_of(model_server, one=one)
    shown = refresh_prompt(cell, state_after(*PAGES))

    await run(refresh(cell, state_after(*PAGES)))

    sent = model_server.requests[0].messages
    assert [each.content for each in shown.messages] == [each["content"] for each in sent]


async def test_the_old_memory_is_shown_and_gives_way_to_the_text(
    cell: Cell, model_server: ModelServer
) -> None:
    result = await run(refresh(cell, state_after(*PAGES)))

    prompt = model_server.requests[0].prompt
    assert MEMORY in prompt
    assert "the text is right" in prompt
    assert MEMORY.startswith(result.one(MemorySettled).change.dropped)


async def test_a_small_model_is_asked_section_by_section(
    small_cell: Cell, model_server: ModelServer
) -> None:
    result = await run(refresh(small_cell, state_after(*PAGES, memory="", plans=())))

    assert [event.sections[0] for event in result.of(Asking)] == list(REFRESH_SECTIONS)
    memory, *plans = [each.prompt for each in model_server.requests]
    assert all(page in memory for page in PAGES)
    assert all(result.one(Refreshed).memory in plan for plan in plans)


async def test_pins_survive_a_refresh(cell: Cell, model_server: ModelServer) -> None:
    pin = "Mara must never learn who rang the bell."

    result = await run(refresh(cell, state_after(*PAGES, pinned=(pin,))))

    assert pin in model_server.requests[0].prompt
    assert pin in result.one(Refreshed).memory


async def test_a_memory_made_anew_may_be_much_shorter_than_the_old_one(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(labelled(step_texts(paragraph="", rationale="", memory="Mara ran."))))

    result = await run(refresh(cell, state_after(*PAGES, memory=prose("old", 15))))

    assert result.one(Refreshed).memory == "Mara ran."


@pytest.mark.parametrize("one", [False, True])
async def test_a_refresh_that_fails_says_what_is_missing(
    model_server: ModelServer, one: bool
) -> None:
    model_server.default = said("")

    result = await run(refresh(cell_of(model_server, one=one), state_after(*PAGES)))

    assert result.one(Incomplete).missing == tuple(each.value for each in REFRESH_SECTIONS)
    assert len(model_server.requests) <= 8
