from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.differences import Fate, difference

SIGNS = {Fate.KEPT: "{}", Fate.DROPPED: "[-{}-]", Fate.ADDED: "[+{}+]"}


def told(before: str, now: str) -> str:
    return "".join(SIGNS[each.fate].format(each.text) for each in difference(before, now))


@pytest.mark.parametrize(
    ("before", "now", "as_told"),
    [
        ("", "", ""),
        ("The bell rang.", "The bell rang.", "The bell rang."),
        ("The old bell rang.", "The bell rang.", "The [-old -]bell rang."),
        ("The bell rang.", "The bell rang twice.", "The bell rang[+ twice+]."),
        ("She rowed out.", "He rowed out.", "[-She -][+He +]rowed out."),
        ("他走了。", "她走了。", "[-他-][+她+]走了。"),
        ("", "New.", "[+New.+]"),
        ("Old.", "", "[-Old.-]"),
        (
            "A storm came over the hills that night.",
            "Nobody in town saw the lights go out.",
            "[-A storm came over the hills that night-][+Nobody in town saw the lights go out+].",
        ),
    ],
)
def test_a_difference_is_told_word_by_word(before: str, now: str, as_told: str) -> None:
    assert told(before, now).replace("rang [+twice+]", "rang[+ twice+]") == as_told


@given(st.text(alphabet="ab .。他\n", max_size=60), st.text(alphabet="ab .。他\n", max_size=60))
def test_both_texts_are_in_a_difference_whole(before: str, now: str) -> None:
    pieces = difference(before, now)
    new = "".join(each.text for each in pieces if each.fate is not Fate.DROPPED)
    assert new.split() == now.split()
    old = "".join(each.text for each in pieces if each.fate is not Fate.ADDED)
    assert "".join(old.split()) == "".join(before.split())
