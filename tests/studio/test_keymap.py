from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest
from textual.app import App
from textual.binding import Binding

from rgpt_tui.settings_reading import read_keys
from rgpt_tui.studio.actions import ACTIONS
from rgpt_tui.studio.keymap import read_keymap


@dataclass(frozen=True)
class Action:
    id: str
    keys: str
    first: bool = False
    in_text: bool = False

    @property
    def where(self) -> str:
        return self.id.partition(".")[0]


SOME = [
    Action("app.help", "f1", first=True),
    Action("app.theme", ""),
    Action("story.edit", "e"),
    Action("story.reroll", "r,R"),
    Action("story.pin", "p"),
    Action("memory.edit", "e"),
    Action("prose.down", "j"),
    Action("editor.done", "escape", in_text=True),
    Action("sheet.close", "escape", in_text=True),
    Action("search.open", "enter", in_text=True),
    Action("confirm.yes", "y"),
]


def keys_of(table: object) -> dict[str, str]:
    keymap = read_keymap(table, SOME)
    assert keymap.faults == ()
    return dict(keymap.keys)


def fault_of(table: object) -> str:
    keymap = read_keymap(table, SOME)
    (fault,) = keymap.faults
    return fault


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("x", "x"),
        ("X", "X"),
        ("shift+x", "X"),
        ("?", "question_mark"),
        ("question_mark", "question_mark"),
        (",", "comma"),
        (",,x", "comma,x"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("Ctrl+K", "ctrl+k"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("F5", "f5"),
        ("f5, ctrl+g", "f5,ctrl+g"),
        ("f5,f5", "f5"),
        ("esc", "escape"),
        ("ctrl+space", "ctrl+at"),
        ("PgDn", "pagedown"),
        ("é", "é"),
        ("shift+tab", "shift+tab"),
    ],
)
def test_keys_are_written_as_people_write_them(written, meant):
    assert keys_of({"story.pin": written}) == {"story.pin": meant}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "a key is missing"),
        ("f5,", "a key is missing"),
        ("ctrl+", "a key is missing"),
        ("f55", "no key `f55`; the nearest is `f5`"),
        ("escpe", "the nearest is `escape`"),
        ("hyper+x", "`hyper` is none of ctrl, alt, shift, super"),
        ("shift+1", "comes as another character"),
        ("ctrl+i", "to a terminal `ctrl+i` is `tab`"),
        ("ctrl+M", "is `enter`"),
        ("ctrl+h", "is `backspace`"),
        ("ctrl+[", "is `escape`"),
        (5, "not 5"),
        (["f5"], "not ['f5']"),
        ("\x1b", "a key is missing"),
    ],
)
def test_a_key_that_no_terminal_sends_is_skipped_with_the_reason(written, why):
    fault = fault_of({"story.pin": written})
    assert why in fault
    assert "`story.pin`" in fault
    assert fault.endswith(".")


def test_an_unknown_action_names_the_nearest_and_the_other_lines_hold():
    keymap = read_keymap({"story.edti": "f5", "story.pin": "P"}, SOME)
    assert keymap.keys == {"story.pin": "P"}
    assert "`story.edti`" in keymap.faults[0]
    assert "`story.edit`" in keymap.faults[0]
    assert "`story.pin`" in fault_of({"pin": "f5"})


@pytest.mark.parametrize(
    "text",
    [
        '[keys]\n"story.pin" = "f5"',
        '[keys]\nstory.pin = "f5"',
        '[keys.story]\npin = "f5"',
    ],
)
def test_the_table_may_be_written_in_any_way_that_toml_has(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text)
    assert keys_of(read_keys(file)) == {"story.pin": "f5"}


def test_what_is_no_table_is_said():
    assert "[keys]" in fault_of(3)
    assert keys_of({}) == {}


def test_a_key_that_another_action_of_the_place_has_is_refused():
    assert "`e` is the key of `story.edit`" in fault_of({"story.pin": "e"})
    assert "`R` is the key of `story.reroll`" in fault_of({"story.pin": "f5,R"})
    assert keys_of({"memory.edit": "p"}) == {"memory.edit": "p"}


def test_keys_may_be_swapped():
    assert keys_of({"story.pin": "e", "story.edit": "p"}) == {"story.pin": "e", "story.edit": "p"}


def test_of_two_lines_that_want_one_key_the_first_has_it():
    keymap = read_keymap({"story.pin": "x", "story.edit": "x"}, SOME)
    assert keymap.keys == {"story.pin": "x"}
    assert "`story.edit`" in keymap.faults[0]


def test_a_choice_that_falls_takes_those_with_it_that_relied_on_it():
    keymap = read_keymap({"story.edit": "p", "story.reroll": "e", "story.pin": "nokey"}, SOME)
    assert keymap.keys == {}
    assert len(keymap.faults) == 3


def test_a_key_that_counts_everywhere_is_no_others_and_none_that_writes():
    assert "`app.help`" in fault_of({"story.pin": "f1"})
    assert "no longer be typed" in fault_of({"app.help": "h"})
    assert "no longer be typed" in fault_of({"app.help": "?"})
    assert "no longer be typed" in fault_of({"app.help": "space"})
    assert keys_of({"app.help": "ctrl+k"}) == {"app.help": "ctrl+k"}


def test_a_key_is_one_of_the_whole_studio_or_of_a_place_in_it():
    assert "`e` is the key of `memory.edit`" in fault_of({"app.theme": "e", "story.edit": "E"})
    assert "`y` is the key of `confirm.yes`" in fault_of({"app.theme": "y"})


def test_the_story_and_its_prose_are_one_place_and_so_are_a_sheet_and_every_sheet():
    assert "`story.edit`" in fault_of({"prose.down": "e"})
    assert "`prose.down`" in fault_of({"story.pin": "j"})
    assert "`search.open`" in fault_of({"sheet.close": "enter"})
    assert "`sheet.close`" in fault_of({"search.open": "escape"})
    assert keys_of({"editor.done": "f9", "sheet.close": "f9", "prose.down": "f9"})


def test_what_is_done_from_within_a_text_box_has_a_key_that_writes_nothing():
    assert "would be typed into the text box" in fault_of({"editor.done": "x"})
    assert "would be typed into the text box" in fault_of({"search.open": "space"})
    assert "does something in the text box" in fault_of({"sheet.close": "ctrl+w"})


def test_a_fault_names_the_file():
    keymap = read_keymap({"story.pin": "e", "story.edti": "x"}, SOME, "in rgpt/settings.toml")
    named = [" in rgpt/settings.toml was skipped: " in fault for fault in keymap.faults]
    assert named == [True] * 2
    assert "in rgpt/settings.toml" in read_keymap(3, SOME, "in rgpt/settings.toml").faults[0]


def test_a_key_is_free_on_another_screen_and_taken_by_the_screen_around_a_pane():
    some = [
        Action("writing.write", "ctrl+g", first=True),
        Action("writing.hide", "minus"),
        Action("story.edit", "e"),
        Action("brief.save", "ctrl+s", first=True),
    ]
    assert read_keymap({"brief.save": "ctrl+g"}, some).faults == ()
    assert read_keymap({"writing.write": "ctrl+s"}, some).faults == ()
    assert read_keymap({"story.edit": "-"}, some).faults == ()
    (fault,) = read_keymap({"story.edit": "ctrl+g"}, some).faults
    assert "`writing.write`" in fault


def test_every_key_of_the_studio_is_one_that_could_be_chosen():
    own = {action.id: action.keys for action in ACTIONS if action.keys}
    keymap = read_keymap(own, ACTIONS)
    assert keymap.faults == ()
    assert keymap.keys == own


class Pressed(App[None]):
    BINDINGS: ClassVar = [
        Binding("e", "note('edit')", id="story.edit"),
        Binding("r,R", "note('reroll')", id="story.reroll"),
        Binding("p", "note('pin')", id="story.pin"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[str] = []

    def action_note(self, what: str) -> None:
        self.notes.append(what)


async def test_textual_does_by_the_new_keys_what_it_did_by_the_old():
    keymap = read_keymap({"story.pin": "e", "story.edit": "f5,?", "story.reroll": "p"}, SOME)
    app = Pressed()
    async with app.run_test() as pilot:
        app.set_keymap(dict(keymap.keys))
        await pilot.press("e", "f5", "question_mark", "p", "r", "R")
    assert app.notes == ["pin", "edit", "edit", "reroll"]
