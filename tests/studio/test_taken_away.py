"""The studio whose story another program deletes while it is open."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from rgpt_tui.story.reading import BookReader
from tests.studio.waiting import opened, settled, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

    from tests.model_server import ModelServer


async def test_a_story_that_was_deleted_is_put_back_and_no_step_is_announced_that_goes_with_it(
    story: Path,
    open_studio: Callable[..., AbstractAsyncContextManager[Pilot[None]]],
    model_server: ModelServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with BookReader.open(story) as book:
        before = [step.text.paragraph for step in book.last_steps(99)]
    async with open_studio(story) as pilot:
        screen = await opened(pilot)
        told: list[str] = []
        monkeypatch.setattr(pilot.app, "notify", lambda text, **_: told.append(text))
        await settled(pilot)
        asked = len(model_server.requests)
        shutil.rmtree(story)
        screen.next.area.focus()
        screen.next.area.text = "They wait for the tide."
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: any("is there again" in each for each in told), "that")
        await settled(pilot)
        assert screen.standing is not None
        assert len(screen.standing.path) == len(before)
        assert len(model_server.requests) == asked, "nothing is paid for that cannot be kept"
        assert screen.next.area.text == "They wait for the tide."
    with BookReader.open(story) as book:
        assert [step.text.paragraph for step in book.last_steps(99)] == before
