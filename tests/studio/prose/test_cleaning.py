from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rgpt_tui.studio.prose.cleaning import clean, clean_spans


def test_what_would_turn_the_screen_around_is_dropped() -> None:
    assert clean("a\u202eb\u2066c\u2069\u202cd") == "abcd"


def test_escape_codes_are_plain_text() -> None:
    assert clean("\x1b[31mred\x1b]0;title\x07\x9b1m") == "[31mred]0;title1m"


def test_half_a_character_can_be_written_to_a_terminal() -> None:
    clean("a\ud800b").encode()


def test_line_separators_are_line_breaks() -> None:
    assert clean("a\u2028b\u2029c") == "a\nb\nc"


def test_spans_are_moved_with_the_words_they_cover() -> None:
    text, spans = clean_spans("\n\x1b\x1bone\u202e two\n\n", [(3, 6), (7, 11), (0, 99), (50, 60)])
    assert text == "one two"
    assert [text[start:end] for start, end in spans] == ["one", " two", "one two", ""]


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
@settings(deadline=None)
def test_spans_stay_inside_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    cleaned, moved = clean_spans(text, spans)
    assert cleaned == clean(text).lstrip("\n").rstrip()
    assert all(0 <= start <= len(cleaned) and 0 <= end <= len(cleaned) for start, end in moved)
