"""Keys that come while a story is still being opened."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from rgpt_tui.studio.actions import ACTIONS, Where
from rgpt_tui.studio.desk import Desk
from tests.studio.waiting import opened, settled, wait_for
from tests.studio.walking import keys_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

Open = Any
ELSEWHERE = {"stories", "external_editor"}


async def test_what_needs_the_story_says_that_it_is_still_being_opened(
    open_studio: Open, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, open_desk = asyncio.Event(), Desk._open

    async def slowly(desk: Desk) -> None:
        await gate.wait()
        await open_desk(desk)

    monkeypatch.setattr(Desk, "_open", slowly)
    async with open_studio() as pilot:
        await wait_for(pilot, lambda: pilot.app.screen.focused, "the shelf")
        await settled(pilot)
        await pilot.press("enter")
        await wait_for(pilot, lambda: pilot.app.going.open_screen, "the screen of the story")
        screen = pilot.app.going.open_screen
        for action in ACTIONS:
            if action.where is Where.WRITING and action.name not in ELSEWHERE:
                await pilot.press(*keys_of(action)[:1])
                if pilot.app.screen is not screen:
                    await pilot.press("escape")
        await settled(pilot)
        said = {each.message for each in pilot.app._notifications}
        assert any("still being opened" in each for each in said), said
        gate.set()
        assert await opened(pilot) is screen
        assert len(screen.standing.path) == 6
