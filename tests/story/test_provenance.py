from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.measures import count_words
from rgpt_tui.story.provenance import Origin, provenance_of, words_by_origin
from rgpt_tui.story.records import StepKind
from tests.story.samples import AWKWARD


def told(original: str | None, text: str, kind: StepKind = StepKind.WRITTEN) -> str:
    """A text with what the writer changed in brackets."""
    return "".join(
        f"[{text[run.start : run.end]}]"
        if run.origin in (Origin.EDITED, Origin.OWN)
        else text[run.start : run.end]
        for run in provenance_of(kind, original, text)
    )


@pytest.mark.parametrize(
    ("original", "text", "expected"),
    [
        ("The bell rang.", "The bell rang.", "The bell rang."),
        ("The bell rang.", "The old bell rang.", "The [old ]bell rang."),
        ("The grey mare ran.", "The grey mule ran.", "The grey [mule ]ran."),
        ("The bell rang.", "The bell rang, and fell.", "The bell rang[, and fell]."),
        ("The bell rang twice.", "The bell rang.", "The bell rang."),
        ("Rang.", "Rang. Then\n\nnothing.", "Rang. [Then\n\nnothing.]"),
        ("It didn't ring.", "It did ring.", "It [did ]ring."),
        ("走吧，他说。", "走吧，她说。", "走吧，[她]说。"),
        ("그는 갔다.", "그는 왔다.", "그는 [왔다]."),
        ("ที่นี่ ฝน ตก", "ที่นั่น ฝน ตก", "[ที่นั่น ]ฝน ตก"),
        ("A cafe\u0301 by night", "A caff\u00e9 by night", "A [caff\u00e9 ]by night"),
        ("  Ran.", "\n Ran. ", "\n Ran. "),
        ("", "All new.", "[All new.]"),
        ("Something.", " ", " "),
        ("Something.", "", ""),
    ],
)
def test_what_the_writer_changed_or_added_is_told_word_by_word(
    original: str, text: str, expected: str
) -> None:
    assert told(original, text) == expected


def test_a_paragraph_that_was_written_anew_owes_nothing_to_the_words_all_texts_have() -> None:
    original = "The sexton counted the lamps by the mill, and the ferryman watched from the shore."
    text = "At dawn Mara had left the town for good, rowing past the chapel without one look back."
    assert told(original, text) == f"[{text[:-1]}]."


def test_words_that_stayed_together_are_the_models_also_between_larger_changes() -> None:
    original = "Old Tom, who never slept, saw the brass key sink into the black mud."
    text = "From her window Mara alone saw the brass key go down where no diver went."
    assert "[From her window Mara alone ]saw the brass key [go" in told(original, text)


def test_an_edit_is_told_by_what_it_is_made_in() -> None:
    for kind, origins in {
        StepKind.OPENING: [Origin.MODEL, Origin.EDITED],
        StepKind.WRITTEN: [Origin.MODEL, Origin.EDITED],
        StepKind.IMPORTED: [Origin.IMPORTED, Origin.OWN],
        StepKind.OWN: [Origin.OWN],
    }.items():
        runs = provenance_of(kind, "He ran.", "He ran. She stayed.")
        assert [run.origin for run in runs] == origins
        whole = provenance_of(kind, None, "He ran.")
        assert [run.origin for run in whole] == origins[:1]


@given(st.text(max_size=60) | st.just(AWKWARD), st.text(max_size=60) | st.just(AWKWARD * 2))
def test_runs_cover_any_text_once_and_their_words_are_those_of_the_text(
    original: str, text: str
) -> None:
    runs = provenance_of(StepKind.WRITTEN, original, text)
    assert "".join(text[run.start : run.end] for run in runs) == text
    assert all(run.start < run.end for run in runs)
    assert all(one.origin is not two.origin for one, two in pairwise(runs))
    for language in ("en", "zh", "ko"):
        words = words_by_origin(runs, text, language)
        assert sum(words.values()) == count_words(text, language)


def test_words_are_counted_by_origin_in_the_measure_of_the_story() -> None:
    runs = provenance_of(StepKind.WRITTEN, "走吧。", "走吧，他说。")
    words = words_by_origin(runs, "走吧，他说。", "zh")
    assert {origin: count for origin, count in words.items() if count} == {
        Origin.MODEL: 2,
        Origin.EDITED: 2,
    }


@pytest.mark.parametrize("unit", ["word", "字"])
def test_single_edits_are_told_in_a_text_too_long_to_compare_at_once(unit: str) -> None:
    dice = random.Random(1)
    gap = " " if unit == "word" else ""
    alphabet = [chr(ord("一") + n) for n in range(3000)] if unit == "字" else None
    words = [
        dice.choice(alphabet) if alphabet else f"w{dice.randrange(3000)}" for _ in range(24_000)
    ]
    for index in range(20, len(words), 20):
        words[index] += "。" if alphabet else "."
    original = gap.join(words)
    words[5], words[-5] = "甲甲" if alphabet else "first", "乙乙" if alphabet else "last"
    text = gap.join(words)
    edited = [
        text[run.start : run.end].strip()
        for run in provenance_of(StepKind.WRITTEN, original, text)
        if run.origin is Origin.EDITED
    ]
    assert edited == [words[5], words[-5]]


def test_a_text_without_any_sentence_that_is_too_long_to_compare_counts_as_changed() -> None:
    original, text = "a " * 20_000, "b " + "a " * 20_000
    (run,) = provenance_of(StepKind.WRITTEN, original, text)
    assert (run.origin, run.end) == (Origin.EDITED, len(text))
