"""What a newcomer stumbled over: words that were cut or out of sight, and keys that led nowhere."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.cli import ways as commands
from rgpt_tui.engine.failures import packed, unpacked
from rgpt_tui.engine.stepping import StepIncomplete
from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.errors import Way
from rgpt_tui.story.records import Making, SentRequest, Usage
from rgpt_tui.studio.going_on import WORDS, key_after
from rgpt_tui.studio.panes.stopped_reply import said_of
from rgpt_tui.studio.screens.models import ModelScreen
from tests.model_server import Reply
from tests.studio.conftest import step_of
from tests.studio.waiting import (
    idle,
    remembered,
    screen_text,
    settled,
    shows,
    wait_for,
    writing,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model_server import ModelServer

Open = Any
CHAPTER = "The Keeper Who Counted Every Hour of the Long Winter"
REASON = (
    "The bell stays, because both come back to it. The weather goes, which no later paragraph "
    "needs. The letter in the drawer comes in, since Ilse is going to ask for it at last."
)
REFUSAL = "I'm sorry, but I can't help with that request."


@pytest.fixture
def wordy(folder: Path) -> Path:
    """A story with a long reason and a long chapter name."""
    with Book.open(folder) as book:
        book.commit(
            [
                step_of(number, heading=CHAPTER if number == 1 else "", rationale=REASON)
                for number in range(1, 4)
            ]
        )
    return folder


def on_one_line(text: str) -> str:
    """The screen without frames and line ends, to find words that wrap."""
    return " ".join(text.replace("│", " ").split())


async def test_reasons_and_names_of_chapters_are_whole_where_there_is_room(
    open_studio: Open, wordy: Path
) -> None:
    async with open_studio(wordy, "huge") as pilot:
        await remembered(pilot)
        screen = writing(pilot)
        assert screen.memory.why.has_class("-whole")
        assert screen.memory.why.size.height > 1
        row = screen.recalled.rows.options[0].prompt
        assert CHAPTER in row.head.plain
        assert row.whole_head
        assert screen.recalled.rows.lines_of(row) > 3
        # With no more room than for its sentences, the reason is one line again.
        await pilot.resize_terminal(120, 24)
        await wait_for(pilot, lambda: not screen.memory.why.has_class("-whole"), "one line of it")


async def test_without_a_model_the_inspector_lets_one_be_chosen_and_names_are_whole(
    open_studio: Open, wordy: Path
) -> None:
    async with open_studio(wordy, "narrow", model="none") as pilot:
        await pilot.press("f8")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ModelScreen), "the models")
        await wait_for(pilot, lambda: pilot.app.screen.listed.option_count > 0, "what was found")
        pilot.app.screen.listed.action_last()
        await settled(pilot)
        assert "openai/gpt-6-luna." in on_one_line(screen_text(pilot))
        await pilot.press("escape")
        await wait_for(pilot, lambda: pilot.app.screen is writing(pilot), "the story again")


async def test_going_on_with_a_draft_is_told_what_the_writer_left_in_the_tray(
    open_studio: Open, wordy: Path, model_server: ModelServer
) -> None:
    async with open_studio(wordy) as pilot:
        await remembered(pilot)
        screen = writing(pilot)
        model_server.default = Reply(chunk=20, tokens_per_second=30)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: screen.story.prose.streamed.count(". ") > 1, "sentences")
        await pilot.press("escape")
        await wait_for(pilot, lambda: screen.standing.draft is not None, "the draft")
        await idle(pilot)
        assert screen.recalled.tray.passages()
        while screen.recalled.tray.passages():
            screen.recalled.rows.highlighted = next(
                row
                for row, place in enumerate(screen.recalled._places)
                if place is not None and screen.recalled.tray.entries[place].taken
            )
            screen.recalled.action_in_or_out()
        model_server.default = Reply(chunk=200)
        await pilot.app.run_action("go_on", screen)
        await wait_for(pilot, lambda: len(screen.standing.path) == 4, "the step")
        assert screen.standing.making.recalled == ()


def test_a_draft_of_nothing_but_a_refusal_says_what_came():
    sent = SentRequest(purpose="paragraph", messages=(), reply=REFUSAL)
    draft = Draft(parent=None, making=Making().plus(sent, Usage(), None, 1.0))
    assert REFUSAL in said_of(draft, "en")
    assert "2 words" in said_of(dataclasses.replace(draft, sections={"paragraph": "It rang"}), "en")


async def test_what_can_be_done_is_said_in_commands_there_and_in_keys_here(
    open_studio: Open,
) -> None:
    error = StepIncomplete("The plans did not come.").offering(Way.GO_ON, Way.KEEP_DRAFT)
    assert unpacked(packed(1, error)).ways == error.ways
    assert "`rgpt write --from-draft`" in commands.told(error)
    assert set(commands.WORDS) == set(WORDS) == set(Way)
    async with open_studio() as pilot:
        said = key_after(pilot.app, error)
        assert "rgpt" not in said
        assert "K makes a step of what is there" in said
        pilot.app.tell(error)
        await settled(pilot)
        assert any(said in each.message for each in pilot.app._notifications)


async def test_the_palette_is_asked_for_again_while_a_sheet_lies_over_it(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        for key, name in (("f1", "HelpSheet"), ("f10", "ModelScreen")):
            await pilot.press("ctrl+p")
            await wait_for(
                pilot, lambda: type(pilot.app.screen).__name__ == "Palette", "the palette"
            )
            await pilot.press(key)
            await wait_for(
                pilot, lambda name=name: type(pilot.app.screen).__name__ == name, "the sheet"
            )
            await pilot.press("ctrl+p", "escape")
            await wait_for(
                pilot, lambda: type(pilot.app.screen).__name__ == "Palette", "the palette"
            )
            await pilot.press("escape")
            await wait_for(pilot, lambda: pilot.app.screen is writing(pilot), "the story")


async def test_a_question_says_which_keys_answer_it(open_studio: Open, story: Path) -> None:
    async with open_studio() as pilot:
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "ShelfScreen", "the shelf")
        await settled(pilot)
        await pilot.press("x")
        await shows(pilot, "Archive it", "y Yes", "n No")
        await pilot.press("n", "r")
        await shows(pilot, "esc Cancel")
