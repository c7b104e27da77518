"""The studio where the book can take no more; `tests/faults` has disks that are full in earnest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.reading import BookReader
from tests.studio.waiting import opened, settled, shows, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.pilot import Pilot

    from rgpt_tui.studio.desk import Desk
    from tests.model_server import ModelServer


def let_grow(desk: Desk, *, by: int) -> None:
    """Let SQLite refuse what would make the file longer, as it does on a full disk."""
    connection = desk.book._connection
    pages = connection.only(lambda row: int(row[0]), "PRAGMA page_count")
    connection.execute(f"PRAGMA max_page_count = {pages + by}")


async def test_a_paragraph_that_does_not_fit_stays_on_the_screen_and_one_key_saves_it(
    story: Path,
    open_studio: Callable[..., AbstractAsyncContextManager[Pilot[None]]],
    model_server: ModelServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with open_studio(story) as pilot:
        screen = await opened(pilot)
        told: list[str] = []
        monkeypatch.setattr(pilot.app, "notify", lambda text, **_: told.append(text))
        await settled(pilot)
        let_grow(screen.desk, by=0)
        await pilot.press("ctrl+g")
        await wait_for(
            pilot, lambda: screen.standing is not None and screen.standing.draft, "the reply"
        )
        assert screen.standing is not None
        assert screen.standing.draft is not None
        written = screen.standing.draft.sections["paragraph"]
        assert "Make room on the disk" in told[-1]
        assert "saves it then" in told[-1]
        await shows(pilot, written.split()[0])
        let_grow(screen.desk, by=10_000)
        asked = len(model_server.requests)
        await screen.run_action("go_on")
        await wait_for(
            pilot, lambda: screen.standing is not None and len(screen.standing.path) == 7, "it"
        )
        assert len(model_server.requests) == asked, "the model is not paid twice"
    with BookReader.open(story) as book:
        assert book.last_steps(1)[0].text.paragraph.strip() == written.strip()


@pytest.mark.parametrize("key", ["ctrl+o", "ctrl+q"])
async def test_a_story_is_not_left_while_its_book_cannot_take_what_is_typed(
    story: Path,
    open_studio: Callable[..., AbstractAsyncContextManager[Pilot[None]]],
    monkeypatch: pytest.MonkeyPatch,
    key: str,
) -> None:
    monkeypatch.setattr("rgpt_tui.studio.typing_kept.SECONDS", 0.01)
    monkeypatch.setattr("rgpt_tui.studio.typing_kept.AGAIN_SECONDS", 0.01)
    typed = "She rows out to the bell herself. " * 1000
    async with open_studio(story) as pilot:
        screen = await opened(pilot)
        told: list[str] = []
        monkeypatch.setattr(pilot.app, "notify", lambda text, **_: told.append(text))
        await settled(pilot)
        let_grow(screen.desk, by=0)
        screen.next.area.focus()
        screen.next.area.text = typed
        await wait_for(pilot, lambda: any("is not being kept" in each for each in told), "that")
        await pilot.press(key)
        await wait_for(pilot, lambda: any("once more" in each for each in told), "the warning")
        await settled(pilot)
        assert pilot.app.screen is screen
        assert not pilot.app._exit
        assert not screen.desk.closed
        assert screen.next.area.text == typed
        assert sum("is not being kept" in each for each in told) == 1
        let_grow(screen.desk, by=10_000)
        await wait_for(pilot, lambda: "What you type is kept again." in told, "another try")
        await pilot.press("ctrl+s")
        await wait_for(pilot, lambda: "Saved." in told, "it to be saved")
    with BookReader.open(story) as book:
        assert [each.text for each in book.unsent.all()] == [typed]


async def test_an_edit_that_does_not_fit_is_in_its_box_again(
    story: Path, open_studio: Callable[..., AbstractAsyncContextManager[Pilot[None]]]
) -> None:
    typed = "She rows out to the bell herself. " * 1000
    async with open_studio(story) as pilot:
        screen = await opened(pilot)
        await settled(pilot)
        await pilot.press("f2", "e")
        await wait_for(pilot, lambda: screen.story.editor.open, "the box")
        let_grow(screen.desk, by=0)
        screen.story.editor.text = typed
        await settled(pilot)
        await pilot.press("escape")
        await wait_for(pilot, lambda: pilot.app._notifications, "what went wrong")
        await pilot.press("e")
        await wait_for(pilot, lambda: screen.story.editor.open, "the box")
        assert screen.story.editor.text == typed
        let_grow(screen.desk, by=10_000)
        await pilot.press("escape")
        await wait_for(pilot, lambda: not screen.story.editor.open, "the edit to be saved")
    with BookReader.open(story) as book:
        assert book.last_steps(1)[0].text.paragraph == typed


async def test_leaving_once_more_leaves_a_story_whose_book_takes_nothing(
    story: Path,
    open_studio: Callable[..., AbstractAsyncContextManager[Pilot[None]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with open_studio(story) as pilot:
        screen = await opened(pilot)
        told: list[str] = []
        monkeypatch.setattr(pilot.app, "notify", lambda text, **_: told.append(text))
        await settled(pilot)
        let_grow(screen.desk, by=0)
        screen.next.area.text = "She rows out to the bell herself. " * 1000
        await settled(pilot)
        await pilot.press("ctrl+o")
        await wait_for(pilot, lambda: any("once more" in each for each in told), "the warning")
        assert pilot.app.screen is screen
        await pilot.press("ctrl+o")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "ShelfScreen", "the shelf")
        assert screen.desk.closed


async def test_what_could_not_be_kept_when_the_studio_was_left_is_said_once_it_is_gone(
    story: Path, open_studio: Callable[..., AbstractAsyncContextManager[Pilot[None]]]
) -> None:
    async with open_studio(story) as pilot:
        screen = await opened(pilot)
        await settled(pilot)
        let_grow(screen.desk, by=0)
        screen.next.area.text = "She rows out to the bell herself. " * 1000
        await settled(pilot)
        await pilot.press("ctrl+q")
        await wait_for(pilot, lambda: pilot.app._notifications, "the warning")
        assert not pilot.app._exit
        let_grow(screen.desk, by=10_000)
        await pilot.press("ctrl+s")
        await settled(pilot)
        let_grow(screen.desk, by=0)
        screen.next.area.text = "She rows out to the bell once more. " * 3000
        await settled(pilot)
        pilot.app.clear_notifications()
        await pilot.press("ctrl+q")
        await wait_for(pilot, lambda: pilot.app._notifications, "the second warning")
        assert not pilot.app._exit, "it is warned of again, since there was room meanwhile"
        await pilot.press("ctrl+q")
        await wait_for(pilot, lambda: pilot.app._exit, "the end")
        assert "not as it should be" in str(pilot.app._exit_renderables[0])
        assert "could not be written" in str(pilot.app._exit_renderables[0])
    assert pilot.app.return_code == 1
