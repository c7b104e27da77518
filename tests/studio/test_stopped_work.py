"""Work that was stopped has ended, and what is said of it is what there is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.drafts import Draft
from rgpt_tui.studio.running import Running
from rgpt_tui.studio.screens.work import AUTOPILOT, stopped

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.writer.events import Event


async def test_it_does_not_go_on_without_whoever_ran_it() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def writing() -> AsyncGenerator[Event, None]:
        begun.set()
        try:
            await asyncio.Event().wait()
            yield
        finally:
            ended.set()

    async def take(_: Event) -> None: ...

    running = Running(take)
    worker = asyncio.create_task(running.run("writing", writing()))
    await begun.wait()
    worker.cancel()
    await asyncio.wait([worker])
    await asyncio.wait_for(ended.wait(), 10)
    assert not running.busy


def draft(text: str) -> Draft:
    """What came of a step."""
    return Draft(parent=None, plan=None, sections={"paragraph": text})


@pytest.mark.parametrize(
    ("what", "steps", "kept", "said", "not_said"),
    [
        ("writing", 0, draft("It rang."), "What came is kept: “Go on”", "autopilot"),
        ("writing", 0, draft(""), "stays as it is", "Go on"),
        ("writing", 0, None, "stays as it is", "Go on"),
        (AUTOPILOT, 2, None, "stopped after 2 steps; no other was under way", "Go on"),
        (AUTOPILOT, 1, draft("It rang."), "after 1 step. What came is kept: “Go on”", "no other"),
        (AUTOPILOT, 0, None, "before it had written anything", "Go on"),
    ],
)
def test_nothing_is_said_to_be_kept_that_did_not_come(
    what: str, steps: int, kept: Draft | None, said: str, not_said: str
) -> None:
    told = stopped(what, steps, kept)
    assert said in told
    assert not_said not in told
