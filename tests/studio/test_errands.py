"""What a writer asks for across the panes: other ways of the story."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.widgets import Input, OptionList

from rgpt_tui.story.book import Book
from rgpt_tui.studio.giving_out import give_out
from rgpt_tui.studio.screens.alternates import AlternatesSheet
from rgpt_tui.studio.screens.ask_line import AskLine
from rgpt_tui.studio.screens.brief import BriefScreen
from rgpt_tui.studio.screens.confirm import Confirm
from rgpt_tui.studio.screens.help import HelpSheet
from rgpt_tui.studio.screens.inspector import InspectorSheet
from rgpt_tui.studio.screens.roads import RoadsSheet
from rgpt_tui.studio.screens.search import SearchSheet
from rgpt_tui.studio.screens.theme import ThemeSheet
from tests.studio.waiting import (
    PATIENCE,
    idle,
    remembered,
    screen_text,
    settled,
    sheet,
    shows,
    steps_are,
    wait_for,
    writing,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

    from rgpt_tui.settings import Settings
    from tests.model_server import ModelServer

Open = Any


async def test_the_story_is_exported_to_a_file_that_replaces_none_unasked(
    open_studio: Open, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "the-drowned-bell.md"
    async with open_studio(story) as pilot:
        await pilot.press("f2", "E")
        await sheet(pilot, AskLine)
        await pilot.press("enter")
        await wait_for(pilot, file.exists, "the file")
        assert "Paragraph 6 of the keeper" in file.read_text()
        await wait_for(pilot, lambda: _told(pilot, f"The story is in {file}."), "where it is")
        file.write_text("mine")
        await pilot.press("E")
        await sheet(pilot, AskLine)
        await pilot.press("enter")
        await sheet(pilot, Confirm)
        await pilot.press("n", "E")
        asked = await sheet(pilot, AskLine)
        asked.query_one(Input).value = "the-drowned-bell.pdf"
        await pilot.press("enter")
        await wait_for(pilot, lambda: _told(pilot, "Nothing was written."), "the refusal")
        await pilot.press("E")
        asked = await sheet(pilot, AskLine)
        asked.query_one(Input).value = f"{'prose ' * 60}.md"
        await pilot.press("enter")
        await wait_for(pilot, lambda: _told(pilot, "The story is untouched."), "the refusal")
    assert file.read_text() == "mine"


async def test_an_export_that_takes_its_time_has_a_sign_of_work_while_the_story_can_be_written(
    open_studio: Open, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(folder: Path, file: Path) -> None:
        assert go_on.wait(PATIENCE)
        give_out(folder, file)

    monkeypatch.setattr("rgpt_tui.studio.giving_out.give_out", slow)
    monkeypatch.chdir(tmp_path)
    async with open_studio(story) as pilot:
        await pilot.press("f2", "E")
        await sheet(pilot, AskLine)
        await pilot.press("enter")
        await shows(pilot, "writing the-drowned-bell.md ▱", "▰▰▰")
        await pilot.press("ctrl+z")
        await steps_are(pilot, 5)
        go_on.set()
        file = tmp_path / "the-drowned-bell.md"
        await wait_for(pilot, lambda: _told(pilot, f"The story is in {file}."), "where it is")
        await wait_for(pilot, lambda: "writing the-" not in screen_text(pilot), "its end")


def _told(pilot: Pilot[None], what: str) -> bool:
    return any(what in each.message for each in pilot.app._notifications)


async def test_undo_and_redo_are_there_after_a_restart(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+z", "ctrl+z")
        await steps_are(pilot, 4)
    async with open_studio(story) as pilot:
        await steps_are(pilot, 4)
        await pilot.press("ctrl+y")
        await steps_are(pilot, 5)


async def test_the_request_that_is_inspected_is_the_one_that_is_sent(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    async with open_studio(story) as pilot:
        await remembered(pilot)
        await pilot.press("f8")
        inspector = await sheet(pilot, InspectorSheet)
        await wait_for(pilot, lambda: inspector._sections, "the parts")
        shown = [each.text for each in inspector._sections if each.name.startswith("as sent")]
        assert any(each.tokens for each in inspector._sections)
        await pilot.press("escape", "ctrl+g")
        await steps_are(pilot, 7)
    assert [message["content"] for message in model_server.requests[0].messages] == shown


async def test_a_past_request_is_read_part_by_part_as_it_was_before_it_was_sent(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    async with open_studio(story) as pilot:
        await remembered(pilot)
        await pilot.press("f8")
        inspector = await sheet(pilot, InspectorSheet)
        await wait_for(pilot, lambda: inspector._sections, "the parts")
        before = [each for each in inspector._sections if not each.name.startswith("as sent")]
        await pilot.press("escape", "ctrl+g")
        await steps_are(pilot, 7)
        await pilot.press("f2", "end", "i")
        inspector = await sheet(pilot, InspectorSheet)
        await wait_for(pilot, lambda: inspector._sections, "the parts")
        assert [*inspector._sections[: len(before)]] == before
        assert {"memory", "plan", "request"} <= {each.name for each in before}
        texts = [each.text for each in inspector._sections]
        await shows(pilot, f"{before[0].name}  {before[0].tokens:,}", "the rules  ≈ ")
        assert all(each.tokens for each in inspector._sections)
    sent = model_server.requests[0].messages
    assert all(message["content"] in texts for message in sent)


async def test_a_search_goes_to_the_paragraph(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+f")
        search = await sheet(pilot, SearchSheet)
        search.query_one(Input).value = "Paragraph 2 of the keeper"
        found = search.query_one("#found", OptionList)
        await wait_for(pilot, lambda: found.option_count, "results")
        await settled(pilot)
        await shows(pilot, "Paragraph 2")
        await pilot.press("enter")
        screen = writing(pilot)
        await wait_for(
            pilot, lambda: screen.story.prose.current == screen.standing.path[1].id, "the jump"
        )


async def test_a_passage_that_was_found_can_be_pinned_and_goes_into_the_next_request(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story, recall_passages=1) as pilot:
        screen = writing(pilot)
        await remembered(pilot)
        await pilot.press("ctrl+f")
        search = await sheet(pilot, SearchSheet)
        search.query_one(Input).value = "Paragraph 3 of the keeper"
        found = search.query_one("#found", OptionList)
        await wait_for(pilot, lambda: found.option_count, "results")
        await pilot.press("ctrl+n")
        await wait_for(pilot, lambda: screen.standing.marks, "the pin")
        third = screen.standing.path[2].id
        await wait_for(
            pilot,
            lambda: third in [each.step for each in screen.recalled.tray.passages()],
            "the passage in the tray",
        )


async def test_a_road_not_taken_is_branched_from_with_one_key(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+r")
        roads = await sheet(pilot, RoadsSheet)
        roads.query_one(Input).value = "Plan 3 after step 2"
        await wait_for(pilot, lambda: roads.listed.option_count == 1, "the one plan")
        await pilot.press("enter")
        await steps_are(pilot, 2)
        assert writing(pilot).next.text == "Plan 3 after step 2: the bell rings."
        await pilot.press("ctrl+g")
        await steps_are(pilot, 3)
    assert "Plan 3 after step 2: the bell rings." in model_server.requests[0].prompt
    with Book.open(story) as book:
        assert len(book.latest_revisions()) == 7


async def test_alternates_are_looked_at_with_left_and_right_and_taken_with_enter(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("ctrl+g")
        await steps_are(pilot, 7)
        first, paragraph = screen.standing.tip.id, screen.standing.tip.text.paragraph
        await pilot.press("f2", "end", "r")
        await wait_for(pilot, lambda: screen.standing.tip.id != first, "the other version")
        await idle(pilot)
        await pilot.press("f2", "end", "a")
        await sheet(pilot, AlternatesSheet)
        await shows(pilot, "2 versions", paragraph[:30])
        await pilot.press("right", "left", "enter")
        await wait_for(pilot, lambda: screen.standing.tip.id == first, "the first version again")


async def test_a_new_title_is_shown(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        await pilot.app.run_action("rename", writing(pilot))
        await wait_for(pilot, lambda: isinstance(pilot.app.focused, Input), "the question")
        pilot.app.focused.value = "The [red]Bell[/red]"
        await pilot.press("enter")
        await shows(pilot, "The [red]Bell[/red]")


async def test_the_place_in_the_story_is_there_at_the_next_start(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("up", "up")
        await settled(pilot)
        place = writing(pilot).story.prose.current
    async with open_studio(story) as pilot:
        await wait_for(pilot, lambda: writing(pilot).story.prose.current == place, "the place")


async def test_help_tells_the_keys_of_the_pane_with_the_focus(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("f1")
        await sheet(pilot, HelpSheet)
        await shows(pilot, "Write this paragraph anew")
        await pilot.press("escape", "f3")
        await settled(pilot)
        await pilot.press("question_mark")
        await sheet(pilot, HelpSheet)
        await shows(pilot, "Keep this sentence through every rewrite")


async def test_a_theme_is_seen_at_once_and_kept(
    open_studio: Open, story: Path, tmp_path: Path
) -> None:
    async with open_studio(story) as pilot:
        before = pilot.app.theme
        pilot.app.action_theme()
        await sheet(pilot, ThemeSheet)
        await pilot.press("down")
        await wait_for(pilot, lambda: pilot.app.theme != before, "another theme")
        await pilot.press("escape")
        await wait_for(pilot, lambda: pilot.app.theme == before, "the theme before")
        pilot.app.action_theme()
        await sheet(pilot, ThemeSheet)
        await pilot.press("down", "enter")
        kept = tmp_path / "config" / "settings.toml"
        await wait_for(pilot, lambda: kept.exists() and "theme" in kept.read_text(), "the setting")


async def test_a_model_that_cannot_be_reached_is_told_and_costs_nothing(
    open_studio: Open, story: Path, settings: Settings
) -> None:
    async with open_studio(story, api_base="http://127.0.0.1:9/v1") as pilot:
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: list(pilot.app._notifications), "the message")
        await idle(pilot)
        assert len(writing(pilot).standing.path) == 6


async def test_the_form_about_the_story_begins_with_the_help_of_its_first_box(
    open_studio, story: Path
) -> None:
    with Book.open(story) as book:
        book.set_brief(replace(book.brief, description="The sea and the keeper.\n" * 6))
    async with open_studio(story, "narrow") as pilot:
        await pilot.app.run_action("brief", writing(pilot))
        form = await sheet(pilot, BriefScreen)
        await wait_for(pilot, lambda: form.form.values()["title"], "the brief")
        for _ in range(4):
            await settled(pilot)
        await shows(pilot, "Left empty, the model invents one.")
