"""A text that goes in circles is told from one that only has a refrain."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.circling import Circling
from tests.writer.stage import prose

PARAGRAPH = prose("a page", 20)
REFRAIN = "And then the rain came. "


def fed(text: str, language: str = "en", chunk: int = 7) -> int | None:
    """How much of a text was good, and None if all of it is."""
    circling = Circling(language)
    for at in range(0, len(text), chunk):
        if circling.feed(text[at : at + chunk]):
            return circling.good
    return None


@pytest.mark.parametrize("chunk", [1, 7, 200])
def test_a_sentence_over_and_over_is_a_circle_and_what_came_before_is_good(chunk: int) -> None:
    begun = "The fog came in over the quay and stayed. " + REFRAIN
    assert fed(begun + REFRAIN * 20, chunk=chunk) == len(begun)


def test_a_whole_page_once_more_is_a_circle() -> None:
    good = fed(f"{PARAGRAPH} {PARAGRAPH} {PARAGRAPH}")
    assert good == len(PARAGRAPH) + 1


def test_a_few_words_without_end_are_a_circle() -> None:
    assert fed("She listened. " + "rain, " * 200) == len("She listened. rain,")


def test_chinese_goes_in_circles_too() -> None:
    begun = "雾来了，停在码头上。他走了，没有回头，雨还在下。"
    assert fed(begun + "他走了，没有回头，雨还在下。" * 12, "zh") == len(begun)


@pytest.mark.parametrize(
    "text",
    [
        PARAGRAPH,
        "".join(f"On day {day} the tide came late. {REFRAIN}" for day in range(30)),
        "“No.” “No.” “Yes!” “No.” “No!” “Yes.” “No.” “No.” “Yes.” “No.” He laughed.",
        "“Come back!” she called. " * 3 + PARAGRAPH,
    ],
)
def test_a_refrain_is_none(text: str) -> None:
    assert fed(text) is None
