"""The engine process is killed while the studio writes."""

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


async def test_it_says_so_comes_back_and_loses_nothing(
    settings: Settings, story: Path, model_server: ModelServer
) -> None:
    client = EngineClient.start()
    app = StudioApp(settings, client, story=story)
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: len(screen.story.prose.streamed) > 100, "some words")
        came = screen.story.prose.streamed[:60]
        assert client.pid is not None
        os.kill(client.pid, signal.SIGKILL)
        await wait_for(pilot, lambda: "engine" in screen_text(pilot).lower(), "the message")
        await wait_for(pilot, lambda: screen.standing.draft is not None, "the draft")
        draft = screen.standing.draft
        assert draft.sections["paragraph"].startswith(came)
        # The words stay where they were read, and one message tells of it all.
        await idle(pilot)
        assert came in screen.story.prose.streamed
        errors = [each.message for each in app._notifications if each.severity == "error"]
        assert len(errors) == 1, errors
        model_server.default = Reply(chunk=200)
        await app.run_action("go_on", screen)
        await wait_for(pilot, lambda: len(screen.standing.path) == 7, "the step")
        await idle(pilot)
        await app.going.close_story()
    await client.close()
    with Book.open(story) as book:
        assert len(book.path()) == 7
