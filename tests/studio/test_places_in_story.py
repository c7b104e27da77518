"""A place is told by the heading that the book has there, not by a count of headings."""

from __future__ import annotations

import pytest

from rgpt_tui.story.records import Position
from rgpt_tui.studio.places_in_story import place, score


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Chapter 20", "Chapter 20 · 120"),
        ("", "step 120"),
        ("Chapter 4\nIn which the lamp is lit for the last time", "Chapter 4 In which the… · 120"),
    ],
)
def test_a_place_is_told_by_its_heading(heading: str, told: str) -> None:
    assert place(Position(number=120, chapter=24, in_chapter=3, heading=heading)) == told


def test_a_score_is_told_in_one_form() -> None:
    assert [score(value) for value in (0.374, 0.05, 1.0)] == [".37", ".05", "1.00"]
