"""Which line breaks of a draft are its own, and which are only the width of a page."""

from __future__ import annotations

import textwrap

import pytest

from rgpt_tui.formats.draft import split_draft
from tests.formats.prose import RAIN, WRAPPED

HAN = (
    "天色已经暗了下来，街上的行人渐渐稀少。林远站在窗前，看着远处的灯火，心里说不出是什么滋味。"
    "他想起三年前的那个夏天，他们在河边第一次见面，她穿着一件白色的衣服，手里拿着一本书。"
)


def paragraphs(text: str, language: str = "en", **options: bool) -> list[str]:
    passages = split_draft(text, language, **options).passages
    return [each for passage in passages for each in passage.paragraph.split("\n\n")]


@pytest.mark.parametrize("width", [60, 72, 100, 120])
def test_hard_wrapping_is_undone_at_any_width(width):
    text = "\n\n".join([textwrap.fill(RAIN, width), "“Yes,” he said.", textwrap.fill(RAIN, width)])
    assert paragraphs(text) == [RAIN, "“Yes,” he said.", RAIN]


def test_hard_wrapped_chinese_is_joined_without_spaces():
    wrapped = "\n".join(HAN[place : place + 35] for place in range(0, len(HAN), 35))
    assert paragraphs(f"{wrapped}\n\n{wrapped}\n\n床前明月光，\n疑是地上霜。", "zh") == [
        HAN,
        HAN,
        "床前明月光，\n疑是地上霜。",
    ]


def test_a_dash_or_a_hyphen_at_the_end_of_a_line_gets_no_space():
    text = (
        "He came into the room with the light behind him and said--in a half-\n"
        "whisper, as if the others might hear it--that the horse was well-\n"
        "fed and fast. Nobody believed that, for it was an old one, and lame—\n"
        "so they said; and the rest of it is quickly told, or it was told once\n"
        "--by the fire--to those who had not gone to bed, or out to the -- mill\n"
        "-- with a dog."
    )
    assert paragraphs(text) == [
        "He came into the room with the light behind him and said--in a half-whisper, as if the "
        "others might hear it--that the horse was well-fed and fast. Nobody believed that, for it "
        "was an old one, and lame—so they said; and the rest of it is quickly told, or it was "
        "told once--by the fire--to those who had not gone to bed, or out to the -- mill -- with "
        "a dog."
    ]


@pytest.mark.parametrize(
    "short",
    [
        "Roses are red,\nviolets are blue,\nsugar is sweet.",
        "Your affectionate brother,\nR. Walton",
        "Qui eut le triple talent\nDe boire, de battre",
    ],
)
def test_short_lines_in_a_hard_wrapped_text_stay(short):
    text = "\n\n".join([WRAPPED, short, WRAPPED])
    assert paragraphs(text) == [RAIN, short, RAIN]


def test_long_indented_verse_stays():
    verse = (
        "    Aliment de poison d’une âme trop sensible,\n"
        "    Toi, sans qui le bonheur me serait impossible,\n"
        "    Tendre mélancholie, ah, viens me consoler,\n"
    )
    text = "\n\n".join([WRAPPED, verse, WRAPPED])
    assert paragraphs(text)[1] == textwrap.dedent(verse).strip()


def test_a_short_speech_before_a_long_word_is_joined():
    speech = "“Is it time that we were at table at last?” said Márya\nDmítrievna."
    text = f"{WRAPPED}\n\n{speech}"
    assert paragraphs(text)[1] == speech.replace("\n", " ")


def test_a_paragraph_a_line_without_blank_lines():
    lines = [RAIN, "“Yes,” he said.", "“No.”", RAIN, RAIN, "* * *", RAIN, "“Go.”", RAIN, RAIN, RAIN]
    assert paragraphs("\n".join(lines)) == lines


def test_paragraphs_that_are_only_indented():
    text = "\n".join(textwrap.fill(RAIN, initial_indent="    ") for _ in range(12))
    assert paragraphs(text) == [RAIN] * 12


def test_chinese_paragraphs_are_one_line_each():
    text = f"　　{HAN}\n　　“走吧。”他说。\n　　{HAN}\n"
    assert paragraphs(text, "zh") == [HAN, "“走吧。”他说。", HAN]


def test_scene_breaks_stay_where_they_are():
    text = "\n\n".join([WRAPPED, "      *      *      *", WRAPPED, "#", "x."])
    assert paragraphs(text) == [RAIN, "*      *      *", RAIN, "#", "x."]


def test_a_table_of_contents_does_not_hide_that_a_text_is_hard_wrapped():
    contents = "\n".join(f"CHAPTER {number}   The Rain" for number in range(1, 30))
    text = f"{contents}\n\nCHAPTER 1\n\n{WRAPPED}\n\n{WRAPPED}"
    assert paragraphs(text) == [RAIN, RAIN]


def test_markdown_breaks_lines_with_spaces_and_backslashes():
    text = "Roses are red,  \nviolets\\\nare blue\\\\"
    assert paragraphs(text, markdown=True) == ["Roses are red,\nviolets\nare blue\\"]
    assert paragraphs(text, markdown=False) == ["Roses are red,\nviolets\\\nare blue\\\\"]
