"""How the writing screen looks, at three sizes and in two themes.

A change that is meant is stored by running with ``--update-screens``; read the ``.txt`` files that
changed before you commit them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.records import Plan
from tests.studio.screens.arriving import at_rest
from tests.studio.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

Open = Any
Assert = Any


@pytest.mark.parametrize("pane", ["story", "memory", "recalled", "next"])
async def test_each_pane(open_studio: Open, told: Path, assert_screen: Assert, pane: str) -> None:
    async with open_studio(told) as pilot:
        screen = await at_rest(pilot)
        screen.arrangement.bring(pane)
        await assert_screen(pilot, f"writing-{pane}")


async def test_only_prose(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("f7")
        await assert_screen(pilot, "writing-only-prose")


async def test_a_stopped_reply(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    with Book.open(told) as book:
        book.drafts.keep(
            Draft(
                parent=book.tip,
                plan=Plan(text="They row out again."),
                sections={"paragraph": "In the morning there was a third stroke, and nobody ro"},
                unfinished="paragraph",
            )
        )
    async with open_studio(told) as pilot:
        screen = await at_rest(pilot)
        await wait_for(pilot, lambda: screen.next.draft.has_class("-on"), "the stopped reply")
        await pilot.press("f5")
        await assert_screen(pilot, "writing-stopped")
