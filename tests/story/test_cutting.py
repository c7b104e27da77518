"""A text that is too long is cut between two words."""

from __future__ import annotations

import pytest

from rgpt_tui.story.cutting import beginning, ending


@pytest.mark.parametrize(
    ("text", "most", "begins", "ends"),
    [
        ("Chapter 24", 24, "Chapter 24", "Chapter 24"),
        ("the whaler went east with them", 20, "the whaler went…", "…went east with them"),
        ("the whaler went, east with it", 17, "the whaler went…", "…east with it"),
        ("雾里的钟声又响了一次", 5, "雾里的钟…", "…响了一次"),
    ],
)
def test_a_text_is_cut_between_words_and_holds_no_more_than_it_may(
    text: str, most: int, begins: str, ends: str
) -> None:
    assert (beginning(text, most), ending(text, most)) == (begins, ends)
    assert max(map(len, (begins, ends))) <= most
