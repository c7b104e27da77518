"""The engine process is there and does not answer."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from rgpt_tui.engine.client import EngineClient
from rgpt_tui.story.book import Book
from rgpt_tui.studio.app import StudioApp
from tests.model_server import Reply
from tests.studio.waiting import idle, opened, screen_text, wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.settings import Settings
    from tests.model_server import ModelServer


async def test_it_is_told_and_one_key_restarts_it_and_another_goes_on(
    settings: Settings, story: Path, model_server: ModelServer
) -> None:
    client = EngineClient.start(silence_seconds=2.0)
    app = StudioApp(settings, client, story=story)
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: len(screen.story.prose.streamed) > 100, "some words")
        came = screen.story.prose.streamed[:60]
        silent = client.pid
        assert silent is not None
        os.kill(silent, signal.SIGSTOP)
        await wait_for(pilot, lambda: "f11 restarts it" in screen_text(pilot), "the message")
        assert screen.story.prose.streamed.startswith(came), "the words stay in sight"
        await pilot.press("f11")
        await wait_for(pilot, lambda: screen.standing.draft is not None, "the draft")
        assert screen.standing.draft.sections["paragraph"].startswith(came)
        model_server.default = Reply(chunk=200)
        await pilot.press("ctrl+d")
        await wait_for(pilot, lambda: len(screen.standing.path) == 7, "the step")
        await idle(pilot)
        assert client.pid != silent
        await app.going.close_story()
    await client.close()
    with Book.open(story) as book:
        tip = book.step(book.tip or "")
        assert tip.text.paragraph.startswith(came)
