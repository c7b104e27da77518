from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.sentences import split_paragraphs, split_sentences

LANGUAGES = ("en", "zh", "ja", "ko", "ru", "fr", "de", "xx", "")

# Tolstoy, War and Peace, translated by Louise and Aylmer Maude (1922), book one, chapter I.
SOIREE = [
    "“Can one be well while suffering morally?",
    "Can one be calm in times like these if one has any feeling?” said Anna Pávlovna.",
    "“You are staying the whole evening, I hope?”",
    "“And the fete at the English ambassador’s?",
    "Today is Wednesday.",
    "I must put in an appearance there,” said the prince.",
    "“What can one say about it?” replied the prince in a cold, listless tone.",
    "“What has been decided?",
    "They have decided that Buonaparte has burnt his boats, and I believe that we are ready to "
    "burn ours.”",
    "We alone must avenge the blood of the just one....",
    "Whom, I ask you, can we rely on?...",
    "England with her commercial spirit will not and cannot understand.",
    "“Between ourselves” (and her face assumed its melancholy expression), “he was mentioned at "
    "Her Majesty’s and you were pitied....”",
    "The prince answered nothing.",
    "“And,” he went on after a pause, “what will it be in five years, if he goes on like this?”",
    "Presently he added: “That’s what we fathers have to put up with....",
    "Is this princess of yours rich?”",
    "He was nicknamed ‘the King of Prussia.’",
    "He is very clever but eccentric, and a bore.",
]
# The same, book three, chapter III, and book four.
BAD_TEMPER = [
    "“Hm!",
    "Hm!” muttered the prince, sitting down.",
    "“Hm!—his excellency is a puppy....",
    "I got him his appointment in the service,” said the prince disdainfully.",
    "“Are you unwell today?",
    "Eh?",
    "Afraid of the ‘minister’ as that idiot Alpátych called him this morning?”",
    "“No, mon père.”",
    "“Blackguards!...",
    "I’ll teach you to think!” and lifting his stick he swung it.",
    "“What sweets are we going to have?” Natásha again cried boldly.",
    "“Those were horses!”",
    "Balagá continued the tale.",
    "“I, I... I’ll go with you!” cried Pétya.",
    "“I had a cousin...”",
    "“I know!”",
]
# Mary Shelley, Frankenstein (1818), letter 1 and chapters 5 and 15.
CREATURE = [
    "St. Petersburgh, Dec. 11th, 17--, was where Mr. Walton wrote from.",
    "He muttered some inarticulate sounds.",
    "Oh!",
    "No mortal could support the horror of that countenance.",
    '[Coleridge\'s "Ancient Mariner."]',
    '"My dear Frankenstein," exclaimed he, "how glad I am to see you!',
    'How fortunate that you should be here at the very moment of my alighting!"',
    '"Do not ask me," cried I; "HE can tell.',
    "Oh, save me!",
    'Save me!"',
    "I imagined that the monster seized me; I fell down in a fit.",
    "'Great God!' exclaimed the old man.",
    "'Who are you?'",
    '"At that instant the cottage door was opened."',
]
# Lu Xun, Kong Yiji (1919).
KONG_YIJI = [
    "“孔乙己，你脸上又添上新伤疤了！”",
    "他不回答，对柜里说，“温两碗酒，要一碟茴香豆。”",
    "便排出九文大钱。",
    "他们又故意的高声嚷道，“你一定又偷了人家的东西了！”",
    "孔乙己睁大眼睛说，“你怎么这样凭空污人清白……”",
    "“什么清白？",
    "我前天亲眼见你偷了何家的书，吊着打。”",
    "孔乙己便涨红了脸，争辩道，“窃书不能算偷……窃书！……读书人的事，能算偷么？”",
    "接连便是难懂的话，什么“君子固穷”，什么“者乎”之类。",
]


@pytest.mark.parametrize("page", [SOIREE, BAD_TEMPER, CREATURE])
def test_a_hard_wrapped_page_of_a_novel_is_split_where_a_reader_would(page: list[str]) -> None:
    assert split_sentences(textwrap.fill(" ".join(page), 70), "en") == page


def test_a_page_of_a_chinese_story_is_split_where_a_reader_would() -> None:
    assert split_sentences("".join(KONG_YIJI), "zh") == KONG_YIJI


@pytest.mark.parametrize(
    "sentences",
    [
        ['"Go!" he said.', "Then he left."],
        ["“What of it?” Pierre asked.", "She smiled."],
        ["“What of it?”", "Pierre returned to the room."],
        ["“What of it?”", "He began to laugh."],
        ["“What of it?”", "He said no more."],
        ["“Really?”", "Pierre said nothing.", "“Stay.”", "Pierre asked for wine."],
        ["Mr. Darcy said.", "Mrs. Bennet, Dr. Hall and Lieut. Smith met J. R. Tolkien."],
        ["He came at 5 p.m. on Monday.", "She lives in St. Ives."],
        ["No.", "Pierre isn't here.", "Follow me.", "I know.", "It was I.", "So it is."],
        ["‘I am here.", "And you?’ said he.", "‘Don’t go!’ he cried.", "'Tis late."],
        [
            "(He left.)",
            "I came—and saw.",
            "He went (she had! Really?) away.",
            "He came!—No.",
            "So.",
        ],
        [
            "Well… I think so… maybe.",
            "What?!",
            "I know.",
            "“I would—”",
            "“Go!”",
            "“And so—” he said.",
        ],
        ["*Never.*", "She had the _Nellie_.", "[Sic.]", "2. Obedience.", "3. Morality."],
    ],
)
def test_english_prose_is_split_where_a_reader_would(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences), "en") == sentences


def test_text_that_never_uses_a_capital_is_split_at_its_full_stops() -> None:
    assert split_sentences("it rained. she left! why? no", "en") == [
        "it rained.", "she left!", "why?", "no",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh", ["“走吧。”他说。", "她看着窗外。", "雨下得很大！"]),
        (
            "zh",
            ["“走吧。”她轻声问道，然后走了。", "“好。”", "他知道，完了。", "“走！”她说，“快！”"],
        ),
        ("zh", ["“好。”", "她说：“走。”", "“我……”", "她转过身。", "“走。”", "她听说，雨停了。"]),
        ("zh", ["「好。」她問道。", "他說了一句話。"]),
        (
            "zh",
            ["他读《何处？何时》。", "《走！》很好。", "他走了（真的？）吗？", "我……我不知道。"],
        ),
        ("ja", ["「行こう。」と彼は言った。", "雨が降る。", "「はい。」", "とにかく行く。"]),
        ("ja", ["「え？」彼は尋ねた。", "「え？」", "彼は歩いた。", "「行け！」という声がした。"]),
        ("ja", ["親譲りの無鉄砲で小供の時から損ばかりしている。", "なぜそんな無闇をした。"]),
        ("ko", ['"가라." 그는 말했다.', '"가라."라고 그가 말했다.', "비가 왔다."]),
    ],
)
def test_speech_keeps_its_tag_in_east_asian_languages(language: str, sentences: list[str]) -> None:
    gap = " " if language == "ko" else ""
    assert split_sentences(gap.join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ru", ["— Да! — сказал он.", "— Нет.", "— Она ушла."]),
        ("de", ["„Geh!“ sagte er.", "„Komm her.", "Bitte.“", "Er ging am 5. Mai."]),
        ("fr", ["« Va ! » dit-il.", "« Va ! »", "Il partit."]),
        ("es", ["—¿Vienes? —preguntó Ana—.", "No sé.", "¡Vamos!"]),
    ],
)
def test_dialogue_is_split_by_the_marks_of_its_language(
    language: str, sentences: list[str]
) -> None:
    assert split_sentences(" ".join(sentences), language) == sentences


def test_headings_scene_breaks_and_list_items_are_not_glued_to_sentences() -> None:
    text = "# One\nIt rained\nall day.\n* * *\n- a fact\n- another\n\nno full stop\n\nThe end"
    assert split_sentences(text, "en") == [
        "# One", "It rained all day.", "* * *", "- a fact", "- another", "no full stop", "The end",
    ]  # fmt: skip


def test_a_numbered_list_is_split_into_its_items_but_a_wrapped_year_is_no_item() -> None:
    assert split_sentences("1. He left. So did she.\n2. They met.", "en") == [
        "1. He left.", "So did she.", "2. They met.",
    ]  # fmt: skip
    assert split_sentences("It was in the month of May,\n12. It rained.", "en")[0].endswith("12.")


def test_hard_wrapped_lines_are_joined_by_a_space_or_in_chinese_by_nothing() -> None:
    assert split_sentences("It rained\r\nall day.", "en") == ["It rained all day."]
    assert split_sentences("雨下得\n很大。", "zh") == ["雨下得很大。"]
    assert split_sentences("他喜欢 New\nYork 的雨。", "zh") == ["他喜欢 New York 的雨。"]


def test_paragraphs_end_at_blank_lines_and_keep_their_line_breaks() -> None:
    assert split_paragraphs("\n\nIt rained\nall day.\n \t\nThe end.\n") == [
        "It rained\nall day.", "The end.",
    ]  # fmt: skip
    assert split_paragraphs("　　雨下得很大。\n　　她走了。") == ["雨下得很大。", "她走了。"]


PIECES = st.sampled_from(
    ["Go", "he", " ", "\n", "\n\n", ".", "!", "?", "…", "...", '"', "“", "”", "‘", "’", "'", "—",
     "(", ")", "他", "说", "。", "「", "」", "と", "- ", "1. ", "# ", "*", "Mr.", "I", "\r",
     "\u2029", "\x1c", "»", "《", "》", "\ud800", "5", "me.", "\u3000", "\u0301", "😀"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)), st.sampled_from(LANGUAGES))
def test_nothing_is_lost_but_white_space(text: str, language: str) -> None:
    bare = "".join(text.split())
    sentences = split_sentences(text, language)
    assert "".join("".join(sentences).split()) == bare
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)
    assert "".join("".join(split_paragraphs(text)).split()) == bare
