"""A text in the pieces that get a vector each: its sentences, long ones divided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rgpt_tui.story.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEYWORD_LENGTH = 800
"""Characters of a piece when there is no embedder that would set a limit."""

CLAUSE_END = re.compile(r"[;:,—、，；：]\s*")
GAP = re.compile(r"\s+")


def short_enough(text: str) -> bool:
    """Whether a piece is of a size that reads well as a search result."""
    return len(text) <= KEYWORD_LENGTH


def pieces(text: str, language: str, fits: Callable[[str], bool]) -> list[str]:
    """The sentences of a text, in order, those that do not fit divided.

    Args:
        text: a paragraph.
        language: a BCP 47 primary subtag.
        fits: whether the embedder can read all of a piece.
    """
    return [
        piece for sentence in split_sentences(text, language) for piece in divide(sentence, fits)
    ]


def divide(sentence: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """A sentence in pieces that fit, each of them word for word a part of it."""
    if len(sentence) < 2 or fits(sentence):
        yield sentence
        return
    cut = place_to_cut(sentence)
    for part in (sentence[:cut].strip(), sentence[cut:].strip()):
        if part:
            yield from divide(part, fits)


def place_to_cut(text: str) -> int:
    """The clause end nearest to the middle; where the middle half has none, a gap; else there."""
    middle = len(text) / 2
    for mark in (CLAUSE_END, GAP):
        ends = [
            found.end()
            for found in mark.finditer(text)
            if len(text) / 4 <= found.end() <= len(text) * 3 / 4
        ]
        if ends:
            return min(ends, key=lambda end: abs(end - middle))
    return int(middle)
