"""How the panes share the screen, at every size, and as they were left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.studio.key_line import KeyLine
from tests.studio.waiting import screen_text, settled, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

Open = Any


async def test_on_a_narrow_screen_each_pane_is_one_key_away_and_fills_it(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story, "narrow") as pilot:
        screen = writing(pilot)
        for key, pane in (("f3", "memory"), ("f4", "recalled"), ("f5", "next"), ("f2", "story")):
            await pilot.press(key)
            await settled(pilot)
            shown = [each.id for each in screen.panes if each.region.area]
            assert shown == [pane]
            assert screen.query_one(f"#{pane}").region.width == 80


async def test_on_a_wide_screen_all_panes_are_there(open_studio: Open, story: Path) -> None:
    for size in ("wide", "huge"):
        async with open_studio(story, size) as pilot:
            await settled(pilot)
            assert all(pane.region.area for pane in writing(pilot).panes)


async def test_the_measure_of_the_prose_stays_readable_where_there_is_much_room(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story, "huge") as pilot:
        await settled(pilot)
        lines = [line for line in screen_text(pilot).splitlines() if "sea went on" in line]
        widths = [len(line.split("│")[1].strip(" ▌")) for line in lines if "│" in line]
        assert max(widths) <= 70


async def test_zoom_gives_one_pane_the_whole_screen_and_back(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("f3", "f6")
        await settled(pilot)
        assert [pane.id for pane in screen.panes if pane.region.area] == ["memory"]
        await pilot.press("f6")
        await settled(pilot)
        assert all(pane.region.area for pane in screen.panes)


async def test_focus_mode_shows_nothing_but_prose(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("f7")
        await settled(pilot)
        *shown, keys = screen_text(pilot).splitlines()
        assert "Paragraph 6 of the keeper" in "\n".join(shown)
        words = ("Memory", "Recalled", "Write", "words")
        assert not any(word in line for word in words for line in shown)
        # The keys are there for the mouse, and are seen when it comes to them.
        line = writing(pilot).query_one(KeyLine)
        assert ("Write" in keys, line.opacity) == (True, 0)
        await pilot.hover(KeyLine)
        await wait_for(pilot, lambda: line.opacity == 1, "the keys")
        await pilot.press("escape")
        await settled(pilot)
        await shows(pilot, "Memory")


async def test_panes_are_hidden_and_brought_back_by_their_key(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("f4", "backslash")
        await settled(pilot)
        assert not screen.recalled.region.area
        await pilot.press("f4")
        await settled(pilot)
        assert screen.recalled.region.area


async def test_sizes_that_were_changed_are_there_at_the_next_start(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        before = screen.story.region.width
        await pilot.press("less_than_sign", "less_than_sign")
        await pilot.press("f3", "plus", "plus")
        await settled(pilot)
        width, height = screen.story.region.width, screen.memory.region.height
        assert width < before
        await pilot.press("f4", "backslash")
        await settled(pilot)
        height = screen.memory.region.height
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await wait_for(pilot, lambda: screen.story.region.width == width, "the width")
        assert screen.memory.region.height == height
        assert not screen.recalled.region.area


async def test_where_there_is_much_room_the_rows_of_panes_are_resized_as_well(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story, "huge") as pilot:
        screen = writing(pilot)

        def heights() -> tuple[int, int, int]:
            panes = (screen.memory, screen.recalled, screen.next)
            return panes[0].region.height, panes[1].region.height, panes[2].region.height

        await settled(pilot)
        usual = heights()
        await pilot.press("f3", "plus", "plus", "plus")
        await settled(pilot)
        taller = heights()
        assert taller[0] == taller[1] > usual[0]
        assert sum(taller[1:]) == sum(usual[1:])
        await pilot.press("f5", *["plus"] * 12)
        await settled(pilot)
        assert heights()[0] < usual[0]
        await pilot.press(*["minus"] * 20)
        await settled(pilot)
        assert heights()[2] >= screen.next.styles.min_height.value
        screen.arrangement.even()
        await settled(pilot)
        assert heights() == usual


async def test_where_there_is_much_room_panes_that_are_hidden_leave_theirs_to_the_others(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story, "huge") as pilot:
        screen = writing(pilot)
        side = screen.query_one("#side")
        await pilot.press("f3", "backslash")
        await settled(pilot)
        assert screen.recalled.region.width == screen.next.region.width == side.region.width
        await pilot.press("f4", "backslash")
        await settled(pilot)
        assert screen.next.region == side.region
        await pilot.press("f3", "f5", "backslash")
        await settled(pilot)
        assert screen.memory.region == side.region
        await pilot.press("f4", "f6")
        await settled(pilot)
        assert screen.recalled.region.size == screen.arrangement.region.size


async def test_the_splitter_is_dragged_with_the_mouse(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        before = screen.story.region.width
        await pilot.mouse_down("#splitter")
        await pilot.hover("#splitter", offset=(-12, 5))
        await pilot.mouse_up("#splitter", offset=(-12, 5))
        await settled(pilot)
        assert screen.story.region.width < before


async def test_a_tab_is_chosen_with_the_mouse(open_studio: Open, story: Path) -> None:
    async with open_studio(story, "narrow") as pilot:
        await pilot.click("#tab-next")
        screen = writing(pilot)
        await wait_for(pilot, lambda: screen.next.region.area, "the plans")


async def test_where_one_pane_is_shown_at_a_time_the_words_come_in_sight(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story, "narrow") as pilot:
        screen = writing(pilot)
        await pilot.press("f5")
        await wait_for(pilot, lambda: screen.arrangement.current == "next", "the plans")
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: len(screen.standing.path) == 7, "the step")
        assert screen.arrangement.current == "story"
