"""Every fault of the model, one after the other, in one studio."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rgpt_tui.story.book import Book
from rgpt_tui.writer.sections import Section
from tests.model_faults.faults import ANSWERS, BREAKS, Answer, until_within
from tests.model_faults.phases import STEP
from tests.model_server import Reply
from tests.studio.waiting import idle, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from rgpt_tui.settings import Settings
    from rgpt_tui.story.records import Step
    from tests.model_faults.faults import Break
    from tests.model_server import ModelServer

Open = Any
WRITE, GO_ON = "ctrl+g", "ctrl+d"


class Studio:
    """A studio that meets one fault after the other."""

    def __init__(self, pilot: Pilot[None], server: ModelServer) -> None:
        self._pilot, self._server = pilot, server
        self._screen = writing(pilot)
        self._settings: Settings = pilot.app.settings  # type: ignore[attr-defined]
        self.steps = len(self._screen.standing.path)

    def told(self) -> str:
        return " ".join(each.message for each in self._pilot.app._notifications)

    async def meets(self, fault: Answer | Break, *answers: object) -> None:
        """Have a step asked for, and see that it is written, or that it is told why not."""
        self._server.forget()
        self._server.queue(*answers)
        self._screen.use(replace(self._settings, **getattr(fault, "settings", {})))
        await self._pilot.press(WRITE)
        if fault.error:
            await wait_for(self._pilot, lambda: fault.words in self.told(), fault.words)
            await idle(self._pilot)
            assert len(self._screen.standing.path) == self.steps
            assert "Traceback" not in self.told()
        else:
            await self.written()
        self._pilot.app.clear_notifications()

    async def goes_on(self) -> None:
        """Ask for the rest of what came."""
        await wait_for(self._pilot, lambda: self._screen.standing.draft, "the draft")
        await self._pilot.press(GO_ON)
        await self.written()

    async def written(self) -> None:
        self.steps += 1
        await wait_for(
            self._pilot,
            lambda: len(self._screen.standing.path) == self.steps,
            f"step {self.steps}; told: {self.told()}",
        )
        await idle(self._pilot)

    async def last(self) -> Step:
        return await self._screen.desk.read(lambda book: book.step(book.tip))


async def test_each_fault_is_told_or_mended_and_the_words_that_came_stay(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=200)
    text, whole = until_within(STEP, Section.MEMORY)
    async with open_studio(story, size="narrow", retries=1, next_token_seconds=0.7) as pilot:
        studio = Studio(pilot, model_server)
        for fault in ANSWERS.values():
            await studio.meets(fault, *fault.answers(STEP))
        for broken in BREAKS.values():
            await studio.meets(broken, Reply(text + broken.behind(), chunk=200, **broken.rest))
            if broken.error:
                await studio.goes_on()
            assert (await studio.last()).text.paragraph == whole[Section.PARAGRAPH]
    mended = [fault for fault in (*ANSWERS.values(), *BREAKS.values()) if not fault.error]
    with Book.open(story) as book:
        assert len(book.path()) == studio.steps >= 6 + len(mended)
