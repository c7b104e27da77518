"""Lists under the mouse: a click shows what is there, a double click goes on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input

from rgpt_tui.story.book import Book
from rgpt_tui.studio.screens.roads import RoadsSheet
from rgpt_tui.studio.screens.search import SearchSheet
from rgpt_tui.studio.screens.theme import ThemeSheet
from rgpt_tui.studio.two_click_list import TwoClickList
from tests.studio.conftest import step_of
from tests.studio.waiting import remembered, settled, sheet, steps_are, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

Open = Any

PARAGRAPHS = (
    "Mara cut the rope of the bell with her father's knife.",
    "Bread was baked from the last flour of the mill, and a bell called the village to it.",
    "Nobody on the island slept while the bell lay at the bottom of the harbour.",
)


async def click(pilot: Pilot[None], listed: TwoClickList, at: int, times: int = 1) -> None:
    """Click on the row of an option."""
    row = next(
        row
        for row in range(listed.content_size.height)
        if listed.get_style_at(2, row).meta.get("option") == at
    )
    await pilot.click(listed, offset=(2, row), times=times)
    await settled(pilot)


async def test_by_mouse_any_passage_that_was_found_can_be_read_pinned_and_gone_to(
    open_studio: Open, folder: Path
) -> None:
    with Book.open(folder) as book:
        book.commit([step_of(at, paragraph=text) for at, text in enumerate(PARAGRAPHS, start=1)])
    async with open_studio(folder) as pilot:
        await remembered(pilot)
        await pilot.press("ctrl+f")
        search = await sheet(pilot, SearchSheet)
        search.query_one(Input).value = "the bell"
        found = search.query_one("#found", TwoClickList)
        await wait_for(pilot, lambda: found.option_count == 3, "results")
        await settled(pilot)
        step = found.get_option_at_index(2).id
        number = next(
            each.position.number for each in writing(pilot).standing.path if each.id == step
        )
        words = PARAGRAPHS[number - 1]
        await click(pilot, found, 2)
        assert pilot.app.screen is search
        await wait_for(pilot, lambda: search.reading.text == words, "its words")
        await pilot.press("ctrl+n")
        await wait_for(pilot, lambda: list(writing(pilot).standing.marks) == [step], "the pin")
        await click(pilot, found, 2, times=2)
        await wait_for(
            pilot, lambda: writing(pilot).story.prose.current == step, "the jump to the passage"
        )


async def test_by_mouse_a_road_is_looked_at_before_it_is_taken(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+r")
        roads = await sheet(pilot, RoadsSheet)
        roads.query_one(Input).value = "after step 2"
        await wait_for(pilot, lambda: roads.listed.option_count == 3, "the plans of that step")
        await settled(pilot)
        await click(pilot, roads.listed, 1)
        assert pilot.app.screen is roads
        assert roads.listed.highlighted == 1
        assert len(writing(pilot).standing.path) == 6
        await click(pilot, roads.listed, 1, times=2)
        await steps_are(pilot, 2)


async def test_by_mouse_a_theme_is_seen_before_it_is_kept(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        before = pilot.app.theme
        pilot.app.action_theme()
        themes = (await sheet(pilot, ThemeSheet)).query_one(TwoClickList)
        first, second = [each for each in (0, 1, 2) if each != themes.highlighted][:2]
        for at in (first, second):
            await click(pilot, themes, at)
            assert isinstance(pilot.app.screen, ThemeSheet)
            assert pilot.app.theme == themes.get_option_at_index(at).id
        await pilot.press("escape")
        await wait_for(pilot, lambda: pilot.app.theme == before, "the theme from before")
        pilot.app.action_theme()
        themes = (await sheet(pilot, ThemeSheet)).query_one(TwoClickList)
        await click(pilot, themes, first, times=2)
        chosen = themes.get_option_at_index(first).id
        await wait_for(pilot, lambda: pilot.app.settings.theme == chosen, "the theme to be kept")
        assert pilot.app.screen is writing(pilot)
