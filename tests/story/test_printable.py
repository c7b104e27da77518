from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.printable import printable


def test_escape_sequences_become_words_that_a_terminal_only_shows() -> None:
    assert printable("\x1b[2J\x1b]0;owned\x07red\x9b31m\x08\x7f") == "[2J]0;ownedred31m"


def test_prose_of_every_script_stays_as_it_is() -> None:
    text = "“走吧。”他说。\n\nMr. Darcy — naïve 👩‍👧 [bold]"
    assert printable(text) == text
    assert printable("a\tb\r\nc") == "a b\nc"


@given(st.text())
def test_no_control_character_but_a_line_break_ever_comes_through(text: str) -> None:
    assert not {each for each in printable(text) if ord(each) < 32 or 127 <= ord(each) < 160} - {
        "\n"
    }
