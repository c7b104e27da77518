from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.measures import count_words, word_ends


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("— ... … “” -- *", 0),
        ("don't", 1),
        ("don’t", 1),
        ("well-known", 1),
        ("“Go!” he said.", 3),
        ("He came—and saw--and went", 6),
        ("Well...then", 2),
        ("Well…then", 2),
        ("At 5 p.m. he paid 3.50 and/or 1,000", 8),
        ("the boys' mother-in-law's house", 4),
        ("re\u0301sume\u0301", 1),
        ("snake_case _emphasis_", 2),
        ("naïve\ncafé\u00a0noir", 3),
        ("- a fact", 2),
    ],
)
def test_english_words_count_as_a_novelist_expects(text: str, words: int) -> None:
    assert count_words(text, "en") == words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("“走吧。”他说。", "zh", 4),
        ("雨下得很大！——……", "zh", 5),
        ("スーパーへ行く、と。", "ja", 8),
        ("人々", "ja", 2),
        ("他有3只cat和New York。", "zh", 8),
        ("ＡＢＣ，好", "zh", 2),
        ("He said 走吧 to her.", "en", 6),
    ],
)
def test_chinese_and_japanese_count_characters_and_latin_words(
    text: str, language: str, words: int
) -> None:
    assert count_words(text, language) == words


def test_korean_counts_by_spaces() -> None:
    assert count_words("그는 “가라”고 말했다.", "ko") == 3
    assert count_words("大韓民國의 헌법 — 제1조", "ko") == 3


@given(st.text(), st.sampled_from(["en", "zh", "ko", ""]))
def test_words_end_inside_the_text_in_order_and_as_often_as_they_are_counted(
    text: str, language: str
) -> None:
    ends = list(word_ends(text, language))
    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) for end in ends)
    assert len(ends) == count_words(text, language)


@given(st.text(), st.text(), st.sampled_from(["en", "zh", "ko"]))
def test_two_paragraphs_have_the_words_of_both(one: str, other: str, language: str) -> None:
    together = count_words(f"{one}\n\n{other}", language)
    assert together == count_words(one, language) + count_words(other, language)
