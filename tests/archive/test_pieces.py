"""A paragraph in the pieces that get a vector each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.archive.pieces import pieces


def fits(text: str) -> bool:
    return len(text) <= 60


def texts(paragraph: str, language: str = "en") -> list[str]:
    return [piece.text for piece in pieces(paragraph, language, fits)]


def test_each_sentence_is_a_piece() -> None:
    assert texts("It rained. Nobody came.\nThe fire\nwent out.") == [
        "It rained.",
        "Nobody came.",
        "The fire went out.",
    ]


def test_a_long_sentence_is_cut_at_a_clause_near_its_middle() -> None:
    sentence = (
        "The bell rang once over the wet roofs, and the whole town, half asleep, sat up in bed."
    )
    assert texts(sentence) == [
        "The bell rang once over the wet roofs,",
        "and the whole town, half asleep, sat up in bed.",
    ]


@given(st.text(st.sampled_from("ab ,;—。，\n.🂡"), max_size=400), st.sampled_from(["en", "zh"]))
def test_pieces_fit_and_lose_no_word(paragraph: str, language: str) -> None:
    found = pieces(paragraph, language, fits)
    assert all(fits(piece.text) for piece in found)
    letters = "".join(sign for sign in paragraph if sign.isalnum())
    assert "".join(sign for piece in found for sign in piece.text if sign.isalnum()) == letters
    for piece in found:
        start, stop, passage_start, passage_stop = piece.place
        assert 0 <= passage_start <= start < stop <= passage_stop <= len(paragraph)


def test_scene_breaks_are_no_pieces() -> None:
    assert texts("He left.\n\n* * *\n\nMorning came.") == ["He left.", "Morning came."]


@pytest.mark.parametrize(
    ("length", "neighbours"),
    [(5, 2), (30, 1)],
    ids=["short sentences: two on each side", "longer ones: one"],
)
def test_a_passage_reaches_to_the_neighbours(length: int, neighbours: int) -> None:
    sentences = [f"Number {number} " + "went on " * length + "still." for number in range(9)]
    paragraph = " ".join(sentences)
    place = pieces(paragraph, "en", lambda _: True)[4].place
    passage = paragraph[place.passage_start : place.passage_stop]
    assert passage == " ".join(sentences[4 - neighbours : 5 + neighbours])


def test_a_passage_at_the_end_stays_inside() -> None:
    place = pieces("One. Two. Three.", "en", fits)[2].place
    assert place.passage_stop == len("One. Two. Three.")
