"""Two pieces of prose become one, with nothing lost and nothing told twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.sentences import split_sentences
from rgpt_tui.writer.seam import join_prose, joint, whole_sentences
from tests.model_server.prose import Prose
from tests.writer.stage import prose

ANY_TEXT = st.text(alphabet=st.sampled_from("ab .!?”“\n他，。走"), max_size=80)
PAGES = {"en": prose("seam", 8), "zh": prose("seam", 8, "zh")}


@pytest.mark.parametrize(
    ("before", "piece", "language", "joined"),
    [
        ("She ran.", "He fell.", "en", "She ran. He fell."),
        ("She ran.\n\n", "“No.”", "en", "She ran.\n\n“No.”"),
        ("“Go,” she said.”", "He went.", "en", "“Go,” she said.” He went."),
        ("她跑了。", "他摔倒了。", "zh", "她跑了。他摔倒了。"),
        ("", "He fell.", "en", "He fell."),
        ("She ran.", "", "en", "She ran."),
    ],
)
def test_pieces_are_joined_as_their_language_is_written(
    before: str, piece: str, language: str, joined: str
) -> None:
    assert join_prose(before, piece, language) == joined


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_the_second_piece_repeats_of_the_first_is_told_once(language: str) -> None:
    before, rest = PAGES[language], prose("rest", 3, language)
    for repeated in range(30, len(before), 7):
        joined = join_prose(before, before[-repeated:] + rest, language)
        assert joined == before + joint(before, language) + rest


def test_a_repeat_counts_whatever_its_line_breaks() -> None:
    before = "The bell had stopped.\n\nNobody came up from the quay that night."
    piece = "The bell had stopped. Nobody came up from the quay that night. Mara ran."
    assert join_prose(before, piece, "en") == before + " Mara ran."


def test_a_few_equal_words_are_no_repeat() -> None:
    assert join_prose("She said no.", "She said no. He left.", "en").count("She said no.") == 2


@pytest.mark.parametrize("rest", ["It went another way.", "It went another way. " * 20])
def test_of_a_text_that_is_told_anew_the_longer_version_stands(rest: str) -> None:
    before = prose("anew", 3)
    anew = f"{before[:60]} {rest}"
    assert join_prose(before, anew, "en") == max(before, anew, key=len)


@pytest.mark.parametrize(
    ("text", "language", "whole", "sentences"),
    [
        ("She ran. He fell. The lam", "en", "She ran. He fell. ", 2),
        ("She ran.\n\n“Who is th", "en", "She ran.\n\n", 1),
        ("She ran. He fell.", "en", "She ran. He fell.", 2),
        ("She ran. “He fell.”", "en", "She ran. “He fell.”", 2),
        ("The lam", "en", "", 0),
        ("她跑了。他摔", "zh", "她跑了。", 1),
        ("“走吧。”他说。灯", "zh", "“走吧。”他说。", 1),
        ("", "en", "", 0),
    ],
)
def test_a_broken_sentence_is_left_out(
    text: str, language: str, whole: str, sentences: int
) -> None:
    assert whole_sentences(text, language) == (whole, sentences)


@given(cut=st.integers(min_value=0, max_value=400), language=st.sampled_from(["en", "zh"]))
def test_what_is_whole_are_the_first_sentences_and_they_stay_whole(cut: int, language: str) -> None:
    text = PAGES[language][:cut].rstrip()
    whole, sentences = whole_sentences(text, language)
    assert text.startswith(whole)
    assert split_sentences(whole, language) == split_sentences(text, language)[:sentences]
    assert whole_sentences(whole, language) == (whole, sentences)


@given(text=ANY_TEXT, language=st.sampled_from(["en", "zh"]))
def test_no_text_is_too_odd_to_be_cut(text: str, language: str) -> None:
    whole, sentences = whole_sentences(text, language)
    assert text.startswith(whole)
    assert sentences >= 0


@given(before=ANY_TEXT, piece=ANY_TEXT, language=st.sampled_from(["en", "zh"]))
def test_no_word_of_the_first_piece_is_lost(before: str, piece: str, language: str) -> None:
    joined = join_prose(before, piece, language)
    assert joined.startswith(before) or (len(piece) > len(before) and joined == piece.lstrip())


def test_a_long_text_is_joined_at_once() -> None:
    sentences = Prose("long", "en")
    before = " ".join(sentences.sentences(1) for _ in range(400))
    assert join_prose(before, before[-9000:] + " The end.", "en") == before + " The end."
