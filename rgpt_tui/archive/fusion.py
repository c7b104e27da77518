"""One score from two: how near a sentence is in meaning, and how much it shares in words.

Both are brought to a scale from 0 to 1 that means the same in a short story and in a long one:

- meaning: the cosine of sentence and cue, stretched so that what two unrelated sentences have with
  this embedder is 0;
- words: the BM25 score, counted in matches of the rarest word there can be (one that a single
  sentence has), of which three make a perfect fit, or as many as the cue has words.

They are added with the weights below, rather than ranked and merged: merging ranks with equal
weight made recall worse than vectors alone, since with a cue of five sentences there is always
something at the top of a list of shared words, however little it shares.

The weights are the best of those tried on 46 retold scenes of Frankenstein and of War and Peace,
each to be found among the steps of its book (mean reciprocal rank of the step with the scene, one
book and the other): meaning alone .33 and .38, 9 to 1 .35 and .43, 8 to 2 .35 and .45, 7 to 3 .38
and .43, 5 to 5 .36 and .43, words alone .35 and .26.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rgpt_tui.archive.rows import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rgpt_tui.archive.parts import Part
    from rgpt_tui.archive.query import Cue
    from rgpt_tui.archive.rows import Candidate

MEANING = 0.7
WORDS = 0.3
WORDS_WITHOUT_MEANING = WORDS + MEANING / 2
"""What the words count where the meaning is not known yet: it is taken to fit half as well."""
PERFECT_MATCHES = 3
"""Matches of the rarest word that make a perfect fit."""
HYBRID_THRESHOLD = 0.27
"""Of 46 scenes asked for, the best sentence scored .30 or more; of 14 questions about other worlds
(a spaceship, a stock exchange) the best scored .20 in a short novel and .34 in a very long one."""
KEYWORD_THRESHOLD = 0.3
"""One match of the rarest word where three would be perfect, or two of less rare ones."""


def rarity(sentences: int, having: int = 1) -> float:
    """The weight of a word that some sentences of so many have (inverse document frequency)."""
    return math.log(1 + (sentences - having + 0.5) / (having + 0.5))


def word_fit(relevance: float, sentences: int, words: int) -> float:
    """A BM25 score on the scale from 0 to 1.

    Args:
        relevance: the score, 0 or more.
        sentences: how many sentences there are to search in.
        words: how many different words the cue has.
    """
    perfect = rarity(max(sentences, 1)) * min(max(words, 1), PERFECT_MATCHES)
    return min(1.0, relevance / perfect)


def meaning_fit(cosine: float, unrelated: float) -> float:
    """A cosine on the scale from 0 to 1, where 0 is what unrelated sentences have."""
    return min(1.0, max(0.0, (cosine - unrelated) / (1 - unrelated)))


def fuse(
    candidates: Iterable[Candidate],
    *,
    cues: Sequence[Cue],
    parts: Sequence[Part],
    words: Sequence[int],
    sentences: int,
    unrelated: float,
) -> list[Found]:
    """Score what the searches returned, each sentence by the cue that fits it best, best first.

    Args:
        candidates: from the search by meaning, by words, or both; a sentence may come several
            times. One that has no vector is scored by its words alone.
        cues: what was asked.
        parts: what the candidates were compared with.
        words: how many different words each cue has.
        sentences: how many sentences there are to search in.
        unrelated: see `Embedder.unrelated`.
    """
    meanings: dict[tuple[int, str, int], float] = {}
    relevances: dict[tuple[int, str, int], float] = {}
    rows: dict[tuple[str, int], Candidate] = {}
    for each in candidates:
        part = parts[each.part]
        key = (part.cue, each.step, each.place.start)
        rows[each.step, each.place.start] = each
        relevances[key] = max(each.relevance, relevances.get(key, 0.0))
        if each.cosine is not None:
            meaning = part.share * meaning_fit(each.cosine, unrelated)
            meanings[key] = max(meaning, meanings.get(key, 0.0))
    best: dict[tuple[str, int], float] = {}
    for (cue, step, start), relevance in relevances.items():
        fit = word_fit(relevance, sentences, words[cue])
        if (cue, step, start) in meanings:
            fit = MEANING * meanings[cue, step, start] + WORDS * fit
        best[step, start] = max(fit * cues[cue].weight, best.get((step, start), 0.0))
    found = [
        Found(
            step=step,
            revision=rows[step, start].revision,
            place=rows[step, start].place,
            score=score,
        )
        for (step, start), score in best.items()
    ]
    return sorted(found, key=lambda each: -each.score)
