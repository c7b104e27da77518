"""A reply that was stopped: gone on with, kept as it is, or set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.story.book import Book
from tests.model_server import Reply
from tests.studio.waiting import idle, screen_text, settled, steps_are, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.model_server import ModelServer

Open = Any


async def test_escape_stops_and_what_came_is_gone_on_with(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: screen.story.prose.streamed.count(". ") > 1, "sentences")
        words = screen.story.prose.streamed.split(". ")[0]
        await pilot.press("escape")
        await wait_for(pilot, lambda: not screen.running.busy, "the stop")
        await wait_for(pilot, lambda: screen.standing.draft is not None, "the draft")
        model_server.default = Reply(chunk=200, wait=0.5)
        await pilot.app.run_action("go_on", screen)
        await wait_for(pilot, lambda: screen.running.busy, "the going on")
        assert screen.story.prose.streamed.startswith(words)
        await steps_are(pilot, 7)
        assert screen.standing.tip.text.paragraph.startswith(words)


async def stopped(pilot: Pilot[None]) -> None:
    """Have a reply begun, and stop it."""
    screen = writing(pilot)
    await pilot.press("ctrl+g")
    await wait_for(pilot, lambda: len(screen.story.prose.streamed) > 60, "some words")
    await pilot.press("escape")
    await wait_for(pilot, lambda: screen.standing.draft is not None, "the draft")
    await idle(pilot)


async def test_a_stopped_reply_can_be_kept_as_it_is(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with open_studio(story) as pilot:
        await stopped(pilot)
        await pilot.app.run_action("keep_draft", writing(pilot))
        await steps_are(pilot, 7)
        assert writing(pilot).standing.draft is None


async def test_a_stopped_reply_can_be_set_aside_and_is_not_thrown_away(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with open_studio(story) as pilot:
        await stopped(pilot)
        prose = writing(pilot).story.prose
        # Its words stay in sight, marked as what they are, until it is decided what becomes of it.
        assert prose.streamed[:60] in writing(pilot).standing.draft.sections["paragraph"]
        assert "┆" in screen_text(pilot)
        await pilot.app.run_action("set_aside", writing(pilot))
        await wait_for(pilot, lambda: writing(pilot).standing.draft is None, "no draft")
        await settled(pilot)
        assert not prose.streaming
        assert "┆" not in screen_text(pilot)
    with Book.open(story) as book:
        assert len(book.path()) == 6
        assert book.drafts.all()
