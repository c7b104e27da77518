"""Faults of the model in the studio: each is told, and one key goes on from where it left off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.story.book import Book
from rgpt_tui.studio.screens.models import ModelScreen
from rgpt_tui.writer.sections import Section
from tests.model_faults.faults import REFUSAL, labelled, texts_of, until_within
from tests.model_faults.phases import STEP
from tests.model_server import (
    Reply,
    bad_key,
    forbidden,
    html_page,
    rate_limited,
)
from tests.studio.waiting import idle, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from rgpt_tui.studio.screens.writing import WritingScreen
    from tests.model_server import ModelServer

Open = Any
WRITE, GO_ON, MODELS = "ctrl+g", "ctrl+d", "f10"


def told(pilot: Pilot[None]) -> str:
    """What the messages say that are on the screen, or were."""
    return " ".join(each.message for each in pilot.app._notifications)


async def failed(pilot: Pilot[None], words: str) -> None:
    await wait_for(pilot, lambda: words in told(pilot), words)
    await idle(pilot)


async def written(pilot: Pilot[None], screen: WritingScreen, steps: int) -> None:
    await wait_for(pilot, lambda: len(screen.standing.path) == steps, f"step {steps}")
    await idle(pilot)
    pilot.app.clear_notifications()


async def test_after_each_of_several_faults_in_a_row_one_key_goes_on(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    well = Reply(chunk=200)
    text, whole = until_within(STEP, Section.MEMORY)
    paragraph = whole[Section.PARAGRAPH]
    async with open_studio(story, retries=1, next_token_seconds=1.0) as pilot:
        screen = writing(pilot)

        # Nothing came: the same key asks again; another one shows what else could write.
        model_server.queue(bad_key())
        await pilot.press(WRITE)
        await failed(pilot, "(401)")
        assert "f10 chooses another model" in told(pilot).lower()
        await pilot.press(MODELS)
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ModelScreen), "the models")
        await pilot.press("escape")
        await wait_for(pilot, lambda: pilot.app.screen is screen, "the story")
        model_server.queue(html_page(), html_page())
        await pilot.press(WRITE)
        await failed(pilot, "titled “502 Bad Gateway”")
        assert "<" not in told(pilot)
        await pilot.press(WRITE)
        await written(pilot, screen, 7)

        # The provider wants patience: it is counted down, and Esc does not wait for it.
        model_server.queue(rate_limited("30"))
        await pilot.press(WRITE)
        await shows(pilot, "asking again in 2")
        await pilot.press("escape")
        await idle(pilot)

        # Words came, and the rest failed: they are in sight, and the key asks for the rest.
        model_server.queue(Reply(text, finish_reason=None, chunk=200), forbidden())
        await pilot.press(WRITE)
        await failed(pilot, "(403)")
        await wait_for(pilot, lambda: screen.standing.draft is not None, "the draft")
        assert screen.standing.draft.sections["paragraph"] == paragraph
        await shows(pilot, "a stopped draft at the end", "^d Go on")
        pilot.app.clear_notifications()
        await pilot.press(GO_ON)
        await written(pilot, screen, 8)
        assert (await screen.desk.read(lambda book: book.step(book.tip))).text.paragraph == (
            paragraph
        )

        # It falls silent in the midst: that is mended without the writer.
        model_server.queue(Reply(text, falls_silent=True, chunk=200))
        await pilot.press(WRITE)
        await written(pilot, screen, 9)

        # It refuses twice: that is said in its own words, and stands in no paragraph.
        model_server.queue(Reply(REFUSAL), Reply(REFUSAL))
        await pilot.press(WRITE)
        await failed(pilot, "and again when it was asked once more")
        await shows(pilot, "No paragraph came.")
        pilot.app.clear_notifications()
        await pilot.press(GO_ON)
        await written(pilot, screen, 10)

        # Twice another language: kept as a draft, and the key takes it as it is.
        chinese = labelled(texts_of(STEP, "zh"))
        model_server.queue(Reply(chinese, chunk=200), Reply(chinese, chunk=200))
        await pilot.press(WRITE)
        await failed(pilot, "came in Chinese, and again")
        assert len(screen.standing.path) == 10
        pilot.app.clear_notifications()
        model_server.default = well
        await pilot.press(GO_ON)
        await written(pilot, screen, 11)
    with Book.open(story) as book:
        paragraphs = [book.step(each.id).text.paragraph for each in book.path()]
    assert not any("sorry" in each for each in paragraphs)
