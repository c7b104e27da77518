"""The line of keys follows the focus, and can be clicked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rgpt_tui.studio.key_line import KeyLine
from tests.studio.waiting import screen_text, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path


def last_line(pilot) -> str:
    return screen_text(pilot).rstrip("\n").split("\n")[-1]


async def test_the_keys_of_the_pane_with_the_focus_are_named(open_studio, story: Path) -> None:
    async with open_studio(story) as pilot:
        await wait_for(pilot, lambda: "r Re-roll" in last_line(pilot), "the keys of the story")
        await pilot.press("f3")
        await wait_for(pilot, lambda: "l Lock" in last_line(pilot), "the keys of the memory")
        assert "Re-roll" not in last_line(pilot)
        assert last_line(pilot).rstrip().endswith("^p Palette")


async def test_a_click_on_a_key_does_what_the_key_does(open_studio, story: Path) -> None:
    async with open_studio(story) as pilot:
        await wait_for(pilot, lambda: "^f Search" in last_line(pilot), "the key")
        at = re.search("Search", last_line(pilot)).start()
        await pilot.click(KeyLine, offset=(at, 0))
        await wait_for(pilot, lambda: pilot.app.screen is not writing(pilot), "the search")
        await shows(pilot, "Search the story")
