"""A book that is damaged while it is open: each action says so, and none ends the studio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from rgpt_tui.studio.screens.damaged import DamagedSheet
from rgpt_tui.studio.screens.search import SearchSheet
from rgpt_tui.studio.screens.writing import WritingScreen
from tests.studio.waiting import idle, screen_text, settled, shows, wait_for, writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.pilot import Pilot

    Opens = Callable[..., AbstractAsyncContextManager[Pilot[None]]]

FROM_THE_STORY = {"e": "edit", "p": "pin"}


def ruin(story: Path, screen: WritingScreen) -> None:
    """Overwrite all of the book, as a failing disk may do, and let go of the pages held of it."""
    size = (story / "book.db").stat().st_size
    (story / "book.db-wal").write_bytes(b"")
    (story / "book.db").write_bytes(b"\x5a" * size)
    screen.desk.book._connection.execute("PRAGMA shrink_memory")


def search_box(pilot: Pilot[None]) -> Input | None:
    """The box of the search, also where another sheet lies over it."""
    sheets = [each for each in pilot.app.screen_stack if isinstance(each, SearchSheet)]
    return next(iter(sheets[0].query(Input)), None) if sheets else None


async def told(pilot: Pilot[None], what: str) -> None:
    """Wait until the damage is told, and lay all sheets aside.

    What goes on beside the writer may lay another one there meanwhile.
    """
    app = pilot.app
    await wait_for(pilot, lambda: isinstance(app.screen, DamagedSheet), f"the damage at {what}")
    for _ in range(20):
        await settled(pilot)
        if isinstance(app.screen, WritingScreen):
            return
        await pilot.press("escape")
    pytest.fail(f"the sheets did not go:\n{screen_text(pilot)}")


async def test_every_action_tells_of_the_damage_and_the_studio_goes_on(
    story: Path, open_studio: Opens
) -> None:
    async with open_studio(story, backups_keep=0) as pilot:
        await idle(pilot)
        screen = writing(pilot)
        ruin(story, screen)
        for action in ("undo", "history", "rename"):
            await screen.run_action(action)
            await told(pilot, action)
        for key, what in FROM_THE_STORY.items():
            await pilot.press("f2", key)
            await told(pilot, what)
        await pilot.press("ctrl+f")
        # What goes on beside the writer may meet the damage, too, and tell it over the search.
        await wait_for(pilot, lambda: search_box(pilot), "the search")
        box = search_box(pilot)
        assert box is not None
        box.value = "keeper"
        await told(pilot, "search")
        assert writing(pilot) is screen
        await shows(pilot, "Paragraph 6")
