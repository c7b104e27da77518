"""Keys at random, for a while: no fault that is told, no crash, and not one step lost."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.story.access import BOOK_FILE
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.reading import BookReader
from rgpt_tui.studio import palette
from rgpt_tui.studio.actions import ACTIONS
from tests.studio.waiting import idle, opened, steps_are, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.records import Text
    from rgpt_tui.studio.screens.writing import WritingScreen

SEED = int(os.environ.get("RGPT_TEST_RANDOM_SEED", "1887"))
LEFT_OUT = {
    # The end of the test.
    "app.quit",
    # It needs a terminal.
    "writing.external_editor",
    "own_page.external_editor",
    # The engine belongs to all tests.
    "app.restart_engine",
    # Another model writes nothing here, and one of them would be fetched.
    "app.choose_model",
    "shelf.choose_model",
    "models.choose",
    # A backup that is gone back to lacks steps, as it should.
    "writing.backups",
    "shelf.backups",
}
"""What is not done at random, by a key or from the palette; it is tested by itself."""
TYPED = ["a", "k", "space", "enter", "escape", "tab", "shift+tab", "up", "down", "left", "right"]
OFTEN = ["ctrl+g", "escape", "y"]
"""What makes steps, leaves a sheet, and says yes to one."""
LEAST = 100
"""Keys in a minute; a busy machine takes longer for them, and fewer were no test."""
BETWEEN_LOOKS = 10
"""Keys between two looks at the books."""

Steps = dict[str, list[list["Text"]]]


def keys() -> list[str]:
    """What is pressed, the same order for the same seed."""
    bound = [
        key
        for action in ACTIONS
        if action.keys and action.id not in LEFT_OUT
        for key in action.keys.split(",")
    ]
    return bound + TYPED * 3 + OFTEN * 8


def steps_under(shelf: Path) -> Steps:
    """Every step of every branch of every story, with all its revisions, once for each book."""
    found: Steps = defaultdict(list)
    for file in sorted(shelf.rglob(BOOK_FILE)):
        with BookReader.open(file.parent) as book:
            for step in book.latest_revisions():
                found[step].append(book.revisions(step))
    return found


async def look(shelf: Path) -> Steps:
    """The steps, even if a story is just being made, renamed or put away."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(RgptError, OSError):
            return await asyncio.to_thread(steps_under, shelf)
        await asyncio.sleep(0.05)
    return await asyncio.to_thread(steps_under, shelf)


def assert_kept(before: Steps, now: Steps, pressed: list[str]) -> None:
    """Nothing that was there is gone: no step, and no text that one of them ever had."""
    for step, texts in before.items():
        for revisions in texts:
            kept = any(each[: len(revisions)] == revisions for each in now.get(step, []))
            assert kept, pressed[-30:]


async def open_again(pilot: Any, shelf: Path, own: set[str]) -> WritingScreen:
    """Leave whatever lies in front, and open the story that the test began with."""
    for _ in range(10):
        await pilot.press("escape")
    # The archive comes before all that stands on the shelf.
    folder = max(
        file.parent for file in shelf.rglob(BOOK_FILE) if own <= steps_under(file.parent).keys()
    )
    screen = pilot.app.going.open_screen
    if screen is not None:
        await wait_for(pilot, lambda: not screen.running.busy, "the end of the writing")
    pilot.app.open_story(folder)
    await wait_for(
        pilot,
        lambda: (
            (now := pilot.app.going.open_screen) not in (None, screen) and now is pilot.app.screen
        ),
        "the story",
    )
    return await opened(pilot)


@pytest.mark.long
async def test_random_keys_neither_crash_the_studio_nor_lose_a_step(
    open_studio: Any,
    story: Path,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    unforeseen: list[Exception],
) -> None:
    # Where the exports go.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        palette, "ACTIONS", [action for action in ACTIONS if action.id not in LEFT_OUT]
    )
    seconds, shelf = request.config.getoption("--random-seconds"), story.parent
    chosen, pressed, screens = random.Random(SEED), [], set()
    before = first = steps_under(shelf)
    async with open_studio(story) as pilot:
        began, least = time.monotonic(), LEAST * seconds / 60
        while (passed := time.monotonic() - began) < seconds or len(pressed) < least:
            assert passed < 4 * seconds, f"only {len(pressed)} keys"
            pressed.append(chosen.choice(keys()))
            await pilot.press(pressed[-1])
            screens.add(type(pilot.app.screen).__name__)
            assert pilot.app._exception is None, pressed[-30:]
            assert not pilot.app._exit, pressed[-30:]
            assert not unforeseen, (unforeseen, pressed[-30:])
            if len(pressed) % BETWEEN_LOOKS == 0:
                now = await look(shelf)
                assert_kept(before, now, pressed)
                before = now
        screen = await open_again(pilot, shelf, set(first))
        written = set(before) - set(first)
        # The story can still be gone on with.
        count = len(screen.standing.path)
        await pilot.press("f2", "end", "ctrl+g")
        await steps_are(pilot, count + 1)
        await idle(pilot)
        assert writing(pilot) is screen
    after = await look(shelf)
    assert_kept(before, after, pressed)
    assert written, "random keys wrote no step"
    assert screens > {"WritingScreen"}, screens
