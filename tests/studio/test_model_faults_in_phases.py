"""Faults of the model in the studio in each phase but the writing of a step.

Each is told with what happened and a key that goes on; the key does so once the server is well
again, and what had been paid for is in the story then, or with the drafts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.models import repeating
from rgpt_tui.story.book import Book
from rgpt_tui.studio.screens.autopilot import AutopilotSheet
from rgpt_tui.studio.screens.drafts import DraftsSheet
from rgpt_tui.writer.refresh import REFRESH_SECTIONS
from rgpt_tui.writer.sections import PLANS, Section
from tests.model_faults.faults import ANSWERS, BREAKS, until_within
from tests.model_faults.phases import DECISION, OPENING, STEP
from tests.model_server import Reply
from tests.studio.test_import import looking_at, not_the_first_start
from tests.studio.waiting import idle, opened, sheet, wait_for, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from rgpt_tui.story.records import Text
    from tests.model_server import ModelServer

__all__ = ["not_the_first_start"]

Open = Any
WRITE, GO_ON = "ctrl+g", "ctrl+d"
PLANNING, REMEMBERING, AGAIN = ("f5", "r"), ("f3", "n"), ("f2", "end", "r")
DRAFT = "Ines opened the sluice. Nobody had told her not to. She counted the barges."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeating, "FIRST_WAIT", 0.01)


class Studio:
    """An open story, and the server that it asks."""

    def __init__(self, pilot: Pilot[None], server: ModelServer) -> None:
        self.pilot, self.server = pilot, server
        self.screen = writing(pilot)

    def told(self) -> str:
        return " ".join(each.message for each in self.pilot.app._notifications)

    def queue(self, fault: str, asked: Sequence[Section], within: Section | None) -> None:
        self.server.forget()
        self.pilot.app.clear_notifications()
        if within is None:
            self.server.queue(*ANSWERS[fault].answers(asked))
        else:
            text, _ = until_within(asked, within)
            self.server.queue(Reply(text, chunk=200, **BREAKS[fault].rest))

    async def meets(
        self,
        fault: str,
        asked: Sequence[Section],
        *keys: str,
        says: str,
        within: Section | None = None,
    ) -> None:
        """Meet a fault after some keys, and see that it is told with what goes on."""
        self.queue(fault, asked, within)
        await self.pilot.press(*keys)
        words = ANSWERS[fault].words if within is None else "broke off the reply"
        await wait_for(self.pilot, lambda: words in self.told(), words)
        await idle(self.pilot)
        assert says in self.told()
        assert "Traceback" not in self.told()

    async def goes_on(self, *keys: str) -> None:
        """Press what goes on, with a server that is well, and see that nothing is told."""
        self.server.forget()
        self.pilot.app.clear_notifications()
        await self.pilot.press(*keys)
        await wait_for(self.pilot, lambda: self.server.requests, "a request")
        await idle(self.pilot)
        assert not [each for each in self.pilot.app._notifications if each.severity == "error"]

    async def texts(self) -> list[Text]:
        return await self.screen.desk.read(
            lambda book: [book.step(each.id).text for each in book.path()]
        )


async def test_an_opening_that_fails_is_asked_for_again_or_gone_on_with(
    open_studio: Open, folder: Path, model_server: ModelServer
) -> None:
    async with open_studio(folder, size="narrow", retries=1) as pilot:
        studio = Studio(pilot, model_server)
        await studio.meets("401", OPENING, WRITE, says="f10 chooses another model")
        await studio.meets("refuses again", OPENING, WRITE, says="Nothing is lost")
        within = Section.OPENING_2
        rest = "^d asks for the rest again"
        await studio.meets("filtered", OPENING, WRITE, says=rest, within=within)
        await studio.meets("empty always", OPENING, GO_ON, says=rest)
        assert await studio.texts() == []
        await studio.goes_on(GO_ON)
        texts = await studio.texts()
    assert texts[0].paragraph == until_within(OPENING, within)[1][Section.OPENING_1]
    assert texts[-1].memory


async def test_other_plans_and_a_memory_made_anew_come_by_the_same_key(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    async with open_studio(story, retries=1) as pilot:
        studio = Studio(pilot, model_server)
        before = await studio.texts()
        says = "The plans are as they were. Try again"
        await studio.meets("refuses again", PLANS, *PLANNING, says=says)
        await studio.meets("401", PLANS, *PLANNING, says="f10 chooses another model")
        assert await studio.texts() == before
        studio.queue("429 once", PLANS, None)
        await pilot.press(*PLANNING)
        await wait_for(pilot, lambda: len(model_server.requests) == 2, "it is asked again")
        await idle(pilot)
        assert (await studio.texts())[-1].plans != before[-1].plans
        says, within = "Nothing is lost", Section.PLAN_2
        await studio.meets("filtered", PLANS, *PLANNING, says=says, within=within)
        assert (await studio.texts())[-1].plans[0] == until_within(PLANS, within)[1][PLANS[0]]
        await studio.goes_on(*PLANNING)
        assert len((await studio.texts())[-1].plans) == 3

        was = await studio.texts()
        says = "The story is as it was. Try again"
        await studio.meets("empty always", REFRESH_SECTIONS, *REMEMBERING, says=says)
        assert await studio.texts() == was
        says, within = "Nothing is lost", Section.PLAN_1
        await studio.meets("filtered", REFRESH_SECTIONS, *REMEMBERING, says=says, within=within)
        whole = until_within(REFRESH_SECTIONS, within)[1]
        assert (await studio.texts())[-1].memory == whole[Section.MEMORY]
        await studio.goes_on(*REMEMBERING)
        assert (await studio.texts())[-1].memory not in (was[-1].memory, whole[Section.MEMORY])


async def test_a_paragraph_written_anew_that_fails_leaves_the_story_and_a_draft_of_what_came(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    with Book.open(story) as book:
        first = book.step(book.path()[-1].id)
        book.revise(first.id, plans=())
    async with open_studio(story, retries=1) as pilot:
        studio = Studio(pilot, model_server)
        await studio.goes_on("f5", "o", *"Row out.", WRITE)
        before = await studio.texts()
        await studio.meets("401", STEP, *AGAIN, says="f10 chooses another model")
        says, within = "shows the drafts, and takes one back", Section.MEMORY
        await studio.meets("filtered", STEP, *AGAIN, says=says, within=within)
        assert await studio.texts() == before
        await pilot.press("D")
        await sheet(pilot, DraftsSheet)
        await pilot.press("enter")
        await wait_for(pilot, lambda: studio.screen.standing.draft, "the draft")
        await studio.goes_on(GO_ON)
        texts = await studio.texts()
    assert len(texts) == len(before)
    assert texts[-1].paragraph == until_within(STEP, within)[1][Section.PARAGRAPH]
    with Book.open(story) as book:
        assert len(book.alternates(book.tip or "")) == 2


async def test_an_autopilot_that_cannot_choose_is_started_again_or_takes_the_first_plan(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    async def fly() -> None:
        await pilot.press("f9")
        form = await sheet(pilot, AutopilotSheet)
        form.steps.value = "1"

    async with open_studio(story, retries=1) as pilot:
        studio = Studio(pilot, model_server)
        first = (await studio.texts())[-1].plans[0]
        await fly()
        says = "f10 chooses another model"
        await studio.meets("500 again", DECISION, WRITE, says=says)
        assert len(await studio.texts()) == 6
        await fly()
        studio.queue("refuses again", DECISION, None)
        await pilot.press(WRITE)
        await wait_for(pilot, lambda: "takes plan 1" in studio.told(), "the first plan")
        await wait_for(pilot, lambda: len(studio.screen.standing.path) == 7, "the step")
        await idle(pilot)
        step = await studio.screen.desk.read(lambda book: book.step(book.tip or ""))
        assert step.plan.text == first


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("401", "f10 chooses another model"),
        ("refuses again", "The story is as it was. Try again"),
    ],
)
async def test_an_import_is_open_without_a_memory_and_the_key_that_writes_makes_it(
    open_studio: Open, model_server: ModelServer, tmp_path: Path, fault: str, says: str
) -> None:
    file = tmp_path / "weir.md"
    file.write_text(DRAFT)
    model_server.queue(*ANSWERS[fault].answers(REFRESH_SECTIONS))
    async with open_studio(retries=1) as pilot:
        importing = await looking_at(pilot, file)
        await wait_for(pilot, lambda: importing.has_class("-found"), "what is in it")
        await pilot.press(WRITE)
        await opened(pilot)
        studio = Studio(pilot, model_server)
        await wait_for(pilot, lambda: says in studio.told(), says)
        assert ANSWERS[fault].words in studio.told()
        await idle(pilot)
        assert [each.paragraph for each in await studio.texts()] == [DRAFT]
        await studio.goes_on("f5", "o", *"Row out.", WRITE)
        assert [bool(each.memory) for each in await studio.texts()] == [True, True]
