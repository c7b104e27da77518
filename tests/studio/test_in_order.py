"""Keys that come all at once do what they do one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key

from tests.studio.waiting import settled, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

Open = Any


def at_once(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as fast as a script does."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("size", ["narrow", "wide"])
async def test_what_is_typed_right_behind_a_key_that_moves_the_focus_lands_where_it_moves_to(
    open_studio: Open, story: Path, size: str
) -> None:
    async with open_studio(story, size) as pilot:
        screen = writing(pilot)
        await settled(pilot)
        at_once(pilot, "f5", "o", *"more", "escape", "2", "e", "ctrl+end", *"now")
        await wait_for(pilot, lambda: screen.next.text.endswith("now"), "the plan")
        assert screen.next.text == "Plan 2 after step 6: the bell rings.now"
        # Up and down and into the paragraph, out of it, and on to the memory.
        at_once(pilot, "f2", "k", "e", "ctrl+end", *"more", "escape", "f3", "e", "ctrl+end", *"new")
        await wait_for(pilot, lambda: screen.memory.area.text.endswith("new"), "the memory")
        steps = await screen.desk.read(lambda book: book.last_steps(2))
        assert [each.text.paragraph.endswith("more") for each in steps] == [True, False]
