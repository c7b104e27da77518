"""Screens that are compared with stored ones, as text and as SVG."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import textual

from rgpt_tui.story.book import Book
from tests.studio.conftest import SIZES, step_of
from tests.studio.screens.prose import PARAGRAPHS
from tests.studio.waiting import screen_text, settled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.pilot import Pilot

STORED = Path(__file__).parent / "stored"
TEXTUAL = "8.2.8"
"""Other versions draw other SVGs: take a new one in a commit that changes only stored screens."""
THEMES = ("lamplight", "foolscap")
UNCHANGED = 12
"""Looks, one after the other, in which a screen stays as it is before that counts as its last."""


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing on the screen tells of the time; the next step is looked ahead to without a pause."""
    from rgpt_tui.studio import standing, story_list
    from rgpt_tui.studio.history import painting, versions, versions_pane
    from rgpt_tui.studio.screens import backups, writing

    monkeypatch.setattr(standing, "_midnight", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    for module in (story_list, versions, versions_pane, backups):
        monkeypatch.setattr(module, "when", lambda moment, now=None: "on Monday")
    monkeypatch.setattr(painting, "when_in_short", lambda moment, now=None: "Monday")
    monkeypatch.setattr(writing, "QUIET_SECONDS", 0.0)
    with monkeypatch.context() as of_the_machine:
        of_the_machine.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(autouse=True)
def not_the_first_start(tmp_path: Path) -> None:
    """There are settings, so that the shelf is shown and not the choice of a model."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").touch()


@pytest.fixture
def told(folder: Path) -> Path:
    """A story of nine steps that are unlike each other: what is recalled is never a tie."""
    with Book.open(folder) as book:
        for number, paragraph in enumerate(PARAGRAPHS, 1):
            book.commit([step_of(number, paragraph=paragraph)])
    return folder


def svg_of(pilot: Pilot[None]) -> str:
    """All that is on the screen, as SVG."""
    return re.sub(r"terminal-\d+", "terminal", pilot.app.export_screenshot(simplify=True))


async def _rest(pilot: Pilot[None], wanted: str = "") -> str:
    """What is on the screen once it is as wanted for two looks, or has not changed for a while."""
    await settled(pilot)
    seen, same = svg_of(pilot), 0
    while same < UNCHANGED and not (seen == wanted and same):
        # What is as wanted needs no time, only that whatever is on its way arrives.
        await (settled(pilot) if seen == wanted else pilot.pause(0.1))
        now = svg_of(pilot)
        seen, same = now, same + 1 if now == seen else 0
    return seen


@pytest.fixture
def assert_screen(request: pytest.FixtureRequest) -> Callable[[Pilot[None], str], Awaitable[None]]:
    """Compares what is on the screen with what was stored, at three sizes and in two themes.

    The text is what a reviewer reads; the SVG has the colours too. It is the top screen that is
    in the text, and it is the same in each theme. What differs is written beside the stored one as
    ``.actual.svg``.
    """
    update = request.config.getoption("--update-screens")

    async def check(pilot: Pilot[None], name: str, theme: str) -> None:
        text_file, svg_file = STORED / f"{name}.txt", STORED / f"{name}-{theme}.svg"
        if update:
            svg_file.write_text(await _rest(pilot), encoding="utf-8", newline="\n")
            text_file.write_text(screen_text(pilot), encoding="utf-8", newline="\n")
            return
        assert svg_file.exists(), f"no stored screen {svg_file.name}; run with --update-screens"
        svg = svg_file.read_text(encoding="utf-8")
        # What comes late, such as a scrollbar, may come; what does not come in the end fails.
        seen = await _rest(pilot, wanted=svg)
        if seen != svg:
            svg_file.with_suffix(".actual.svg").write_text(seen, encoding="utf-8", newline="\n")
        assert screen_text(pilot) == text_file.read_text(encoding="utf-8")
        assert seen == svg, "the same text in other colours"

    async def check_all(pilot: Pilot[None], name: str) -> None:
        if update:
            assert textual.__version__ == TEXTUAL, f"screens are stored with Textual {TEXTUAL}"
            STORED.mkdir(exist_ok=True)
        for size, columns_and_rows in SIZES.items():
            await pilot.resize_terminal(*columns_and_rows)
            for theme in THEMES:
                pilot.app.theme = theme
                await check(pilot, f"{name}-{size}", theme)

    return check_all
