"""The engine process is there and does not answer."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from rgpt_tui.engine.client import EngineClient
from rgpt_tui.story.book import Book
from rgpt_tui.story.records import PlanSource
from rgpt_tui.studio.app import StudioApp
from rgpt_tui.studio.screens.autopilot import AutopilotSheet
from rgpt_tui.studio.screens.import_story import ImportScreen
from rgpt_tui.studio.screens.shelf import ShelfScreen
from tests.model_server import Reply
from tests.studio.waiting import idle, opened, settled, shows, wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from rgpt_tui.settings import Settings
    from rgpt_tui.studio.screens.writing import WritingScreen
    from tests.model_server import ModelServer


async def silent_amid_words(
    pilot: Pilot[None], screen: WritingScreen, client: EngineClient
) -> tuple[int, str]:
    """Stop the engine while words come; give its process and the first of the words."""
    await pilot.press("ctrl+g")
    await wait_for(pilot, lambda: len(screen.story.prose.streamed) > 100, "some words")
    came = screen.story.prose.streamed[:60]
    silent = client.pid
    assert silent is not None
    os.kill(silent, signal.SIGSTOP)
    return silent, came


async def test_it_is_told_and_one_key_restarts_it_and_another_goes_on(
    settings: Settings, story: Path, model_server: ModelServer
) -> None:
    client = EngineClient.start(silence_seconds=2.0)
    app = StudioApp(settings, client, story=story)
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        silent, came = await silent_amid_words(pilot, screen, client)
        await shows(pilot, "f11 restarts it")
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


async def test_a_story_that_is_opened_while_it_is_silent_says_so_and_one_key_opens_it(
    settings: Settings, story: Path
) -> None:
    client = EngineClient.start(silence_seconds=2.0)
    app = StudioApp(settings, client)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for(pilot, lambda: client.state == "ready", "the engine")
        silent = client.pid
        assert silent is not None
        os.kill(silent, signal.SIGSTOP)
        await wait_for(pilot, lambda: client.state == "silent", "its silence")
        app.open_story(story)
        await shows(pilot, "f11 restarts it")
        await pilot.press("f11")
        screen = await opened(pilot)
        await settled(pilot)
        assert client.pid != silent
        assert len(screen.standing.path) == 6
        await app.going.close_story()
    await client.close()


@pytest.mark.parametrize("way", ["ctrl+q", "ctrl+o"])
async def test_a_story_can_be_left_while_it_is_silent_and_keeps_what_had_come(
    settings: Settings, story: Path, model_server: ModelServer, way: str
) -> None:
    client = EngineClient.start(silence_seconds=2.0)
    app = StudioApp(settings, client, story=story)
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        silent, came = await silent_amid_words(pilot, screen, client)
        await wait_for(pilot, lambda: client.state == "silent", "its silence")
        await pilot.press(way)
        await wait_for(
            pilot, lambda: screen.desk.closed and not screen.is_attached, "the end of it"
        )
        await client.close()
        await wait_for(pilot, lambda: not runs(silent), "the end of the process")
    with Book.open(story) as book:
        (draft,) = book.drafts.all()
        assert draft.sections["paragraph"].startswith(came)


def runs(process: int) -> bool:
    """Whether there is still a process of this id."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def says(app: StudioApp, words: str) -> bool:
    """Whether a message with these words can be read."""
    return any(words in each.message for each in app._notifications)


async def test_on_the_screens_around_a_story_it_is_told_until_one_key_restarts_it(
    settings: Settings, story: Path, tmp_path: Path
) -> None:
    client = EngineClient.start(silence_seconds=2.0)
    app = StudioApp(settings, client)
    draft = tmp_path / "salt.md"
    draft.write_text("# Salt\n\nThe tide went out and did not come back.\n")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for(pilot, lambda: client.state == "ready", "the engine")
        await wait_for(pilot, lambda: isinstance(app.screen, ShelfScreen), "the shelf")
        await settled(pilot)
        silent = client.pid
        assert silent is not None
        os.kill(silent, signal.SIGSTOP)
        await wait_for(pilot, lambda: says(app, "f11 restarts it"), "the key")
        await pilot.press("i")
        await wait_for(pilot, lambda: isinstance(app.screen, ImportScreen), "the import")
        await settled(pilot)
        app.screen.path.value = str(draft)
        await pilot.press("enter")
        await shows(pilot, "reading …")
        assert says(app, "f11 restarts it"), "for as long as it lasts"
        await pilot.press("f11")
        await wait_for(pilot, lambda: says(app, "there again"), "another engine")
        assert client.pid != silent
        assert not says(app, "f11 restarts it")
        await settled(pilot)
        app.screen.path.focus()
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.screen.has_class("-found"), "what is in the file")
    await client.close()


async def test_an_autopilot_restarts_it_by_itself_and_pays_for_nothing_twice(
    settings: Settings, story: Path, model_server: ModelServer
) -> None:
    client = EngineClient.start(silence_seconds=2.0)
    app = StudioApp(settings, client, story=story)
    model_server.queue(Reply(chunk=200), Reply(chunk=20, tokens_per_second=30))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f9")
        await wait_for(pilot, lambda: isinstance(app.screen, AutopilotSheet), "the rules")
        await settled(pilot)
        app.screen.query_one("#steps", Input).value = "2"
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: len(screen.story.prose.streamed) > 300, "some words")
        asked, came = len(model_server.requests), screen.story.prose.streamed[:200]
        silent = client.pid
        assert silent is not None
        os.kill(silent, signal.SIGSTOP)
        await wait_for(pilot, lambda: len(screen.standing.path) == 8, "both steps")
        await idle(pilot)
        assert client.pid != silent
        await app.going.close_story()
    await client.close()
    with Book.open(story) as book:
        first, _ = book.last_steps(2)
        assert first.text.paragraph.startswith(came)
        assert first.plan is not None
        assert first.plan.source is PlanSource.AUTOPILOT
    # The rest of the first step, and then the choice and the step behind it.
    assert len(model_server.requests) == asked + 3


async def test_an_autopilot_whose_engine_falls_silent_again_and_again_stops_and_says_so(
    settings: Settings, story: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rgpt_tui.engine.piloting.AGAIN", 1)
    client = EngineClient.start(silence_seconds=2.0)
    app = StudioApp(settings, client, story=story)
    model_server.queue(Reply(chunk=200))
    model_server.default = Reply(chunk=20, tokens_per_second=15)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        told: list[str] = []
        monkeypatch.setattr(app, "notify", lambda text, **_: told.append(text))
        await pilot.press("f9")
        await wait_for(pilot, lambda: isinstance(app.screen, AutopilotSheet), "the rules")
        await settled(pilot)
        await pilot.press("ctrl+g")
        for _ in range(2):
            seen = len(screen.story.prose.streamed)
            await wait_for(
                pilot,
                lambda seen=seen: len(screen.story.prose.streamed) > seen + 200,
                "some words",
            )
            stopped = client.pid
            assert stopped is not None
            os.kill(stopped, signal.SIGSTOP)
            await wait_for(pilot, lambda of=stopped: client.pid not in (None, of), "another engine")
        await wait_for(pilot, lambda: not screen.running.busy, "the autopilot to stop")
        assert any("The autopilot has stopped" in each for each in told)
        draft = await screen.desk.session.unfinished()
        assert draft is not None
        assert len(draft.sections["paragraph"]) > 300
        await app.going.close_story()
    await client.close()
