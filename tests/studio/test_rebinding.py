"""Keys that a writer gives to actions hold everywhere, and are told everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.studio import taking_in
from rgpt_tui.studio.going_on import told
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.palette import StudioCommands, offered
from rgpt_tui.studio.screens.confirm import Confirm
from rgpt_tui.studio.screens.help import HelpSheet
from tests.studio.waiting import screen_text, settled, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

Open = Any

KEYS = """
[keys]
"prose.next_paragraph" = "n"
"editor.done" = "f12"
"confirm.yes" = "j"
"sheet.close" = "f9"
"app.command_palette" = "ctrl+k"
"""
FAULTY = """
[keys]
"story.pin" = "e"
"story.reroll" = "f1"
"search.opne" = "f11"
"story.mute" = "escpe"
"sheet.close" = "x"
"""


def settings_of(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config" / "settings.toml"
    file.parent.mkdir()
    file.write_text(text)
    return file


def last_line(pilot: Pilot[None]) -> str:
    return screen_text(pilot).rstrip("\n").splitlines()[-1]


async def choose(pilot: Pilot[None], title: str) -> None:
    """Find an action in the palette, and click on it."""
    await pilot.press(*title.lower())
    await shows(pilot, f" {title}")
    lines = screen_text(pilot).splitlines()
    await pilot.click(offset=(6, next(at for at, line in enumerate(lines) if f" {title}" in line)))


async def told_in_palette(pilot: Pilot[None]) -> dict[str, str]:
    """The lines of the palette, by the title of the action."""
    hits = [hit async for hit in StudioCommands(pilot.app.screen).discover()]
    return {str(hit.help): str(hit.display) for hit in hits}


async def test_keys_of_panes_editor_sheets_and_questions_are_those_of_the_writer(
    open_studio: Open, story: Path, tmp_path: Path
) -> None:
    settings_of(tmp_path, KEYS)
    async with open_studio(story) as pilot:
        app, prose, editor = pilot.app, writing(pilot).story.prose, writing(pilot).story.editor
        await pilot.press("home", "j", "down")
        first = prose.current
        await pilot.press("n")
        assert prose.current != first

        await pilot.press("e")
        await wait_for(pilot, lambda: editor.open, "the editor")
        await shows(pilot, "f12 Done")
        await pilot.press("escape")
        assert editor.open
        await pilot.press("f12")
        await wait_for(pilot, lambda: not editor.open, "the prose")

        await pilot.press("f1")
        await wait_for(pilot, lambda: isinstance(app.screen, HelpSheet), "the help")
        await shows(pilot, "f9 Close")
        assert re.search(r" n +Select the next paragraph\.", screen_text(pilot))
        await pilot.press("escape")
        assert isinstance(app.screen, HelpSheet)
        await pilot.press("f9")
        await wait_for(pilot, lambda: app.screen is writing(pilot), "the help to go")

        answers: list[object] = []
        app.push_screen(Confirm("Really?"), answers.append)
        await settled(pilot)
        await pilot.press("y", "j")
        assert answers == [True]

        lines = await told_in_palette(pilot)
        for action, _ in offered(app.screen):
            if action.keys and action.name != "command_palette":
                assert keys_of_action(app, action.id) in lines[action.help], action.id
        assert lines["Select the next paragraph."] == "Next paragraph  n"

        await pilot.press("ctrl+p")
        assert app.screen is writing(pilot)
        await pilot.press("ctrl+k", *"provenance")
        assert app.screen is not writing(pilot)


async def test_sentences_tell_the_keys_of_the_writer(
    open_studio: Open, folder: Path, tmp_path: Path
) -> None:
    settings_of(tmp_path, '[keys]\n"writing.write" = "f12"\n"app.command_palette" = "ctrl+k"\n')
    async with open_studio(folder) as pilot:
        await wait_for(
            pilot,
            lambda: screen_text(pilot).count("f12 writes the opening") == 2,
            "the key in both panes",
        )
        assert "^g" not in screen_text(pilot)
        error = RgptError("Gone.").offering(Way.WRITE, Way.RESTORE)
        assert told(pilot.app, error).startswith("Gone. f12 has it written anew. “Backups” (^k) ")


async def test_where_the_sample_story_is_missing_the_key_that_begins_one_is_told(
    open_studio: Open, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_of(tmp_path, '[keys]\n"shelf.new" = "f12"\n')
    monkeypatch.setattr(taking_in, "packaged_folder", lambda _: tmp_path / "nothing")
    async with open_studio() as pilot:
        await shows(pilot, "f12 New")
        await pilot.press("s")
        await wait_for(pilot, lambda: pilot.app._notifications, "the message")
        (note,) = pilot.app._notifications
        assert note.message.endswith("and one of your own needs none. f12 begins one.")


async def test_lines_that_cannot_hold_are_told_with_file_key_and_the_other_action(
    open_studio: Open, story: Path, tmp_path: Path
) -> None:
    file = settings_of(tmp_path, FAULTY)
    async with open_studio(story) as pilot:
        told = sorted(
            note.message for note in pilot.app._notifications if str(file) in note.message
        )
        assert [each.partition("was skipped: ")[2] for each in told] == [
            "there is no such action; the nearest is `search.open`.",
            "`x` would be typed into the text box that this action is for.",
            "there is no key `escpe`; the nearest is `escape`.",
            "`e` is the key of `story.edit`; give that one another first.",
            "`f1` is the key of `app.help`; give that one another first.",
        ]
        assert keys_of_action(pilot.app, "story.mute") == "m"


async def test_a_narrow_footer_keeps_what_a_newcomer_needs_and_the_mouse_reaches_the_rest(
    open_studio: Open, story: Path
) -> None:
    kept = ("Write", "Stories", "Quit", "Help", "Palette")
    async with open_studio(story, size="narrow") as pilot:
        for pane in ("f2", "f3", "f4", "f5"):
            await pilot.press(pane)
            await settled(pilot)
            assert [name for name in kept if f" {name} " not in f"{last_line(pilot)} "] == []
        await pilot.resize_terminal(44, 24)
        await settled(pilot)
        assert "^g Write" in last_line(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.press("f2")
        await settled(pilot)

        await pilot.click(KeyLine, offset=(last_line(pilot).index("Palette"), 0))
        await wait_for(pilot, lambda: pilot.app.screen is not writing(pilot), "the palette")
        await choose(pilot, "Who wrote what")
        await wait_for(pilot, lambda: writing(pilot).story.prose.provenance, "the colours")


async def test_the_mouse_does_what_enter_and_escape_do_on_a_sheet_and_leaves_the_mode_of_prose(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+f")
        await shows(pilot, "Search the story")
        await wait_for(pilot, lambda: " Open " in last_line(pilot), "the key of the list")
        await pilot.click(KeyLine, offset=(last_line(pilot).index("Close"), 0))
        await wait_for(pilot, lambda: pilot.app.screen is writing(pilot), "the story")

        screen = writing(pilot)
        await pilot.press("f7")
        assert screen.has_class("-prose")
        await pilot.hover(KeyLine)
        await wait_for(pilot, lambda: "Palette" in last_line(pilot), "the keys under the mouse")
        await pilot.click(KeyLine, offset=(last_line(pilot).index("Palette"), 0))
        await wait_for(pilot, lambda: pilot.app.screen is not screen, "the palette")
        await choose(pilot, "Only prose")
        await wait_for(pilot, lambda: not screen.has_class("-prose"), "all panes")
