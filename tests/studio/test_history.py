"""The history screen: the tree, versions with their changes, names of branches, the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from textual.widgets import Input

from rgpt_tui.story.book import Book
from rgpt_tui.studio.screens.ask_line import AskLine
from rgpt_tui.studio.screens.confirm import Confirm
from rgpt_tui.studio.screens.history import HistorySheet
from tests.studio.conftest import step_of
from tests.studio.test_hostile_words import HOSTILE, forbidden_on, links_on
from tests.studio.waiting import screen_text, settled, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

Open = Any


@pytest.fixture
def forked(story: Path) -> Path:
    """The story of six steps, of which the last two were also written otherwise before."""
    with Book.open(story) as book:
        steps = [each.id for each in book.path()]
        book.go_to(steps[3])
        book.commit([step_of(number, paragraph=f"Otherwise {number}.") for number in (5, 6, 7)])
        book.go_to(steps[-1])
        book.revise(steps[-1], paragraph="Paragraph 6 of the old keeper. The sea rose.")
        book.revise(steps[-1], memory="The keeper counted nothing.")
    return story


async def looking(pilot: Pilot[None], key: str = "ctrl+l") -> HistorySheet:
    """Open the history and wait until it has read the step under its cursor."""
    await pilot.press(key)
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, HistorySheet), "the history")
    sheet = cast("HistorySheet", pilot.app.screen)
    await wait_for(pilot, lambda: sheet.pane.reading.text, "the text of a step")
    return sheet


async def to_row(pilot: Pilot[None], sheet: HistorySheet, words: str) -> None:
    """Put the cursor on the row that shows some words."""
    await shows(pilot, words)
    known = sheet.listed.glimpses
    at = next(
        at
        for at, row in enumerate(sheet.listed.rows)
        if not row.folded and known[row.step].words.startswith(words)
    )
    await pilot.press("home", *["down"] * at)
    step = sheet.listed.row.step
    await wait_for(pilot, lambda: sheet.pane.versions.step.id == step, "the step")


async def test_the_tree_shows_where_the_story_stands_and_what_else_there_is(
    open_studio: Open, forked: Path
) -> None:
    async with open_studio(forked, size="narrow") as pilot:
        sheet = await looking(pilot)
        await shows(
            pilot,
            "◉ 6 here Paragraph 6 of the old keeper.",
            "├─○ 5 Otherwise 5.",
            "● 1 The Bell Paragraph 1",
            "▸ 2 to 3 · 2 steps",
        )
        await pilot.press("home", "down", "right")
        await shows(pilot, "● 3 Paragraph 3")
        await pilot.press("down", "left")
        await shows(pilot, "▸ 2 to 3")
        assert sheet.listed.row.folded
        await pilot.press("t")
        await wait_for(pilot, lambda: sheet.listed.row.number == 6, "where the story stands")
        await pilot.click("#tree", offset=(0, 1))
        await shows(pilot, "● 3 Paragraph 3")


async def test_going_to_a_step_of_another_branch_moves_the_story_there(
    open_studio: Open, forked: Path
) -> None:
    async with open_studio(forked) as pilot:
        sheet = await looking(pilot)
        await to_row(pilot, sheet, "Otherwise 7.")
        await pilot.press("enter")
        await wait_for(pilot, lambda: writing(pilot).standing.tip.number == 7, "the other branch")
        await shows(pilot, "Otherwise 7.")


async def test_each_version_shows_what_it_changed_and_any_of_them_can_count_again(
    open_studio: Open, forked: Path
) -> None:
    async with open_studio(forked, size="narrow") as pilot:
        sheet = await looking(pilot, "v")
        text = sheet.pane.reading
        shown = screen_text(pilot)
        assert "3 · counts now · just now · you · memory" in shown
        assert "[+nothing+]" in text.text
        # As fast as keys can come, none is lost.
        await sheet.action_earlier()
        await sheet.action_earlier()
        await sheet.action_later()
        await wait_for(pilot, lambda: "[−" in text.text and "rose+]" in text.text, "the changes")
        assert "the [+old +]keeper" in text.text.replace("old+] ", "old +]")
        await sheet.action_earlier()
        await pilot.press("d")
        await shows(pilot, "would come back")
        await wait_for(pilot, lambda: "[−old−]" in text.text, "what would go")
        await pilot.press("d")
        await wait_for(pilot, lambda: "[" not in text.text, "the plain text")
        await pilot.press("r")
        await wait_for(pilot, lambda: len(sheet.pane.versions.revisions) == 4, "a new version")
        await shows(pilot, "4 · counts now · just now · you · as 1 again")
        await pilot.press("escape")
        tip = writing(pilot)
        await wait_for(pilot, lambda: tip.standing.tip.revision == 4, "the panes to follow")
    with Book.open(forked) as book:
        texts = book.revisions(book.tip)
        assert texts[3] == texts[0]
        assert len({text.paragraph for text in texts}) == 2


async def test_a_key_right_behind_a_movement_is_about_the_row_under_the_cursor(
    open_studio: Open, forked: Path
) -> None:
    async with open_studio(forked) as pilot:
        sheet = await looking(pilot)
        tip = sheet.listed.row.step
        await pilot.press("home")
        await wait_for(pilot, lambda: sheet.pane.versions.step.number == 1, "the first step")
        sheet.action_last()
        await sheet.action_earlier()
        assert (sheet.pane.versions.step.id, sheet.pane.at) == (tip, 1)
        await settled(pilot)
        assert (sheet.pane.versions.step.id, sheet.pane.at) == (tip, 1)
        # Up and Down are those of the list of versions while it has the focus.
        sheet.pane.listed.focus()
        await pilot.press("down")
        await wait_for(pilot, lambda: sheet.pane.at == 0, "the version below")
        assert sheet.listed.row.step == tip


async def test_what_each_step_did_to_the_memory_is_read_step_by_step_on_any_branch(
    open_studio: Open, story: Path
) -> None:
    with Book.open(story) as book:
        before, tip = (step.id for step in book.path()[-2:])
        book.revise(tip, pinned=("The keeper counted hour 3.",))
        told = book.step(before).text.memory.replace("The keeper counted hour 2.", "The bell sank.")
        book.go_to(before)
        book.commit(
            [step_of(6, paragraph="Otherwise 6.", memory=told, rationale="It [b]sank[/b].")]
        )
        book.go_to(tip)
    async with open_studio(story, size="narrow") as pilot:
        sheet = await looking(pilot)
        text = sheet.pane.reading
        await pilot.press("m")
        await shows(pilot, "Memory · +1 since the step before", "Kept the keeper, added hour 6.")
        assert "· The keeper counted hour 1.\n" in text.text
        assert "◆ The keeper counted hour 3.\n" in text.text
        assert text.text.endswith("\n+ The keeper counted hour 9.")
        # It stays so from step to step, whichever branch they are on.
        await to_row(pilot, sheet, "Otherwise 6.")
        await shows(pilot, "Memory · +1 −1 since the step before", "It [b]sank[/b].")
        await shows(pilot, "− The keeper counted hour 2.", "+ The bell sank.")
        assert {"memory-added", "memory-dropped"} <= set(text._styles)
        await pilot.press("home")
        await shows(pilot, "Memory · the first one")
        await pilot.press("m")
        await shows(pilot, "Paragraph 1 of the keeper.", "Step 1 · one version")
        await wait_for(pilot, lambda: "Plans" in text.text, "the text")


async def test_a_change_far_down_is_in_view(open_studio: Open, story: Path) -> None:
    with Book.open(story) as book:
        long = "The sea went on as before. " * 200
        for end in ("The bell rang.", "The bell was silent."):
            book.revise(book.tip, paragraph=long + end)
    async with open_studio(story, size="narrow") as pilot:
        await looking(pilot)
        await shows(pilot, "[−rang−][+was silent+]")


async def test_a_name_is_given_shown_kept_and_taken_away(open_studio: Open, forked: Path) -> None:
    async with open_studio(forked) as pilot:
        sheet = await looking(pilot)
        await name(pilot, sheet, "  [red]dark ")
        await shows(pilot, "6 “[red]dark”")
        await to_row(pilot, sheet, "Otherwise 7.")
        await name(pilot, sheet, "[red]dark")
        await wait_for(pilot, lambda: pilot.app._notifications, "the refusal")
        assert "is the name of the branch" in next(iter(pilot.app._notifications)).message
        await pilot.press("escape")
        await shows(pilot, "The Drowned Bell · “[red]dark”")
        await pilot.resize_terminal(80, 24)
        await shows(pilot, "“[red]dark” · ")
        sheet = await looking(pilot)
        await name(pilot, sheet, "")
        await pilot.press("escape")
        await wait_for(pilot, lambda: not writing(pilot).standing.branch, "no name")


async def name(pilot: Pilot[None], sheet: HistorySheet, words: str) -> None:
    """Name the branch under the cursor."""
    await pilot.press("n")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, AskLine), "the question")
    pilot.app.screen.query_one(Input).value = words
    await pilot.press("enter")
    await wait_for(pilot, lambda: pilot.app.screen is sheet, "the answer to be taken")
    await settled(pilot)


async def test_a_branch_goes_into_the_bin_and_comes_out_whole(
    open_studio: Open, forked: Path
) -> None:
    async with open_studio(forked) as pilot:
        sheet = await looking(pilot)
        await pilot.press("x")
        await wait_for(pilot, lambda: pilot.app._notifications, "the refusal")
        assert "part of the story as it stands" in next(iter(pilot.app._notifications)).message
        await to_row(pilot, sheet, "Otherwise 7.")
        await pilot.press("x")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        await shows(pilot, "Put 3 steps into the bin: step 5")
        await pilot.press("y")
        await shows(pilot, "6 steps · 1 branch ")
        await wait_for(pilot, lambda: "Otherwise" not in screen_text(pilot), "it to be gone")
        await pilot.press("b")
        await shows(pilot, "The bin · 1 branch ")
        await wait_for(pilot, lambda: "Otherwise 5." in sheet.pane.reading.text, "its text")
        await pilot.press("enter", "u")
        await shows(pilot, "9 steps · 2 branches")
        assert sheet.listed.row.step == sheet.pane.versions.step.id
        await pilot.press("b")
        await shows(pilot, "The bin is empty.")
    with Book.open(forked) as book:
        assert len(book.history.steps()) == 9


async def test_hostile_words_are_only_words_in_the_history_too(
    open_studio: Open, story: Path
) -> None:
    with Book.open(story) as book:
        for words in HOSTILE.values():
            book.revise(book.tip, paragraph=words, heading=words[:200], memory=words)
        book.branches.call(book.tip, HOSTILE["osc"][:40])
    async with open_studio(story) as pilot:
        sheet = await looking(pilot)
        for _ in HOSTILE:
            await settled(pilot)
            assert not forbidden_on(pilot)
            assert not links_on(pilot)
            await pilot.press("left_square_bracket")
            await wait_for(pilot, lambda: sheet.pane.reading.text, "a version")
