"""A draft becomes the steps of a story: whole novels, and whatever else a writer brings."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.formats.draft import Draft, split_draft
from rgpt_tui.formats.errors import DraftEmpty
from tests.formats.prose import RAIN, WRAPPED

DRAFTS = Path(__file__).with_name("drafts")


def excerpt(name: str) -> str:
    return (DRAFTS / name).read_text(encoding="utf-8")


def headings(draft: Draft) -> list[str]:
    return [passage.heading for passage in draft.passages if passage.heading]


def dense(text: str) -> str:
    """A text without white space, and without the dash that may join headings."""
    return re.sub(r"[\s—]", "", text)


def content(draft: Draft) -> str:
    return dense("".join(passage.heading + passage.paragraph for passage in draft.passages))


def test_the_letters_and_chapters_of_frankenstein_are_found():
    draft = split_draft(excerpt("frankenstein.txt"), "en")
    assert headings(draft) == [
        *("Letter 1", "Letter 2", "Letter 3", "Letter 4"),
        *("Chapter 1", "Chapter 2", "Chapter 5"),
    ]
    assert draft.title == "Frankenstein, or the Modern Prometheus"
    assert draft.left_out == ("the title page",)
    text = excerpt("frankenstein.txt")
    assert content(draft) == dense(text[text.index("Letter 1\n") :])


def test_the_books_of_war_and_peace_begin_with_their_first_chapter_and_its_contents_are_left_out():
    draft = split_draft(excerpt("war-and-peace.txt"), "en")
    assert headings(draft) == [
        "BOOK ONE: 1805 — CHAPTER I",
        "CHAPTER II",
        "CHAPTER III",
        "BOOK TWO: 1805 — CHAPTER I",
        "SECOND EPILOGUE — CHAPTER I",
    ]
    assert draft.title == "WAR AND PEACE"
    # 15 books, 2 epilogues, 365 chapters, and the word CONTENTS.
    assert draft.left_out == ("the title page", "a table of contents of 383 lines")
    text = excerpt("war-and-peace.txt")
    assert content(draft) == dense(text[text.index("\nBOOK ONE: 1805\n") :])


def test_hard_wrapped_lines_are_joined_and_those_of_verse_and_letters_are_not():
    draft = split_draft(excerpt("frankenstein.txt"), "en")
    prose = "\n\n".join(passage.paragraph for passage in draft.passages)
    assert prose.startswith(
        "St. Petersburgh, Dec. 11th, 17--\n\nTO Mrs. Saville, England\n\nYou will rejoice to hear "
        "that no disaster has accompanied the commencement of an enterprise"
    )
    assert "Your affectionate brother,\nR. Walton" in prose
    assert (
        "\n\nLike one who, on a lonely road,\nDoth walk in fear and dread,\nAnd, having once "
        "turned round, walks on,\nAnd turns no more his head;\n"
    ) in prose
    broken = [each for each in prose.split("\n\n") if "\n" in each]
    assert len(broken) == 2


def test_the_header_and_licence_of_project_gutenberg_are_cut_and_give_the_title():
    draft = split_draft(
        "The Project Gutenberg eBook of The Storm\n\nTitle: The Storm;\n        Or, The Mill\n\n"
        "Author: Ann Onymous\n\n"
        "*** START OF THE PROJECT GUTENBERG EBOOK THE STORM ***\n\n\nProduced by A. Volunteer\n\n"
        f"THE STORM\n\nby Ann Onymous\n\nCHAPTER I\n\n{WRAPPED}\n\n"
        "End of the Project Gutenberg EBook of The Storm, by Ann Onymous\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK THE STORM ***\n\nSTART: FULL LICENSE\n",
        "en",
    )
    assert draft.title == "The Storm; Or, The Mill"
    assert [(page.heading, page.paragraph) for page in draft.passages] == [("CHAPTER I", RAIN)]
    assert draft.left_out == ("the header and licence of Project Gutenberg", "the title page")


def test_a_chinese_novel_has_a_paragraph_a_line():
    draft = split_draft(
        "《风起》\n作者：林远\n\n第一章　风起\n　　天色已经暗了下来。\n"
        "　　“你真的要走吗？”她问道。\n第二章　雨落\n　　雨开始下了。\n"
        "　　第三次见面的时候，他们都老了。\n"
        "尾声\n　　完了。\n",
        "zh",
    )
    assert draft.title == "风起"
    assert [(page.heading, page.paragraph) for page in draft.passages] == [
        ("第一章　风起", "天色已经暗了下来。\n\n“你真的要走吗？”她问道。"),
        ("第二章　雨落", "雨开始下了。\n\n第三次见面的时候，他们都老了。"),
        ("尾声", "完了。"),
    ]


def test_a_markdown_draft_has_its_headings_from_markdown_alone():
    draft = split_draft(
        f"# The Mill\n\n## One\n\n{RAIN}\n\nChapter 7\n\n* * *\n\nA *star* and a \\*.\n\n"
        "Two\n---\n\nHe left.\n\n---\n\nShe did not.  \nNot yet.\n",
        "en",
    )
    assert draft.title == "The Mill"
    assert [(page.heading, page.paragraph) for page in draft.passages] == [
        ("One", f"{RAIN}\n\nChapter 7\n\n* * *\n\nA *star* and a *."),
        ("Two", "He left.\n\n---\n\nShe did not.\nNot yet."),
    ]


def test_a_markdown_draft_may_begin_with_yaml():
    draft = split_draft(
        f'---\ntitle: "The Mill"\ntags:\n  - rain\n---\n\n# Chapter 1\n\n{RAIN}\n', "en"
    )
    assert draft.title == "The Mill"
    assert headings(draft) == ["Chapter 1"]
    assert draft.left_out == ("the fields before the text",)


def test_a_backslash_in_a_plain_text_is_a_backslash():
    draft = split_draft("He shrugged: ¯\\_(ツ)_/¯\n", "en")
    assert draft.passages[0].paragraph == "He shrugged: ¯\\_(ツ)_/¯"


def test_line_breaks_and_control_characters_of_any_system_are_taken():
    draft = split_draft("Chapter 1\r\n\r\nIt\x1b[1m rained\x1b[0m.\r\rIt stopped.\x07\n", "en")
    assert [(page.heading, page.paragraph) for page in draft.passages] == [
        ("Chapter 1", "It rained.\n\nIt stopped.")
    ]


@pytest.mark.parametrize("text", ["# Only a heading\n", "CHAPTER I\n\nCHAPTER II\n", "\n"])
def test_a_draft_without_prose_is_refused(text):
    with pytest.raises(DraftEmpty, match="no prose"):
        split_draft(text, "en")


words = st.sampled_from(
    [
        "rain",
        "Mill",
        "the",
        "I",
        "“No,”",
        "said.",
        "well-known",
        "1805",
        "chapters",
        "*",
        "and--",
        "é",
    ]
)
sentences = st.lists(words, min_size=1, max_size=30).map(lambda each: f"It {' '.join(each)}.")
paragraphs = st.lists(sentences, min_size=1, max_size=50).map(" ".join)
chapters = st.tuples(
    st.sampled_from(["CHAPTER {}", "Letter {}", "Chapter {}. The Ball", "第{}章", "PART {}", "{}"]),
    st.lists(st.lists(paragraphs, min_size=1, max_size=3), min_size=1, max_size=4),
)


@given(chapters, st.sampled_from([None, 60, 72, 90]), st.sampled_from(["en", "zh"]))
def test_no_word_of_the_prose_is_lost_or_doubled_and_each_chapter_is_found(book, width, language):
    pattern, texts = book
    names = [pattern.format(number) for number in range(1, len(texts) + 1)]
    text = ""
    for name, prose in zip(names, texts, strict=True):
        wrapped = [textwrap.fill(each, width) if width else each for each in prose]
        text += "\n\n".join([name, *wrapped]) + "\n\n\n"
    draft = split_draft(text, language)
    assert content(draft) == dense(text)
    assert headings(draft) == names


lines = st.sampled_from(
    [
        *("", "", "CHAPTER I", "CHAPTER II", "CHAPTER III", "BOOK ONE", "Prologue", "Contents"),
        *("I", "II", "1. The Ball", "2. The Duel", "* * *", "by Ann Onymous", "The Storm"),
        *(
            "    indented",
            "　　天色已经暗了。",
            "第一章",
            RAIN,
            RAIN[:70],
            RAIN[70:140],
            "“NO!”",
            "# ",
        ),
        *("> quoted", "- item", "well-", "--and", "12", "I am.", "\\*", "three  spaces  "),
    ]
)


@given(st.lists(lines, max_size=25).map("\n".join), st.sampled_from(["en", "zh"]))
def test_what_is_not_in_the_passages_is_said_to_be_left_out(text, language):
    try:
        draft = split_draft(text, language)
    except DraftEmpty:
        return
    left = iter(dense(text))
    assert all(character in left for character in content(draft)), "in order, nothing added"
    if draft.title is None and not draft.left_out:
        assert content(draft) == dense(text)
