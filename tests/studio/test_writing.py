"""The writing screen: a story opened, gone on with, and left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.story.book import Book
from tests.studio.waiting import idle, settled, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model_server import ModelServer

Open = Any


async def test_shows_the_end_of_the_story(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        await settled(pilot)
        await shows(pilot, "Paragraph 6 of the keeper")


async def test_one_key_writes_the_next_step(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+g")
        screen = writing(pilot)
        await wait_for(pilot, lambda: len(screen.standing.path) == 7, "the seventh step")
        await idle(pilot)
    with Book.open(story) as book:
        assert len(book.path()) == 7
