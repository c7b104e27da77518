"""What is embedded of the cues: each as a whole, and its sentences.

A plan of five sentences touches several things, and its vector lies between them. So a sentence of
it may speak for it, at a little less than its weight. Tried on six plans for Frankenstein with 22
passages that the writer of such a plan would want (share of them in the best 4, 6, 10, 14): by the
whole plan alone .18 .18 .36 .41, by its sentences alone .18 .27 .36 .55, by both .32 .36 .41 .59.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.archive.query import Cue

MOST = 8
"""Parts in all."""
OF_A_WHOLE = 0.9
"""What a sentence counts beside the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A cue or a sentence of it."""

    cue: int
    """The place of the cue among the cues."""
    text: str
    share: float = 1.0
    """What its meaning counts, from 0 to 1."""


def wholes(cues: Sequence[Cue]) -> list[Part]:
    """Each cue as one part."""
    return [Part(cue=at, text=cue.text) for at, cue in enumerate(cues)]


def parts_of(cues: Sequence[Cue], language: str) -> list[Part]:
    """Each cue, then the sentences of the first cues, as many as there is room for."""
    parts = wholes(cues)
    for at, cue in enumerate(cues):
        sentences = split_sentences(cue.text, language)
        if len(sentences) > 1:
            parts += [Part(cue=at, text=each, share=OF_A_WHOLE) for each in sentences]
    return parts[: max(MOST, len(cues))]
