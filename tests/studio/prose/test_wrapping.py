from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from rgpt_tui.studio.prose.breaking import inside_grapheme
from rgpt_tui.studio.prose.cleaning import clean
from rgpt_tui.studio.prose.wrapping import Wrapping, wrap

ALPHABET = (
    st.sampled_from("ab e-—–…'\"(«»!?.“”  \n\u3000\u00a0\u200b")
    | st.sampled_from("中文字の。，」「（）ーっ！？…—가나")
    | st.sampled_from("\u0301\u200d\ufe0f👩🔬❤🇫🇷👍🏽☀")
    | st.characters()
)
TEXTS = st.text(ALPHABET, max_size=120).map(clean)
WIDTHS = st.integers(1, 20)


def one_character(line: str) -> bool:
    """Whether a reader sees only one character."""
    return all(inside_grapheme(line, index) for index in range(1, len(line)))


@given(TEXTS, WIDTHS)
@settings(max_examples=300, deadline=None)
def test_no_line_is_wider_than_the_measure_unless_one_character_is(text: str, width: int) -> None:
    for line in wrap(text, width):
        assert cell_len(line) <= width or one_character(line)


@given(TEXTS, WIDTHS)
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_but_spaces_and_breaks(text: str, width: int) -> None:
    def visible(words: str) -> str:
        return "".join(words.split())

    assert visible("".join(wrap(text, width))) == visible(text)


@given(st.lists(TEXTS, max_size=6), WIDTHS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_text_that_grows_is_wrapped_as_if_it_had_been_there_at_once(
    pieces: list[str], width: int, eager: bool
) -> None:
    wrapping = Wrapping("", width)
    for piece in pieces:
        wrapping.append(piece)
        wrapping.advance(1000 if eager else 1)
    wrapping.advance(1000)
    lines = [wrapping.line(number) for number in range(len(wrapping))]
    assert lines == wrap("".join(pieces), width)


@given(TEXTS, WIDTHS)
@settings(max_examples=300, deadline=None)
def test_characters_are_never_taken_apart(text: str, width: int) -> None:
    for before, after in pairwise(wrap(text, width)):
        if before and after and len(before) < 4 * width:
            assert after[0] not in "\u200d\ufe0f\u0301"
            assert before[-1] != "\u200d"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("The rain had stopped.", 8, ["The rain", "had", "stopped."]),
        ("exactly eight", 7, ["exactly", "eight"]),
        ("two  spaces   go", 6, ["two", "spaces", "go"]),
        ("one\n\ntwo", 9, ["one", "", "two"]),
        ("full line\nnext", 9, ["full line", "next"]),
        ("a break\n", 9, ["a break", ""]),
        ("", 9, [""]),
        ("  indented verse", 10, ["  indented", "verse"]),
        ("unbreakableword", 6, ["unbrea", "kablew", "ord"]),
        ("he ran—fast", 8, ["he ran—", "fast"]),
        ("a well-known man", 8, ["a well-", "known", "man"]),
        ("it was -12 degrees", 9, ["it was", "-12", "degrees"]),
        ("he said\n—Nothing now", 9, ["he said", "—Nothing", "now"]),
        ("Ah bon, vraiment !", 16, ["Ah bon,", "vraiment !"]),
        ("10\u00a0km away", 6, ["10\u00a0km", "away"]),
    ],
)
def test_a_line_breaks_where_a_reader_expects_it(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("他走进房间。", 10, ["他走进房", "间。"]),
        ("他说：「你好！」", 8, ["他说：", "「你", "好！」"]),
        ("她（笑）走了", 6, ["她", "（笑）", "走了"]),
        ("待って、ちょっと", 12, ["待って、", "ちょっと"]),
        ("コーヒー", 6, ["コー", "ヒー"]),
        ("等等……好吧——走", 8, ["等等……好", "吧——走"]),
        ("好——走吧……嗯", 4, ["好——", "走", "吧……", "嗯"]),
        ("用Python写作", 6, ["用", "Python", "写作"]),
        ("나는 학교에 간다", 9, ["나는", "학교에", "간다"]),
    ],
)
def test_chinese_japanese_and_korean_break_by_their_own_rules(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrap(text, width) == lines


@pytest.mark.parametrize("cluster", ["👩‍🔬", "🇫🇷", "👍🏽", "❤️", "e\u0301\u0323"])
def test_a_character_made_of_many_is_kept_whole(cluster: str) -> None:
    for width in range(2, 6):
        for line in wrap(cluster * 9, width):
            assert line.replace(cluster, "") == ""


def test_a_tower_of_accents_is_cut_so_that_no_line_is_endless() -> None:
    lines = wrap("a" + "\u0301" * 100_000, 20)
    assert max(map(len, lines)) <= 8 * 20 + 1


@pytest.mark.parametrize("piece", ["x", "— ", "-", "中", "🇫", "a \u0301"])
def test_a_slice_of_a_very_long_text_looks_at_a_slice_only(piece: str) -> None:
    class Counting(str):
        looked_at = 0

        def __getitem__(self, key):  # type: ignore[no-untyped-def]
            found = str.__getitem__(self, key)
            Counting.looked_at += len(found)
            return found

    Counting.looked_at = 0
    wrapping = Wrapping(Counting(piece * 100_000), 70)
    wrapping.advance(10)
    assert Counting.looked_at < 10 * 70 * 500
    assert not wrapping.done


def test_growing_wraps_only_the_last_lines_again() -> None:
    wrapping = Wrapping("word " * 10_000, 70)
    wrapping.advance(10_000)
    known = len(wrapping)
    assert wrapping.append("and more") == known - 2
    wrapping.advance(3)
    assert wrapping.done


def test_the_rows_of_a_text_that_is_not_wrapped_yet_are_estimated() -> None:
    wrapping = Wrapping("word " * 10_000, 70)
    wrapping.advance(100)
    estimated = wrapping.rows
    wrapping.advance(10_000)
    assert abs(estimated - wrapping.rows) <= 0.05 * wrapping.rows


def test_a_character_is_found_in_its_line() -> None:
    wrapping = Wrapping("The rain had stopped.", 8)
    wrapping.advance(9)
    assert [wrapping.line_of(index) for index in (0, 8, 9, 12, 13, 20, 99)] == [0, 0, 1, 1, 2, 2, 2]
