"""The words that a text is found by."""

from __future__ import annotations

import pytest

from rgpt_tui.archive.words import words_asked, words_kept


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The knight's NAÏVE café", ["knight", "naive", "cafe"]),
        ("O'Brien and O’Brien", ["o", "brien"]),
        ("snake_case-and 42", ["snake", "case", "42"]),
        ("石桥", ["石桥"]),
        ("剑", ["剑"]),
        ("走过石桥", ["走过", "过石", "石桥"]),
        ("阿Q正传", ["阿", "q", "正传"]),
        ("버드나무가", ["버드", "드나", "나무", "무가"]),
        ("ＦＵＬＬ width", ["full", "width"]),
        ('"AND(:*', []),
        ("", []),
    ],
)
def test_words_that_are_asked_for(text: str, words: list[str]) -> None:
    assert words_asked(text) == words


def test_single_signs_and_repetitions_are_kept() -> None:
    assert words_kept("剑与剑") == ["剑", "与", "剑", "剑与", "与剑"]
    assert words_kept("boat, boat") == ["boat", "boat"]


@pytest.mark.parametrize(
    "text", ["버드나무가 있었다", "她走过石桥", "図書館に行った", "Agnès rowed"]
)
def test_whatever_is_asked_for_is_kept(text: str) -> None:
    assert set(words_asked(text)) <= set(words_kept(text))
