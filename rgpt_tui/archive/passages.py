"""From sentences that were found to passages that a prompt can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from rgpt_tui.story.records import Passage, PassageOrigin
from rgpt_tui.story.sentences import unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rgpt_tui.archive.rows import Found
    from rgpt_tui.archive.source import ArchivedText
    from rgpt_tui.story.records import Position

SAME = 90.0
"""Similarity, of 100, from which two passages say the same."""


def passage_of(found: Found, text: ArchivedText, position: Position) -> Passage | None:
    """The passage around a sentence that was found; None if the step does not have it any more."""
    if text.revision != found.revision:
        return None
    place = found.place
    sentence = unwrap(text.paragraph[place.start : place.stop], text.language)
    if not sentence:
        return None
    return Passage(
        step=text.step,
        revision=text.revision,
        position=position,
        score=min(1.0, found.score),
        sentence=sentence,
        text=unwrap(text.paragraph[place.passage_start : place.passage_stop], text.language),
    )


def pinned_passage(text: ArchivedText, position: Position) -> Passage:
    """A pinned step as a passage: all of its paragraph."""
    return Passage(
        step=text.step,
        revision=text.revision,
        position=position,
        score=1.0,
        sentence="",
        text=text.paragraph,
        origin=PassageOrigin.PINNED,
    )


def says_the_same(one: Passage, other: Passage) -> bool:
    """Whether two passages are the same text or nearly so, whichever of them holds the other."""
    return fuzz.ratio(one.text, other.text, score_cutoff=SAME) > 0 or (
        len(one.sentence) > 20 and one.sentence == other.sentence
    )


def without_repeats(passages: Iterable[Passage], kept: Iterable[Passage] = ()) -> list[Passage]:
    """The passages, without those that say the same as an earlier one or as one of `kept`."""
    seen = list(kept)
    fresh: list[Passage] = []
    for passage in passages:
        if not any(says_the_same(passage, other) for other in seen):
            seen.append(passage)
            fresh.append(passage)
    return fresh


def by_step(texts: Iterable[ArchivedText]) -> Mapping[str, ArchivedText]:
    """Texts by the id of their step."""
    return {text.step: text for text in texts}
