from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.language import detect_language, is_cjk, primary_subtag


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It rained all day.", "en"),
        ("", "en"),
        ("1812 — …!", "en"),
        ("Élan vital, señor Ñuñez", "en"),
        ("“走吧。”他说。", "zh"),
        ("東京都知事選挙、投票始まる", "ja"),
        ("「はい。」", "ja"),
        ("그는 말했다.", "ko"),
        ("Он ушёл.", "ru"),
        ("Έφυγε.", "el"),
        ("ذهب", "ar"),
        ("הוא הלך", "he"),
        ("वह गया", "hi"),
        ("เขาไป", "th"),
    ],
)
def test_a_language_is_told_by_its_script(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("伊丽莎白·班纳特看着菲茨威廉·达西（Fitzwilliam Darcy）。", "zh"),
        ("他在日本的一家叫「の」的小店里买了一本很旧的书，然后走了。", "zh"),
        ("She wrote 走吧 on the wall and left the house at once.", "en"),
        ("Он читал Tolstoy по-русски и много думал о войне.", "ru"),
        ("大韓民國의 헌법은 국민이 만든다.", "ko"),
    ],
)
def test_quoted_words_of_another_script_do_not_outweigh_the_prose(text: str, language: str) -> None:
    assert detect_language(text) == language


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert detect_language(text).isalpha()


@pytest.mark.parametrize("tag", ["zh", "zh-Hant", "ZH_cn", "ja", "ja-JP"])
def test_chinese_and_japanese_are_counted_in_characters(tag: str) -> None:
    assert is_cjk(tag)


@pytest.mark.parametrize("tag", ["en", "ko", "", "fr-CA"])
def test_other_languages_are_counted_in_words(tag: str) -> None:
    assert not is_cjk(tag)


def test_a_language_tag_is_read_by_its_first_part() -> None:
    assert [primary_subtag(tag) for tag in ("en", " EN_us", "zh-Hant-TW", "")] == [
        "en", "en", "zh", "",
    ]  # fmt: skip
