"""Keys that come all at once do what they do one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key
from textual.widgets import Input

from rgpt_tui.studio.screens.autopilot import AutopilotSheet
from rgpt_tui.studio.screens.new_story import NewStoryScreen
from rgpt_tui.studio.screens.search import SearchSheet
from tests.model_server import Reply
from tests.studio.waiting import idle, settled, steps_are, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from tests.model_server import ModelServer

Open = Any


def at_once(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as fast as a script does."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("size", ["narrow", "wide"])
async def test_what_is_typed_right_behind_a_key_that_moves_the_focus_lands_where_it_moves_to(
    open_studio: Open, story: Path, size: str
) -> None:
    async with open_studio(story, size) as pilot:
        screen = writing(pilot)
        await settled(pilot)
        at_once(pilot, "f5", "o", *"more", "escape", "2", "e", "ctrl+end", *"now")
        await wait_for(pilot, lambda: screen.next.text.endswith("now"), "the plan")
        assert screen.next.text == "Plan 2 after step 6: the bell rings.now"
        # Up and down and into the paragraph, out of it, and on to the memory.
        at_once(pilot, "f2", "k", "e", "ctrl+end", *"more", "escape", "f3", "e", "ctrl+end", *"new")
        await wait_for(pilot, lambda: screen.memory.area.text.endswith("new"), "the memory")
        steps = await screen.desk.read(lambda book: book.last_steps(2))
        assert [each.text.paragraph.endswith("more") for each in steps] == [True, False]


async def test_a_key_right_behind_one_that_shows_a_pane_finds_it_laid_out(
    open_studio: Open, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A machine that is slow to draw.
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 0.3)
    async with open_studio(story, "narrow") as pilot:
        screen = writing(pilot)
        await pilot.press("f5")
        await wait_for(pilot, lambda: not screen.story.prose.size, "the plans alone")
        at_once(pilot, "f2", "k", "e")
        await wait_for(pilot, lambda: screen.story.editor.step, "the paragraph")
        assert screen.story.editor.step.number == 5


async def test_a_command_right_behind_what_is_typed_sees_all_of_it(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=200)
    async with open_studio(story) as pilot:
        await pilot.press("f9")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, AutopilotSheet), "the form")
        await settled(pilot)
        at_once(pilot, "ctrl+u", "2", "ctrl+g")
        await steps_are(pilot, 8)


async def test_what_is_typed_into_a_box_that_takes_nothing_now_is_no_command(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=60)
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: screen.story.prose.streaming, "the first words")
        at_once(pilot, "f5", "o", *"Each of Ned's")
        await settled(pilot)
        assert pilot.app.screen is screen
        assert screen.next.area.has_focus
        await pilot.press("escape")
        await idle(pilot)
        assert "Ned" not in screen.next.text


async def test_undo_right_behind_a_plan_of_ones_own_takes_back_its_step(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=200)
    async with open_studio(story, "huge") as pilot:
        at_once(pilot, "f5", "o", *"She rows out.", "ctrl+g")
        await steps_are(pilot, 7)
        await pilot.press("ctrl+z")
        await steps_are(pilot, 6)
        assert writing(pilot).next.text == "She rows out."


async def test_what_is_typed_right_behind_a_key_that_opens_a_sheet_lands_on_it(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        at_once(pilot, "ctrl+f", *"keeper")
        await box_holds(pilot, SearchSheet, "#search", "keeper")
        at_once(pilot, "escape", "f9", "ctrl+u", "7")
        await box_holds(pilot, AutopilotSheet, "#steps", "7")


async def test_what_is_typed_right_behind_the_way_to_a_new_story_is_its_title(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        at_once(pilot, "ctrl+o", "n", *"Nina")
        await box_holds(pilot, NewStoryScreen, "#title", "Nina")


async def test_keys_do_not_wait_for_a_screen_that_is_left_before_it_is_drawn_once_more(
    open_studio: Open, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never() -> None:
        """Do nothing: a busy machine may close the story before its next frame."""

    async with open_studio(story) as pilot:
        await settled(pilot)
        monkeypatch.setattr(writing(pilot), "_invoke_and_clear_callbacks", never)
        at_once(pilot, "ctrl+o", "n", *"Nina")
        await box_holds(pilot, NewStoryScreen, "#title", "Nina")


async def box_holds(pilot: Pilot[None], sheet: type[Screen[Any]], box: str, text: str) -> None:
    """Wait until a sheet is open, and what was typed is in a box of it."""
    await wait_for(
        pilot,
        lambda: (
            isinstance(pilot.app.screen, sheet)
            and [each.value for each in pilot.app.screen.query(box).results(Input)] == [text]
        ),
        f"{text} in {box}",
    )
