"""A text in the pieces that get a vector each: its sentences, long ones divided.

With each piece goes the place of the passage around it, so that a recall has nothing to split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rgpt_tui.story.language import is_cjk
from rgpt_tui.story.sentences import sentence_spans, unwrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

KEYWORD_LENGTH = 800
"""Characters of a piece when there is no embedder that would set a limit."""
SHORT = 240
"""Characters below which a passage gets a second neighbour on each side."""
LONG = 1200
"""Characters that a passage does not outgrow for the sake of a neighbour."""
CJK_DENSITY = 3
"""A Chinese or Japanese character says about as much as three letters."""

CLAUSE_END = re.compile(r"[;:,—、，；：]\s*")
GAP = re.compile(r"\s+")


class Place(NamedTuple):
    """Where a piece stands in its text, in characters, and where the passage around it does."""

    start: int
    stop: int
    passage_start: int
    passage_stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A sentence, or a part of a long one."""

    text: str
    """Its words, without the line breaks of a hard-wrapped text."""
    place: Place


def short_enough(text: str) -> bool:
    """Whether a piece is of a size that reads well as a search result."""
    return len(text) <= KEYWORD_LENGTH


def pieces(text: str, language: str, fits: Callable[[str], bool]) -> list[Piece]:
    """The sentences of a text, in order, those that do not fit divided.

    A scene break, or whatever else has neither letter nor number, is no piece.

    Args:
        text: a paragraph.
        language: a BCP 47 primary subtag.
        fits: whether the embedder can read all of a piece.
    """
    spans = [
        (start, stop)
        for sentence in sentence_spans(text, language)
        for start, stop in divide(text, sentence.start, sentence.end, fits)
        if any(sign.isalnum() for sign in text[start:stop])
    ]
    density = CJK_DENSITY if is_cjk(language) else 1
    return [
        Piece(
            text=unwrap(text[start:stop], language),
            place=Place(start, stop, *passage(spans, at, density)),
        )
        for at, (start, stop) in enumerate(spans)
    ]


def passage(spans: Sequence[tuple[int, int]], at: int, density: int) -> tuple[int, int]:
    """The stretch from a piece's first neighbour to its last: one on each side, two if short."""
    start, stop = spans[at]
    for reach in (1, 2):
        if reach == 2 and (stop - start) * density >= SHORT:
            break
        for neighbour in (at - reach, at + reach):
            if 0 <= neighbour < len(spans):
                wider = min(start, spans[neighbour][0]), max(stop, spans[neighbour][1])
                if (wider[1] - wider[0]) * density <= LONG:
                    start, stop = wider
    return start, stop


def divide(
    text: str, start: int, stop: int, fits: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """The stretch of a sentence in stretches that fit."""
    while start < stop and text[start].isspace():
        start += 1
    while start < stop and text[stop - 1].isspace():
        stop -= 1
    if stop - start < 2 or fits(text[start:stop]):
        if start < stop:
            yield start, stop
        return
    cut = start + place_to_cut(text[start:stop])
    yield from divide(text, start, cut, fits)
    yield from divide(text, cut, stop, fits)


def place_to_cut(sentence: str) -> int:
    """The clause end nearest to the middle; where the middle half has none, a gap; else there."""
    middle = len(sentence) / 2
    for mark in (CLAUSE_END, GAP):
        ends = [
            found.end()
            for found in mark.finditer(sentence)
            if len(sentence) / 4 <= found.end() <= len(sentence) * 3 / 4
        ]
        if ends:
            return min(ends, key=lambda end: abs(end - middle))
    return int(middle)
