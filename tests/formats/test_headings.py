"""Which lines head a chapter by their words alone."""

from __future__ import annotations

import pytest

from rgpt_tui.formats.headings import combined, worded_heading
from rgpt_tui.formats.numerals import value_of


@pytest.mark.parametrize(
    "line",
    [
        *("CHAPTER I", "Chapter 12. The Ball", "Letter 1", "BOOK ONE: 1805", "PART TWO"),
        *("Prologue", "Epilogue", "EPILOGUE: TEN YEARS LATER", "FIRST EPILOGUE: 1813 - 20"),
        *("Chapter Twenty-One", "Chapter the First", "Chapter 1: the beginning", "VOLUME II."),
        *("Book the First--Recalled to Life", "CHAPTER 1. Loomings.", "Chapter 5 The Ball"),
        *("CHAPTER XII WHO WAS HE?", "**Chapter 3**", "_CHAPTER IV_", "  Chapter 4  "),
        *(
            "第一章 风起",
            "第一章风起",
            "第十二回",
            "第3章",
            "第二卷　风云",
            "楔子",
            "尾声",
            "第１２話",
        ),
        *("제1장 비", "Kapitel 3", "Chapitre II", "Глава 1", "Capítulo 4"),
    ],
)
def test_headings_are_known_by_their_words(line):
    assert worded_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        *("NO!", "“CHAPTER ONE,” he said.", "CHAPTER AND VERSE!", "PART OF ME WANTS TO GO"),
        *("Part I hated most", "Chapter five was the hardest.", "Part one, he thought, was done"),
        *("Part Two?", "In Chapter 3 we saw", "Letter to the editor", "Part I’ll never forget"),
        *("Introduction of the guests", "Conclusion!", "Book him, Danno", "INHABITANTS OF MOSCOW!"),
        *("The first part of this deposition did not in the least interest me, but", "JULIE"),
        *("第一章他写得很慢。", "第一次见面", "第三部分", "第三章写完了，他", "序列"),
        "Chapter 1. " + "It was a dark and stormy night; the rain fell in torrents. " * 3,
    ],
)
def test_prose_is_no_heading(line):
    assert worded_heading(line) is None


def test_headings_below_one_another_become_one():
    assert combined(["BOOK ONE: 1805", "CHAPTER I"]) == "BOOK ONE: 1805 — CHAPTER I"
    assert combined(["CHAPTER I.", "Down the Rabbit-Hole"]) == "CHAPTER I. Down the Rabbit-Hole"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        *(("7", 7), ("１２", 12), ("XLIV", 44), ("IIII", 4), ("Twenty-One", 21), ("ninety", 90)),
        *(("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("一百零三", 103), ("二三", 23)),
    ],
)
def test_numerals_have_their_value(numeral, value):
    assert value_of(numeral) == value
