"""Provenance: whose words a paragraph is made of, told by what was first written and what is now.

The two texts are compared token by token: words in scripts with spaces, characters in Chinese and
Japanese, marks of punctuation. White space is nobody's and goes with the token before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.measures import word_spans
from rgpt_tui.story.records import StepKind
from rgpt_tui.story.token_changes import Stretch, changes_between, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_CHANCE: Final = 2
"""So few words in common between two larger changes are there by chance."""


class Origin(StrEnum):
    """Whose words they are."""

    MODEL = "model"
    EDITED = "edited"
    """The writer's, put into what a model wrote."""
    OWN = "own"
    IMPORTED = "imported"
    """As they stood in a draft that the writer brought."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that is of one origin, from ``start`` up to, not including, ``end``."""

    origin: Origin
    start: int
    end: int


AS_WRITTEN: Final = {
    StepKind.OPENING: Origin.MODEL,
    StepKind.WRITTEN: Origin.MODEL,
    StepKind.OWN: Origin.OWN,
    StepKind.IMPORTED: Origin.IMPORTED,
}
"""Whose words a paragraph is made of that nobody edited."""
_CHANGED: Final = {
    StepKind.OPENING: Origin.EDITED,
    StepKind.WRITTEN: Origin.EDITED,
    StepKind.OWN: Origin.OWN,
    StepKind.IMPORTED: Origin.OWN,
}


def provenance_of(kind: StepKind, original: str | None, text: str) -> tuple[Run, ...]:
    """Tell whose words a paragraph is made of.

    One or two words in common between larger changes count as changed: a paragraph that was
    written anew does not owe each “the” to the model.

    Args:
        kind: how the paragraph came to be.
        original: as it was first written; None if it is the same.
        text: as it stands now.

    Returns:
        Runs that cover the text from its start to its end, no two neighbours of one origin;
        none for an empty text.
    """
    spans = tokens_of(text)
    if original is None or original == text or kind is StepKind.OWN or not spans:
        return (Run(AS_WRITTEN[kind], 0, len(text)),) if text else ()
    before = [original[start:end] for start, end in tokens_of(original)]
    now = [text[start:end] for start, end in spans]
    starts = [0, *(start for start, _ in spans[1:]), len(text)]
    return tuple(
        Run(
            AS_WRITTEN[kind] if each.kept else _CHANGED[kind],
            starts[each.start],
            starts[each.end],
        )
        for each in _without_chance(changes_between(before, now))
    )


def words_by_origin(runs: Sequence[Run], text: str, language: str) -> dict[Origin, int]:
    """How many words of a text are of which origin; together as many as `count_words` has.

    Args:
        runs: of the text, as `provenance_of` gives them.
        text: the text.
        language: a BCP 47 tag.
    """
    words = dict.fromkeys(Origin, 0)
    at = 0
    for start, _ in word_spans(text, language):
        while runs[at].end <= start:
            at += 1
        words[runs[at].origin] += 1
    return words


def _without_chance(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches in which what was kept by chance counts as changed, and none is empty."""
    told: list[Stretch] = []
    for index, stretch in enumerate(stretches):
        around = [each.words for each in (*told[-1:], *stretches[index + 1 : index + 2])]
        by_chance = stretch.words <= _CHANCE and len(around) > 1 and stretch.words < min(around)
        _append(told, replace(stretch, kept=stretch.kept and not by_chance))
    filled: list[Stretch] = []
    for stretch in told:
        if stretch.start < stretch.end:
            _append(filled, stretch)
    return filled


def _append(told: list[Stretch], stretch: Stretch) -> None:
    if told and told[-1].kept is stretch.kept:
        words = told[-1].words + stretch.words
        told[-1] = replace(told[-1], end=stretch.end, words=words)
    else:
        told.append(stretch)
