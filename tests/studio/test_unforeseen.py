"""A fault of rgpt itself is told and logged; the studio goes on, and so does the writer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.command import CommandPalette
from textual.css.query import NoMatches
from textual.screen import Screen

from rgpt_tui.studio.fault_log import LARGEST, log_path, note
from rgpt_tui.studio.panes.memory import MemoryPane
from rgpt_tui.studio.screens.errands import Errands
from rgpt_tui.studio.work import work
from tests.studio.waiting import settled, steps_are, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

Open = Any
KEY = "sk-a-canary-key-0123456789"


def fails(*_: object) -> None:
    raise KeyError(f"no such thing with {KEY} \x1b[31m")


async def told_and_logged(pilot: Pilot[None], unforeseen: list[Exception]) -> None:
    """The writer was told, and the log has the traceback, with neither keys nor escapes."""
    await wait_for(pilot, lambda: pilot.app._notifications, "the message")
    said = [each.message for each in pilot.app._notifications]
    assert any("went wrong inside rgpt (KeyError" in each for each in said)
    logged = log_path().read_text(encoding="utf-8")
    assert "in fails" in logged
    assert KEY not in logged
    assert "\x1b" not in logged
    assert unforeseen
    unforeseen.clear()


async def test_a_key_that_leads_to_a_fault_leaves_the_studio_as_it_is(
    open_studio: Open, story: Path, monkeypatch: pytest.MonkeyPatch, unforeseen: list[Exception]
) -> None:
    monkeypatch.setattr(Errands, "action_search", fails)
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+f")
        await told_and_logged(pilot, unforeseen)
        await pilot.press("ctrl+g")
        await steps_are(pilot, 7)


async def test_what_a_pane_cannot_take_in_leaves_the_studio_as_it_is(
    open_studio: Open, story: Path, monkeypatch: pytest.MonkeyPatch, unforeseen: list[Exception]
) -> None:
    async with open_studio(story) as pilot:
        with monkeypatch.context() as broken:
            broken.setattr(MemoryPane, "_draw", fails)
            writing(pilot).post_message(writing(pilot).BookChanged())
            await told_and_logged(pilot, unforeseen)
        await settled(pilot)
        await pilot.press("ctrl+g")
        await steps_are(pilot, 7)


@pytest.mark.parametrize("fault", [NoMatches("no list"), KeyError("no list")])
async def test_a_palette_that_cannot_show_what_it_gathers_leaves_the_studio_as_it_is(
    open_studio: Open,
    story: Path,
    monkeypatch: pytest.MonkeyPatch,
    unforeseen: list[Exception],
    fault: Exception,
) -> None:
    def cannot(*_: object) -> None:
        raise fault

    async with open_studio(story) as pilot:
        with monkeypatch.context() as broken:
            broken.setattr(CommandPalette, "_refresh_command_list", cannot)
            await pilot.press("ctrl+p")
            await wait_for(pilot, lambda: isinstance(pilot.app.screen, CommandPalette), "it")
            await pilot.press(*"undo")
            await wait_for(pilot, lambda: unforeseen, "the message")
            unforeseen.clear()
            await pilot.press("escape")
            await wait_for(pilot, lambda: pilot.app.screen is writing(pilot), "the story")
        unforeseen.clear()
        await pilot.press("ctrl+g")
        await steps_are(pilot, 7)


class Looking(Screen[None]):
    """A screen that looks for something once its worker is ended, by its closing or otherwise."""

    begun = False

    @work()
    async def look(self) -> None:
        self.begun = True
        try:
            await asyncio.Event().wait()
        finally:
            self.query_one("#nowhere")


async def test_that_something_is_gone_with_its_screen_is_not_told(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        screen = Looking()
        await pilot.app.push_screen(screen)
        looking = screen.look()
        await wait_for(pilot, lambda: screen.begun, "the worker")
        await pilot.app.pop_screen()
        await wait_for(pilot, lambda: looking.is_finished, "its end")
        await settled(pilot)
        assert not pilot.app._notifications


async def test_that_something_is_not_on_a_screen_which_is_there_is_told(
    open_studio: Open, story: Path, unforeseen: list[Exception]
) -> None:
    async with open_studio(story) as pilot:
        screen = Looking()
        await pilot.app.push_screen(screen)
        looking = screen.look()
        await wait_for(pilot, lambda: screen.begun, "the worker")
        looking.cancel()
        await wait_for(pilot, lambda: pilot.app._notifications, "the message")
        assert "NoMatches" in str(unforeseen.pop())
        unforeseen.clear()


def test_the_log_does_not_grow_without_an_end(tmp_path: Path) -> None:
    log_path().parent.mkdir(parents=True)
    log_path().write_text("x" * (LARGEST + 1), encoding="utf-8")
    note(ValueError("once more"))
    assert "once more" in log_path().read_text(encoding="utf-8")
    assert log_path().stat().st_size < LARGEST
    assert log_path().with_suffix(".old").stat().st_size > LARGEST


def test_a_disk_that_refuses_the_log_is_no_further_fault(tmp_path: Path) -> None:
    log_path().mkdir(parents=True)
    note(ValueError("nobody hears it"))
