"""The page for a paragraph by the writer's own hand: what is typed there is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.story.book import Book
from rgpt_tui.story.records import StepKind
from rgpt_tui.studio.screens.own_page import OwnPage
from tests.model_server import Reply
from tests.studio.waiting import settled, steps_are, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.model_server import ModelServer

Open = Any


def told(pilot: Pilot[None]) -> str:
    """All messages that are on the screen."""
    return " ".join(each.message for each in pilot.app._notifications)


async def own_page(pilot: Pilot[None]) -> OwnPage:
    """Open the page."""
    await pilot.app.run_action("write_own", writing(pilot))
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, OwnPage), "the page")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, OwnPage)
    return screen


async def test_a_paragraph_by_the_writers_own_hand_is_remembered(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    async with open_studio(story) as pilot:
        page = await own_page(pilot)
        page.page.text = "I rowed out alone, and the bell was silent."
        await settled(pilot)
        await pilot.press("ctrl+g")
        await steps_are(pilot, 7)
    with Book.open(story) as book:
        step = book.step(book.tip)
        assert step.kind is StepKind.OWN
        assert step.text.paragraph == "I rowed out alone, and the bell was silent."
        assert step.text.memory
    assert "I rowed out alone" in model_server.requests[0].prompt


async def test_a_page_left_half_written_is_there_again(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        page = await own_page(pilot)
        page.page.text = "Half a page"
        await settled(pilot)
        await pilot.press("escape")
        assert (await own_page(pilot)).page.text == "Half a page"
        await pilot.press("escape")
    async with open_studio(story) as pilot:
        page = await own_page(pilot)
        assert page.page.text == "Half a page"


async def test_a_page_that_could_not_be_put_into_the_story_is_there_again(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.queue(Reply(tokens_per_second=20))
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: screen.running.busy, "the writing")
        page = await own_page(pilot)
        page.page.text = "Half a page"
        await settled(pilot)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: "just now" in told(pilot), "that rgpt is busy")
        await screen.running.stop()
        await screen.desk.typing.keep_now()
        assert (await own_page(pilot)).page.text == "Half a page"


async def test_a_stop_after_the_page_says_that_it_is_in_the_book(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with open_studio(story) as pilot:
        page = await own_page(pilot)
        page.page.text = "I rowed out alone, and the bell was silent."
        await settled(pilot)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: writing(pilot).running.came, "words of the memory")
        await pilot.press("escape")
        await wait_for(
            pilot, lambda: "is not kept; the paragraph is in the book." in told(pilot), "it"
        )
    with Book.open(story) as book:
        assert len(book.path()) == 7
