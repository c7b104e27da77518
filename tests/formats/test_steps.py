"""Paragraphs are grouped into steps of about twenty sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.formats.steps import LONGEST, STEP, steps_of
from rgpt_tui.story.sentences import split_sentences


def prose(sentences: int, language: str = "en") -> str:
    if language == "zh":
        return "".join(f"他走了第{number}次。" for number in range(sentences))
    return " ".join(f"He left {number} times." for number in range(sentences))


def lengths(paragraphs, language="en") -> list[int]:
    return [len(split_sentences(step, language)) for step in steps_of(paragraphs, language)]


def test_steps_of_a_chapter_are_about_alike_and_none_is_a_remnant():
    assert lengths([prose(3)] * 15) == [21, 24]
    assert lengths([prose(3)] * 7) == [21]
    assert lengths([prose(25)]) == [25]


def test_a_paragraph_is_whole_unless_it_is_far_too_long():
    assert lengths([prose(LONGEST)]) == [LONGEST]
    assert lengths([prose(5), prose(LONGEST), prose(5)]) == [5, LONGEST + 5]


def test_a_paragraph_that_is_far_too_long_is_cut_at_sentence_ends():
    for language in ("en", "zh"):
        long = prose(61, language)
        steps = list(steps_of([prose(2, language), long, prose(2, language)], language))
        assert all(10 <= len(split_sentences(step, language)) <= 30 for step in steps)
        joined = ("" if language == "zh" else " ").join(
            step.removeprefix(prose(2, language) + "\n\n").removesuffix("\n\n" + prose(2, language))
            for step in steps
        )
        assert joined == long
    assert lengths([prose(14), prose(41), prose(14)]) == [14, 20, 21, 14]


def test_a_scene_break_goes_with_what_follows_it():
    steps = list(steps_of([prose(20), "* * *", prose(20)], "en"))
    assert [step.startswith("* * *\n\n") for step in steps] == [False, True]
    assert list(steps_of([prose(2), "* * *"], "en")) == [f"{prose(2)}\n\n* * *"]
    assert list(steps_of(["* * *"], "en")) == ["* * *"]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_no_step_is_far_from_the_length_that_is_wanted(counts):
    paragraphs = [prose(count) or "* * *" for count in counts]
    steps = list(steps_of(paragraphs, "en"))
    assert "".join("".join(steps).split()) == "".join("".join(paragraphs).split())
    sizes = [len(split_sentences(step.replace("* * *", ""), "en")) for step in steps]
    assert max(sizes) <= 2 * LONGEST - STEP
