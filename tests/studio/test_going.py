"""Coming and going: what the studio opens, and how a story is left."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rgpt_tui.engine.piloting import fly
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.desk import Desk
from rgpt_tui.studio.left import read_left
from rgpt_tui.writer.autopilot import StopRules
from tests.studio.waiting import opened, settled, wait_for, writing


def told(pilot) -> str:
    """All that the writer was told."""
    return " ".join(each.message for each in pilot.app._notifications)


async def leave(pilot) -> None:
    """Leave the studio as a writer does."""
    await pilot.press("ctrl+q")
    await wait_for(pilot, lambda: pilot.app._exit, "the end")


def on_the_shelf(pilot) -> bool:
    return type(pilot.app.screen).__name__ == "ShelfScreen"


def is_open(pilot, folder: Path) -> bool:
    """Whether a story is open and read."""
    screen = pilot.app.going.open_screen
    return screen is not None and screen.desk.folder == folder and screen.standing is not None


async def test_the_story_that_was_left_is_open_at_the_next_start(open_studio, story):
    async with open_studio(story) as pilot:
        await wait_for(pilot, lambda: read_left()[0].last == str(story), "the place to be kept")
        await leave(pilot)
    async with open_studio() as pilot:
        assert (await opened(pilot)).desk.folder == story


async def test_whoever_left_for_the_shelf_begins_there(open_studio, story):
    async with open_studio(story) as pilot:
        pilot.app.show_shelf()
        await wait_for(pilot, lambda: on_the_shelf(pilot), "the shelf")
        await wait_for(pilot, lambda: read_left()[0].last is None, "that to be kept")
    async with open_studio() as pilot:
        await wait_for(pilot, lambda: on_the_shelf(pilot), "the shelf")


async def test_the_panes_stand_as_they_were_left(open_studio, story):
    async with open_studio(story) as pilot:
        writing(pilot).arrangement.share = 0.4
        pilot.app.show_shelf()
        await wait_for(pilot, lambda: on_the_shelf(pilot), "the shelf")
    async with open_studio(story) as pilot:
        await wait_for(pilot, lambda: writing(pilot).arrangement.share == 0.4, "the same share")


async def test_a_story_that_another_program_writes_is_left_alone_and_the_shelf_says_so(
    open_studio, story
):
    with WriterLock(story, "another program"):
        async with open_studio() as pilot:
            pilot.app.open_story(story)
            await wait_for(pilot, lambda: "another program" in told(pilot), "the message")
            await wait_for(pilot, lambda: on_the_shelf(pilot), "the shelf")


async def test_a_story_whose_folder_is_gone_leads_to_the_shelf(open_studio, story, settings):
    async with open_studio(story) as pilot:
        await wait_for(pilot, lambda: read_left()[0].last == str(story), "the place to be kept")
        await leave(pilot)
    Shelf(Path(settings.stories)).archive(story.name)
    async with open_studio() as pilot:
        await wait_for(pilot, lambda: on_the_shelf(pilot), "the shelf")


async def test_from_story_to_story_and_back_no_lock_stays(open_studio, story, settings):
    other = Shelf(Path(settings.stories)).duplicate(story.name)
    async with open_studio(story) as pilot:
        for folder in (other, story, other):
            pilot.app.open_story(folder)
            await wait_for(pilot, lambda folder=folder: is_open(pilot, folder), "the story")
        assert len(pilot.app.screen_stack) <= 3
        await leave(pilot)
    for folder in (story, other):
        with WriterLock(folder, "a test"):
            pass


async def test_quit_gives_the_story_back(open_studio, story):
    async with open_studio(story) as pilot:
        await leave(pilot)
    with WriterLock(story, "a test"):
        pass


async def test_what_cannot_be_kept_is_said_before_the_studio_ends(open_studio, story, monkeypatch):
    async with open_studio(story) as pilot:

        async def full() -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(writing(pilot).desk.typing, "keep_now", full)
        monkeypatch.setattr(writing(pilot), "close_story", full)
        await pilot.press("ctrl+q")
        await wait_for(pilot, lambda: "No space left" in told(pilot), "the message")
        assert not pilot.app._exit
        await settled(pilot)
        await leave(pilot)


async def test_a_story_that_is_left_before_it_is_open_is_given_back(shared_engine, settings, story):
    desk = Desk(story, settings, shared_engine)
    opening = asyncio.create_task(desk.open())
    await asyncio.sleep(0)
    await desk.close()
    await asyncio.wait([opening])
    with WriterLock(story, "another program"):
        assert desk.closed


async def test_what_is_begun_as_a_story_is_left_is_not_begun_in_a_closed_book(
    open_studio, story, model_server
):
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        flight = fly(screen.desk.session, StopRules(steps=1))
        begun = screen.write("on autopilot", flight)
        await screen.close_story()
        await wait_for(pilot, lambda: begun.is_finished, "its end")
        assert not screen.running.busy
        assert not model_server.requests
