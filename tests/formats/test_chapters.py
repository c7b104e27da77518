"""Chapters are found in the many ways that novels are laid out; lists and page numbers are none."""

from __future__ import annotations

import pytest

from rgpt_tui.formats.draft import Draft, split_draft
from tests.formats.prose import RAIN, WRAPPED


def split(*blocks: str) -> Draft:
    return split_draft("\n\n".join(blocks), "en")


def headings(draft: Draft) -> list[str]:
    return [passage.heading for passage in draft.passages]


def test_a_table_of_contents_in_one_piece_is_left_out():
    draft = split(
        "Alice’s Adventures in Wonderland\n\nby Lewis Carroll",
        "Contents\n\n CHAPTER I.     Down the Rabbit-Hole\n CHAPTER II.    The Pool of Tears",
        f"CHAPTER I.\nDown the Rabbit-Hole\n\n{WRAPPED}",
        f"CHAPTER II.\nThe Pool of Tears\n\n{WRAPPED}",
    )
    assert draft.title == "Alice’s Adventures in Wonderland"
    assert headings(draft) == ["CHAPTER I. Down the Rabbit-Hole", "CHAPTER II. The Pool of Tears"]
    assert draft.left_out == ("the title page", "a table of contents of 3 lines")


def test_a_table_of_contents_of_numbered_titles_is_left_out():
    draft = split(
        "Contents\n\n   I.     A Scandal in Bohemia\n   II.    The Red-Headed League",
        f"I. A SCANDAL IN BOHEMIA\n\nI.\n\n{WRAPPED}\n\nII.\n\n{WRAPPED}",
        f"II. THE RED-HEADED LEAGUE\n\n{WRAPPED}",
    )
    assert headings(draft) == ["I. A SCANDAL IN BOHEMIA — I.", "II.", "II. THE RED-HEADED LEAGUE"]
    assert draft.left_out == ("a table of contents of 3 lines",)


def test_an_epilogue_that_ends_the_contents_is_not_the_first_chapters():
    contents = ["CONTENTS", "Chapter 1", "Chapter 2", "Epilogue"]
    body = ["Chapter 1", WRAPPED, "Chapter 2", WRAPPED, "Epilogue", WRAPPED]
    assert headings(split(*contents, *body)) == ["Chapter 1", "Chapter 2", "Epilogue"]
    # Also where the contents have titles, and the chapters have none.
    contents = ["Chapter 1: Rain", "Chapter 2: Sun", "Epilogue"]
    assert headings(split(*contents, *body)) == ["Chapter 1", "Chapter 2", "Epilogue"]


def test_words_between_the_contents_and_the_first_chapter_are_kept():
    draft = split(
        *("Chapter 1", "Chapter 2", "Chapter 3", "For my mother, who knew."),
        *("Chapter 1", WRAPPED, "Chapter 2", WRAPPED, "Chapter 3", WRAPPED),
    )
    assert headings(draft) == ["", "Chapter 1", "Chapter 2", "Chapter 3"]
    assert draft.passages[0].paragraph == "For my mother, who knew."


def test_parts_of_books_and_books_of_parts_head_their_first_chapters():
    draft = split(
        *("VOLUME I", "Part One", "Book I", "Chapter 1", WRAPPED, "Chapter 2", WRAPPED),
        *("Book II", "Chapter 1", WRAPPED, "Part Two", "An epigraph.", "Chapter 1", WRAPPED),
    )
    assert headings(draft) == [
        "VOLUME I — Part One — Book I — Chapter 1",
        "Chapter 2",
        "Book II — Chapter 1",
        "Part Two",
        "Chapter 1",
    ]


def test_a_chapter_that_is_not_written_yet_is_left_out_and_named():
    draft = split_draft(
        "# My Novel\n\n## Chapter 1\n\nIt rained.\n\n## Chapter 2\n\n## Chapter 3\n\nIt "
        "stopped.\n\n## Chapter 4\n",
        "en",
    )
    assert headings(draft) == ["Chapter 1", "Chapter 3"]
    assert draft.left_out == ("headings with nothing below them: Chapter 2; Chapter 4",)


@pytest.mark.parametrize(
    "numbers",
    [
        ["I", "II", "III"],
        ["I.", "II."],
        ["1", "2", "3"],
        ["- 1 -", "- 2 -"],
        ["ONE", "TWO"],
        ["一", "二"],
        ["7", "8"],
        ["1. The Ball", "2. The Duel"],
        ["I: Rain", "II: Sun"],
        ["I"],
    ],
    ids=str,
)
def test_numbers_that_count_on_head_chapters(numbers):
    blocks = [block for number in numbers for block in (number, WRAPPED)]
    assert headings(split(*blocks)) == numbers


def test_numbers_begin_anew_in_each_part():
    draft = split("PART ONE", "1", WRAPPED, "2", WRAPPED, "PART TWO", "1", WRAPPED, "2", WRAPPED)
    assert headings(draft) == ["PART ONE — 1", "2", "PART TWO — 1", "2"]


def test_page_numbers_head_nothing():
    words = RAIN.split()
    pages = [" ".join(words[place : place + 8]) for place in range(0, len(words) - 8, 8)]
    blocks = [block for number, page in enumerate(pages, 1) for block in (page, str(number))]
    draft = split(*blocks)
    assert headings(draft) == [""]
    assert draft.passages[0].paragraph == "\n\n".join(blocks)


@pytest.mark.parametrize(
    "blocks",
    [
        ["1. Apples", "2. Pears", "3. Plums", WRAPPED],
        ["1. Wash your hands.", WRAPPED, "2. Shut the door.", WRAPPED],
        ["1. Apples", "They are red.", "2. Pears", "They are green.", WRAPPED],
        [WRAPPED, "I", WRAPPED],
        [WRAPPED, "1984", WRAPPED],
        [WRAPPED, "“NO!”", "STOP", "MIX", WRAPPED, "“YES!”", WRAPPED],
        [WRAPPED, "One.", "Two.", "Three.", WRAPPED],
    ],
    ids=str,
)
def test_lists_and_shouts_and_lone_numbers_are_prose(blocks):
    draft = split(*blocks)
    assert headings(draft) == [""]
    assert draft.passages[0].paragraph == "\n\n".join(blocks).replace(WRAPPED, RAIN)


def test_a_chapter_heading_needs_no_blank_line():
    draft = split_draft(
        f"Chapter 1\n{RAIN}\n“Yes.”\nChapter 2\nThe Sun\n{RAIN}\nHe read chapter 3 aloud.", "en"
    )
    assert headings(draft) == ["Chapter 1", "Chapter 2"]


def test_lines_of_prose_that_look_like_headings_are_prose():
    assert headings(split("He read to me from\nChapter 1\nand then he slept.")) == [""]
    wrapped = (
        "Chapter Three Musketeers of the King rode out that day in the rain to\n"
        "meet those of the Cardinal at the mill, which was a ruin even then."
    )
    assert split(WRAPPED, wrapped).passages[0].paragraph.endswith(wrapped.replace("\n", " "))


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        ("THE STORM\n\nCHAPTER I\n\nIt rained.", "THE STORM", "CHAPTER I"),
        ("The Storm\nby Ann Onymous\n\nIt rained.", "The Storm", ""),
        ("The Storm\n\nBY\n\nAnn Onymous\n\nIt rained.", "The Storm", ""),
        ("# The Storm\n\nIt rained.", "The Storm", ""),
        (
            "# The Storm\n\n# Chapter 1\n\nIt rained.\n\n# Chapter 2\n\nMore.",
            "The Storm",
            "Chapter 1",
        ),
        ("# Chapter 1\n\nIt rained.\n\n# Chapter 2\n\nMore.", None, "Chapter 1"),
        ("# Chapter 1\n\nIt rained.", None, "Chapter 1"),
        ("# 1984\n\nIt rained.", "1984", ""),
        ("The Storm\n=========\n\nIt rained.", "The Storm", ""),
        ("It rained.\n\nBy noon they were gone.", None, ""),
        ("## One\n\nIt rained.", None, "One"),
    ],
)
def test_a_title_is_found_where_there_is_one(text, title, first):
    draft = split_draft(text, "en")
    assert (draft.title, draft.passages[0].heading) == (title, first)
    assert "rained" in draft.passages[0].paragraph
