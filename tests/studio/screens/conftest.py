"""Screens that are compared with stored ones, as text and as SVG."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import textual

from tests.studio.waiting import screen_text, settled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

STORED = Path(__file__).parent / "stored"
TEXTUAL = "8.2.8"
"""Other versions draw other SVGs: take a new one in a commit that changes only stored screens."""


UNCHANGED = 40
"""Looks, one after the other, in which a screen stays as it is before that counts as its last."""


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing on the screen tells of the time, and nothing comes into it after a while."""
    from rgpt_tui.studio import standing, story_list
    from rgpt_tui.studio.screens import writing

    monkeypatch.setattr(standing, "_midnight", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(story_list, "when", lambda moment: "on Monday")
    monkeypatch.setattr(writing, "QUIET_SECONDS", 3600.0)


def look(pilot: Pilot[None]) -> tuple[str, str]:
    """What is on the screen, as text and as SVG."""
    svg = re.sub(r"terminal-\d+", "terminal", pilot.app.export_screenshot(simplify=True))
    return screen_text(pilot), svg


async def at_rest(pilot: Pilot[None], until: Callable[[tuple[str, str]], bool]) -> tuple[str, str]:
    """What is on the screen once it is as wanted, or has not changed for a while."""
    await settled(pilot)
    seen, same = look(pilot), 0
    while not until(seen) and same < UNCHANGED:
        await pilot.pause(0.05)
        now = look(pilot)
        seen, same = now, same + 1 if now == seen else 0
    return seen


@pytest.fixture
def assert_screen(request: pytest.FixtureRequest) -> Callable[[Pilot[None], str], Awaitable[None]]:
    """Compares what is on the screen with what was stored under a name.

    The text is what a reviewer reads; the SVG has the colours too. It is the top screen that is
    in the text. What differs is written beside the stored one as ``.actual.svg``.
    """

    async def check(pilot: Pilot[None], name: str) -> None:
        text_file, svg_file = STORED / f"{name}.txt", STORED / f"{name}.svg"
        if request.config.getoption("--update-screens"):
            assert textual.__version__ == TEXTUAL, f"screens are stored with Textual {TEXTUAL}"
            text, svg = await at_rest(pilot, until=lambda seen: False)
            STORED.mkdir(exist_ok=True)
            text_file.write_text(text, encoding="utf-8", newline="\n")
            svg_file.write_text(svg, encoding="utf-8", newline="\n")
            return
        assert text_file.exists(), f"no stored screen {name}; run with --update-screens"
        stored = text_file.read_text(encoding="utf-8"), svg_file.read_text(encoding="utf-8")
        # What comes late, such as a scrollbar, may come; what does not come in the end fails.
        seen = await at_rest(pilot, until=lambda seen: seen == stored)
        if seen != stored:
            svg_file.with_suffix(".actual.svg").write_text(seen[1], encoding="utf-8", newline="\n")
        assert seen[0] == stored[0]
        assert seen[1] == stored[1], "the same text in other colours"

    return check
