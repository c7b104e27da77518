"""Backups in the studio, and what a writer sees of a story that is damaged."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList, ProgressBar

from rgpt_tui.engine.restoring import mend_story
from rgpt_tui.story.backup_files import Why, backups_of
from rgpt_tui.story.backups import make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.reading import BookReader
from rgpt_tui.studio.screens.backups import BackupsSheet
from rgpt_tui.studio.screens.confirm import Confirm
from rgpt_tui.studio.screens.damaged import AccountSheet, DamagedSheet
from rgpt_tui.studio.screens.shelf import ShelfScreen
from rgpt_tui.studio.screens.writing import WritingScreen
from tests.studio.conftest import step_of
from tests.studio.waiting import PATIENCE, opened, screen_text, shows, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.pilot import Pilot

    Opens = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


def steps_in(folder: Path) -> int:
    with BookReader.open(folder) as book:
        return len(book.path())


def backed_up(story: Path) -> None:
    """Make a backup of the story, and write two more steps."""
    make_backup(story / "book.db", Why.ROUTINE, reserve=0)
    with Book.open(story) as book:
        book.commit([step_of(7), step_of(8)])


def damage(story: Path) -> bytes:
    """Make a page of the texts unreadable that is read when the story is opened."""
    content = bytearray((story / "book.db").read_bytes())
    at = content.find(b"Paragraph 8 of") // 4096 * 4096
    content[at : at + 4096] = bytes(4096)
    (story / "book.db").write_bytes(content)
    return bytes(content)


def damage_is_told(pilot: Pilot[None]) -> bool:
    screen = pilot.app.screen
    return isinstance(screen, DamagedSheet) and bool(screen.query(OptionList))


async def test_a_backup_is_looked_at_and_restored_and_the_present_is_kept(
    story: Path, open_studio: Opens
) -> None:
    with Book.open(story) as book:
        book.undo()
        book.commit([step_of(6, paragraph="Another sixth paragraph.")])
    backed_up(story)
    async with open_studio(story, backups_keep=0) as pilot:
        screen = await opened(pilot)
        await screen.run_action("backups")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, BackupsSheet), "the sheet")
        await shows(pilot, "lacks 2 steps that are there now")
        await shows(pilot, "6 steps", "7 steps with all branches")
        await pilot.press("n")
        await shows(pilot, "made by hand", "as the story now")
        await pilot.press("down", "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        assert steps_in(story) == 8
        await pilot.press("y")
        await wait_for(
            pilot,
            lambda: isinstance(pilot.app.screen, WritingScreen) and pilot.app.screen is not screen,
            "the story as it was",
        )
        restored = await opened(pilot)
        assert restored.standing is not None
        assert restored.standing.tip is not None
        assert restored.standing.tip.number == 6
    newest = backups_of(story)[0]
    assert newest.why is Why.RESTORE


async def test_a_damaged_story_offers_its_remedies_and_is_mended(
    story: Path, open_studio: Opens
) -> None:
    backed_up(story)
    found = damage(story)
    async with open_studio() as pilot:
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "the shelf")
        pilot.app.open_story(story)  # type: ignore[attr-defined]
        await wait_for(pilot, lambda: damage_is_told(pilot), "the sheet")
        listed = pilot.app.screen.query_one(OptionList)
        await wait_for(pilot, lambda: listed.option_count == 3, "the remedies")
        await shows(pilot, "Leave it", "Go back to the backup of", "6 steps")
        shown = screen_text(pilot)
        assert "Traceback" not in shown
        # Left alone, it stays as it was, and the shelf offers the same.
        await pilot.press("end", "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "the shelf")
        assert (story / "book.db").read_bytes() == found
        await shows(pilot, "cannot be read")
        await pilot.press("enter")
        await wait_for(pilot, lambda: damage_is_told(pilot), "the sheet")
        listed = pilot.app.screen.query_one(OptionList)
        await wait_for(pilot, lambda: listed.highlighted == 0, "the remedies")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, AccountSheet), "it")
        await shows(pilot, "The book has ")
        await pilot.press("escape")
        screen = await opened(pilot)
        assert screen.standing is not None
    assert steps_in(story) >= 6
    (aside,) = (story / "damaged").iterdir()
    assert (aside / "book.db").read_bytes() == found


@pytest.mark.parametrize("fault", [None, BookUnwritable("No room."), ZeroDivisionError("in rgpt")])
async def test_while_a_story_is_mended_that_is_said_beside_a_bar_until_it_is_over(
    story: Path,
    open_studio: Opens,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception | None,
    unforeseen: list[Exception],
) -> None:
    go_on = threading.Event()

    def slow(folder: Path) -> object:
        assert go_on.wait(PATIENCE)
        if fault is not None:
            raise fault
        return mend_story(folder)

    monkeypatch.setattr("rgpt_tui.studio.damage.mend_story", slow)
    backed_up(story)
    damage(story)
    async with open_studio() as pilot:
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "the shelf")
        pilot.app.open_story(story)  # type: ignore[attr-defined]
        await wait_for(pilot, lambda: damage_is_told(pilot), "the sheet")
        listed = pilot.app.screen.query_one(OptionList)
        await wait_for(pilot, lambda: listed.highlighted == 0, "the remedies")
        await pilot.press("enter")
        await shows(pilot, "being mended")
        bar = pilot.app.screen.query_one(ProgressBar)
        assert bar.region.area
        assert bar.percentage is None
        # There is nothing to be done meanwhile.
        await pilot.press("escape", "enter")
        await shows(pilot, "being mended")
        go_on.set()
        over = AccountSheet if fault is None else ShelfScreen
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, over), "the end of it")
        # The sheet goes first, and then it is told.
        foreseen = not isinstance(fault, ZeroDivisionError)
        await wait_for(pilot, lambda: foreseen or unforeseen, "the word of it")
        assert not (foreseen and unforeseen)
        unforeseen.clear()


async def test_damage_that_is_met_while_writing_is_told_and_not_a_crash(
    story: Path, open_studio: Opens
) -> None:
    backed_up(story)
    async with open_studio(story, backups_keep=0) as pilot:
        screen = await opened(pilot)
        size = (story / "book.db").stat().st_size
        (story / "book.db-wal").write_bytes(b"")
        (story / "book.db").write_bytes(b"\x5a" * size)
        await screen.show_standing()
        await screen.run_action("undo")
        await wait_for(pilot, lambda: damage_is_told(pilot), "the sheet")
        listed = pilot.app.screen.query_one(OptionList)
        await wait_for(pilot, lambda: listed.option_count == 3, "the remedies")
        await pilot.press("down", "enter")
        await wait_for(
            pilot,
            lambda: isinstance(pilot.app.screen, WritingScreen) and pilot.app.screen is not screen,
            "the story as it was",
        )
        await opened(pilot)
    assert steps_in(story) == 6
