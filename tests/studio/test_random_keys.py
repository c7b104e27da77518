"""Keys at random, for a while: no crash, and not one step lost."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.studio.actions import ACTIONS, Where
from tests.studio.waiting import idle, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

SEED = int(os.environ.get("RGPT_TEST_RANDOM_SEED", "1887"))
LEFT_OUT = {
    "app.quit",
    "app.command_palette",
    "writing.stories",
    "writing.external_editor",
    "writing.restart_engine",
}
"""They leave the story, as the palette may, or need a terminal, and are tested by themselves."""
TYPED = ["a", "k", "space", "enter", "escape", "tab", "shift+tab", "up", "down", "left", "right"]


def keys() -> list[str]:
    bound = [
        key
        for action in ACTIONS
        if action.keys and action.id not in LEFT_OUT and action.where is not Where.SHELF
        for key in action.keys.split(",")
    ]
    return bound + TYPED * 3


def steps_of(folder: Path) -> dict[str, list[object]]:
    """Every step of every branch, with all its revisions."""
    with Book.open(folder) as book:
        return {step: list(book.revisions(step)) for step in book.latest_revisions()}


@pytest.mark.long
async def test_random_keys_neither_crash_the_studio_nor_lose_a_step(
    open_studio: Any,
    story: Path,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Where the exports go.
    monkeypatch.chdir(tmp_path)
    seconds = request.config.getoption("--random-seconds")
    chosen, pressed = random.Random(SEED), []
    before = steps_of(story)
    async with open_studio(story) as pilot:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pressed.append(chosen.choice(keys()))
            await pilot.press(pressed[-1])
            assert pilot.app._exception is None, pressed[-20:]
            now = await writing(pilot).desk.read(
                lambda book: {step: list(book.revisions(step)) for step in book.latest_revisions()}
            )
            for step, revisions in before.items():
                assert now[step][: len(revisions)] == revisions, pressed[-20:]
            before = now
        for _ in range(6):
            await pilot.press("escape")
        await wait_for(pilot, lambda: not writing(pilot).running.busy, "the end of the writing")
        await idle(pilot)
    after = steps_of(story)
    for step, revisions in before.items():
        assert after[step][: len(revisions)] == revisions
