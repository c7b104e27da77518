"""The studio where the book can take no more; `tests/faults` has disks that are full in earnest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.reading import BookReader
from tests.studio.waiting import opened, screen_text, settled, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    import pytest
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
        assert written.split()[0] in screen_text(pilot)
        let_grow(screen.desk, by=10_000)
        asked = len(model_server.requests)
        await screen.run_action("go_on")
        await wait_for(
            pilot, lambda: screen.standing is not None and len(screen.standing.path) == 7, "it"
        )
        assert len(model_server.requests) == asked, "the model is not paid twice"
    with BookReader.open(story) as book:
        assert book.last_steps(1)[0].text.paragraph.strip() == written.strip()
