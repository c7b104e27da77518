from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.sentences import split_paragraphs, split_sentences

LANGUAGES = ("en", "zh", "ja", "ko", "ru", "fr", "de", "xx", "")


@pytest.mark.parametrize(
    "sentences",
    [
        ['"Well, Prince, so Genoa is yours.', "But I warn you, if you don't tell me.", 'Go."'],
        ['"Go!" he said.', "Then he left."],
        ["“What of it?” he asked.", "“Nothing.”"],
        ["“What of it?” Pierre asked.", "She smiled."],
        ["Mr. Darcy said.", "St. Petersburgh, Dec. 11th, 17—.", "He came at 5 p.m. on Monday."],
        ["‘I am here.", "And you?’ said he.", "‘Don’t go!’ he cried."],
        ["But no!", "(He left.)", "I came—and saw.", "What?!", "No."],
        ["No.", "Pierre isn't here.", "Follow me.", "I know."],
    ],
)
def test_english_prose_is_split_where_a_reader_would(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences), "en") == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh", ["“走吧。”他说。", "她看着窗外。", "雨下得很大！"]),
        ("zh", ["“走吧。”她轻声问道，然后走了。", "“好。”", "他知道，完了。"]),
        ("ja", ["「行こう。」と彼は言った。", "雨が降る。", "「はい。」", "とにかく行く。"]),
    ],
)
def test_chinese_and_japanese_speech_keeps_its_tag(language: str, sentences: list[str]) -> None:
    assert split_sentences("".join(sentences), language) == sentences


def test_headings_scene_breaks_and_list_items_are_not_glued_to_sentences() -> None:
    text = "# One\nIt rained\nall day.\n* * *\n- a fact\n- another\n\nno full stop\n\nThe end"
    assert split_sentences(text, "en") == [
        "# One", "It rained all day.", "* * *", "- a fact", "- another", "no full stop", "The end",
    ]  # fmt: skip


def test_hard_wrapped_lines_are_joined_by_a_space_or_in_chinese_by_nothing() -> None:
    assert split_sentences("It rained\r\nall day.", "en") == ["It rained all day."]
    assert split_sentences("雨下得\n很大。", "zh") == ["雨下得很大。"]
    assert split_paragraphs("It rained\nall day.\n \nThe end.") == [
        "It rained\nall day.",
        "The end.",
    ]


PIECES = st.sampled_from(
    ["Go", "he", " ", "\n", "\n\n", ".", "!", "?", "…", "...", '"', "“", "”", "‘", "’", "—", "(",
     ")", "他", "说", "。", "「", "」", "と", "- ", "1. ", "# ", "*", "Mr.", "I",
     "\r", "\u2029", "\x1c"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)), st.sampled_from(LANGUAGES))
def test_nothing_is_lost_but_white_space(text: str, language: str) -> None:
    bare = "".join(text.split())
    assert "".join("".join(split_sentences(text, language)).split()) == bare
    assert "".join("".join(split_paragraphs(text)).split()) == bare
