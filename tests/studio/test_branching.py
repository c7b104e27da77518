"""The story goes to other branches: nothing is lost, and the way back is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.studio.screens.alternates import AlternatesSheet
from rgpt_tui.studio.screens.search import SearchSheet
from rgpt_tui.writer.plan_choice import own_plan
from tests.studio.conftest import step_of
from tests.studio.waiting import remembered, screen_text, sheet, shows, steps_are, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.model_server import ModelServer

Open = Any


@pytest.fixture
def planned(folder: Path) -> Path:
    """The folder of a story of six steps, each of a plan."""
    with Book.open(folder) as book:
        for number in range(1, 7):
            plan = own_plan(f"The keeper rings the bell {number} times.")
            book.commit([replace(step_of(number), plan=plan)])
    return folder


async def told(pilot: Pilot[None], *words: str) -> None:
    """Wait until one message has all of these words."""

    def has_all() -> bool:
        return any(
            all(each in message.message for each in words) for message in pilot.app._notifications
        )

    await wait_for(pilot, has_all, " and ".join(words))


async def reroll_third(pilot: Pilot[None]) -> None:
    """Write the third of six paragraphs anew."""
    await pilot.press("f2", "up", "up", "up", "r")
    await steps_are(pilot, 3)


async def test_what_followed_a_paragraph_that_is_written_anew_is_told_and_comes_back_whole(
    open_studio: Open, planned: Path
) -> None:
    async with open_studio(planned) as pilot:
        end = writing(pilot).standing.tip.id
        await reroll_third(pilot)
        await told(pilot, "with the 3 paragraphs after it", "takes that back", "all branches")
        await pilot.press("f2", "end", "a")
        await sheet(pilot, AlternatesSheet)
        await pilot.press("enter")
        await steps_are(pilot, 6)
        assert writing(pilot).standing.tip.id == end
        await told(pilot, "That version is back, with the 3 paragraphs after it.")


async def test_of_several_branches_behind_a_version_that_is_taken_back_the_last_read_one_comes(
    open_studio: Open, planned: Path
) -> None:
    with Book.open(planned) as book:
        path = [each.id for each in book.path()]
        book.go_to(path[3])
        book.commit([step_of(7)])
        book.go_to(path[4])
    async with open_studio(planned) as pilot:
        await pilot.press("f2", "up", "up", "r")
        await steps_are(pilot, 3)
        await pilot.press("f2", "end", "a")
        await sheet(pilot, AlternatesSheet)
        await pilot.press("enter")
        await wait_for(pilot, lambda: writing(pilot).standing.tip.id == path[5], "the last read")


async def test_undo_after_a_paragraph_was_written_anew_tells_of_the_other_version(
    open_studio: Open, planned: Path
) -> None:
    async with open_studio(planned) as pilot:
        await reroll_third(pilot)
        await pilot.press("ctrl+z")
        await steps_are(pilot, 2)
        await told(pilot, "Paragraph 3 has another version", "goes on from that")


async def test_the_last_paragraph_is_written_anew_without_a_word_of_others(
    open_studio: Open, planned: Path
) -> None:
    async with open_studio(planned) as pilot:
        screen = writing(pilot)
        first = screen.standing.tip.id
        await pilot.press("f2", "end", "r")
        await wait_for(pilot, lambda: screen.standing.tip.id != first, "the other version")
        await steps_are(pilot, 6)
        assert not [each for each in pilot.app._notifications if "anew" in each.message]


async def test_the_only_version_of_a_paragraph_taken_leaves_the_story_where_it_stands(
    open_studio: Open, planned: Path
) -> None:
    async with open_studio(planned) as pilot:
        await pilot.press("f2", "up", "up", "a")
        await sheet(pilot, AlternatesSheet)
        await shows(pilot, "only this version")
        await pilot.press("enter")
        await wait_for(pilot, lambda: pilot.app.screen is writing(pilot), "the story")
        await steps_are(pilot, 6)


async def test_an_imported_paragraph_is_not_written_anew_and_what_can_be_done_is_told(
    open_studio: Open, folder: Path, model_server: ModelServer
) -> None:
    with Book.open(folder) as book:
        for number in (1, 2, 3):
            text = Text(paragraph=f"It was night {number}.")
            book.commit([NewStep(kind=StepKind.IMPORTED, text=text)])
    async with open_studio(folder) as pilot:
        await pilot.press("f2", "home", "r")
        await told(pilot, "The story begins with this step", "e lets you change it yourself.")
        await pilot.press("down", "r")
        await told(pilot, "not written from a plan", "g on the paragraph before it")
        await steps_are(pilot, 3)
    assert not model_server.requests


async def test_a_search_of_all_branches_goes_to_the_branch_of_what_it_found(
    open_studio: Open, story: Path
) -> None:
    with Book.open(story) as book:
        steps = [each.id for each in book.path()]
        book.go_to(steps[3])
        wreck = "That night a ship went down off the point."
        other = book.commit([step_of(5, paragraph=wreck), step_of(6, paragraph="Dawn.")])
        book.go_to(steps[-1])
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await remembered(pilot)
        await pilot.press("ctrl+f")
        search = await sheet(pilot, SearchSheet)
        await pilot.press(*"ship")
        await shows(pilot, "by meaning and by words")
        assert "That night" not in screen_text(pilot)
        await pilot.press("ctrl+l")
        await shows(
            pilot, "Search all branches", "other branch · The Boat · 5", "That night a ship"
        )
        await pilot.press("ctrl+n")
        await told(pilot, "in every request of its branch, which is another one")
        await pilot.press("enter")
        await wait_for(pilot, lambda: screen.story.prose.current == other[0].id, "the jump")
        assert [each.id for each in screen.standing.path][4:] == [each.id for each in other]
        await told(pilot, "on another branch, and the story is on that branch now")
        await shows(pilot, wreck)
        assert not search.is_attached
