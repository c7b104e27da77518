"""One score from meaning and words."""

from __future__ import annotations

import pytest

from rgpt_tui.archive.fusion import fuse, meaning_fit, word_fit
from rgpt_tui.archive.parts import Part
from rgpt_tui.archive.pieces import Place
from rgpt_tui.archive.query import Cue
from rgpt_tui.archive.rows import Candidate, Found


def candidate(
    step: str, *, part: int = 0, cosine: float | None = None, relevance: float = 0.0
) -> Candidate:
    place = Place(0, 1, 0, 1)
    return Candidate(
        step=step, revision=1, place=place, part=part, cosine=cosine, relevance=relevance
    )


CUES = [Cue(text="a plan of two sentences"), Cue(text="a memory", weight=0.5)]
PARTS = [
    Part(cue=0, text="a plan of two sentences"),
    Part(cue=1, text="a memory"),
    Part(cue=0, text="one of them", share=0.9),
]


def score(*candidates: Candidate, unrelated: float = 0.0) -> dict[str, float]:
    found: list[Found] = fuse(
        candidates, cues=CUES, parts=PARTS, words=[3, 3], sentences=1000, unrelated=unrelated
    )
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    return {each.step: each.score for each in found}


def test_meaning_weighs_more_than_words() -> None:
    scores = score(
        candidate("meant", cosine=0.9), candidate("named", cosine=0.1, relevance=1_000.0)
    )
    assert scores["meant"] > scores["named"]


def test_words_decide_between_equals_in_meaning() -> None:
    scores = score(candidate("without", cosine=0.5), candidate("with", cosine=0.5, relevance=6.0))
    assert scores["with"] > scores["without"]


def test_a_sentence_found_both_ways_counts_once_with_both() -> None:
    scores = score(candidate("s", cosine=1.0), candidate("s", cosine=1.0, relevance=1_000.0))
    assert scores == {"s": pytest.approx(1.0)}


def test_the_best_cue_counts_by_its_weight() -> None:
    assert score(candidate("s", cosine=0.4), candidate("s", part=1, cosine=1.0)) == {
        "s": pytest.approx(0.7 * 0.5)
    }


def test_a_sentence_of_a_plan_speaks_for_it_at_a_little_less() -> None:
    assert score(candidate("s", cosine=0.2), candidate("s", part=2, cosine=1.0)) == {
        "s": pytest.approx(0.7 * 0.9)
    }


def test_a_sentence_without_a_vector_is_scored_by_its_words() -> None:
    assert score(candidate("new", relevance=1_000.0))["new"] == 1


def test_the_scale_of_meaning_begins_where_sentences_have_nothing_in_common() -> None:
    assert meaning_fit(0.7, 0.7) == 0
    assert meaning_fit(0.2, 0.7) == 0
    assert meaning_fit(1.0, 0.7) == 1


@pytest.mark.parametrize("sentences", [1, 20, 1_000, 200_000])
def test_the_rarest_word_means_the_same_in_stories_of_any_length(sentences: int) -> None:
    from rgpt_tui.archive.fusion import rarity

    assert word_fit(rarity(sentences), sentences, 3) == pytest.approx(1 / 3)
    assert word_fit(rarity(sentences), sentences, 1) == 1
    assert word_fit(0, sentences, 0) == 0
