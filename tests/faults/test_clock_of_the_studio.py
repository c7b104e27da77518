"""A clock that jumps back under the studio and its engine: nothing is lost, and all is in order."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.unsent import Box
from tests.crashes.findings import Stories, lost_between, next_start
from tests.crashes.in_terminal import StudioInTerminal, until
from tests.crashes.studio_kills import have_written, stage_of
from tests.faults.clocks import OFFSET_FILE, SITE
from tests.model_server import Reply

if TYPE_CHECKING:
    from aiohttp import web

    from tests.crashes.stage import Stage
    from tests.model_server import ModelServer, RecordedRequest

BACK = timedelta(days=400)
"""By how much the clock is set back each time."""


class Clock:
    """The time of day of the studio and of all that it starts; each reply sets it back."""

    def __init__(self, root: Path, reply: Reply) -> None:
        self._file, self._by = root / "offset", timedelta()
        self.reply = reply
        self._file.write_text("0")
        site = root / "site"
        site.mkdir()
        (site / "sitecustomize.py").write_text(SITE)
        paths = [str(site), *(each or str(Path.cwd()) for each in sys.path)]
        self.environment = {OFFSET_FILE: str(self._file), "PYTHONPATH": os.pathsep.join(paths)}

    def back(self) -> None:
        self._by -= BACK
        new = self._file.with_suffix(".new")
        new.write_text(str(self._by.total_seconds()))
        new.replace(self._file)

    def holds_in(self, pid: int) -> bool:
        """Whether a process lives by it."""
        return self._file.with_name(f"{self._file.name} of {pid}").exists()

    async def answer(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse:
        """Set the clock back, and write well."""
        self.back()
        return await self.reply.answer(request, record)


def reader(stage: Stage) -> BookReader:
    return BookReader.open(stage.folder)


def steps_of(stage: Stage) -> int:
    with reader(stage) as book:
        return len(book.path())


def test_steps_a_reply_in_flight_and_a_typed_plan_outlive_a_clock_that_jumps_back(
    model_server: ModelServer, tmp_path: Path
) -> None:
    stage = stage_of(tmp_path, model_server)
    clock = Clock(tmp_path, Reply(chunk=200))
    environment = stage.environment | clock.environment
    before, at_first = Stories.on(stage.shelf), steps_of(stage)
    clock.back()

    studio = StudioInTerminal(stage.name, environment)
    assert clock.holds_in(studio.pid)
    assert clock.holds_in(studio.engine())
    for number in (1, 2):
        have_written(studio, model_server, clock)  # type: ignore[arg-type]
        until(lambda: steps_of(stage) == at_first + number, f"step {number}")  # noqa: B023
    clock.reply = Reply(chunk=20, tokens_per_second=60)
    have_written(studio, model_server, clock)  # type: ignore[arg-type]
    clock.back()

    def kept() -> str:
        with reader(stage) as book:
            draft = book.drafts.latest(book.tip)
            return draft.sections.get("paragraph", "") if draft else ""

    until(lambda: len(kept()) > 400, "what comes of the reply")
    words = kept()
    studio.kill()

    studio = StudioInTerminal(stage.name, environment)
    studio.see("Stopped:")
    studio.press_slowly("next", "o")
    studio.type("tidewrack ")
    clock.back()
    studio.type("and kelp")

    def typed() -> list[str]:
        with reader(stage) as book:
            return [each.text for each in book.unsent.all() if each.box is Box.PLAN]

    until(lambda: any("kelp" in each for each in typed()), "the plan to be kept")
    studio.close()

    after = Stories.on(stage.shelf)
    assert lost_between(before, after) == []
    found = asyncio.run(next_start(stage.folder, stage.settings))
    assert found.faults == []
    assert found.offered is not None
    assert found.offered.sections["paragraph"].startswith(words.rstrip())
    with reader(stage) as book:
        new = [book.step(each.id) for each in book.path()[at_first:]]
        assert [each.id for each in book.last_steps(2)] == [each.id for each in new]
    assert all(later.created < sooner.created - 0.9 * BACK for sooner, later in pairwise(new))
