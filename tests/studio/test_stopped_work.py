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


def draft(text: str, parent: str | None = None) -> Draft:
    """What came of a step."""
    return Draft(parent=parent, plan=None, sections={"paragraph": text})


NOT_KEPT = "is not kept; the story stays as it is."


@pytest.mark.parametrize(
    ("what", "steps", "came", "kept", "said"),
    [
        ("", 0, ["paragraph"], draft("It.", "x"), "Stopped. What came is kept as a draft."),
        ("", 0, [], draft(""), "Stopped. No words of it had come; the story stays as it is."),
        ("", 0, [], None, "Stopped. No words of it had come; the story stays as it is."),
        ("", 0, ["plan_1", "plan_2"], None, f"Stopped. What had come of two plans {NOT_KEPT}"),
        ("", 1, [], None, "Stopped; the paragraph is in the book."),
        (AUTOPILOT, 2, [], None, "stopped after 2 steps; no other was under way."),
        (
            AUTOPILOT,
            2,
            ["choice"],
            None,
            "2 steps. What had come of the choice of a plan is not kept; the 2 paragraphs are in "
            "the book.",
        ),
        (
            AUTOPILOT,
            1,
            ["paragraph"],
            draft("It rang."),
            "after 1 step. What came is kept as a draft.",
        ),
        (AUTOPILOT, 0, [], None, "The autopilot stopped before it had written anything."),
    ],
)
def test_what_had_come_is_told_and_what_became_of_it(
    what: str, steps: int, came: list[str], kept: Draft | None, said: str
) -> None:
    here = kept is not None and kept.parent is None
    assert said in stopped(what, steps, came, kept, here=here)


def test_nothing_is_told_of_what_its_offer_says_itself() -> None:
    assert stopped("writing", 0, ["paragraph"], draft("It rang."), here=True) == ""
