"""The difference of two texts as a reader sees it: what was kept, what was dropped, what was added.

Word by word; by the character in Chinese and Japanese. White space goes with the token before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.token_changes import Part, parts_between, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CHANCE: Final = 2
"""So few words in common between two larger changes are read as part of one change."""


class Fate(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that all had one fate."""

    fate: Fate
    text: str


def difference(before: str, now: str) -> tuple[Piece, ...]:
    """What became of a text.

    Args:
        before: the text as it was.
        now: the text as it is.

    Returns:
        Pieces in order: those that are kept or added make up the present text, but for white space
        before its first word; of each change, what was dropped comes first.
    """
    if before == now:
        return (Piece(Fate.KEPT, now),) if now else ()
    old, new = _Tokens(before), _Tokens(now)
    return tuple(_pieces(_readable(list(parts_between(old.words, new.words))), old, new))


class _Tokens:
    """A text, token by token."""

    def __init__(self, text: str) -> None:
        self.text = text
        spans = tokens_of(text)
        self.words = [text[start:end] for start, end in spans]
        self._starts = [*(start for start, _ in spans), len(text)]

    def of(self, part: range) -> str:
        """The text of some tokens, with the white space behind them."""
        return self.text[self._starts[part.start] : self._starts[part.stop]]


def _readable(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, those that were kept by chance counted as changed, no two alike in a row."""

    def changed(part: Part) -> int:
        return 0 if part.kept else max(len(part.source), len(part.target))

    told = []
    for at, part in enumerate(parts):
        around = [changed(each) for each in (*parts[max(0, at - 1) : at], *parts[at + 1 : at + 2])]
        by_chance = part.kept and len(around) > 1 and len(part.target) <= _CHANCE < min(around)
        told.append(Part(part.kept and not by_chance, part.source, part.target))
    for kept, group in groupby(told, key=lambda part: part.kept):
        first, *others = group
        last = others[-1] if others else first
        yield Part(
            kept,
            range(first.source.start, last.source.stop),
            range(first.target.start, last.target.stop),
        )


def _pieces(parts: Iterator[Part], old: _Tokens, new: _Tokens) -> Iterator[Piece]:
    for part in parts:
        if part.kept:
            yield Piece(Fate.KEPT, new.of(part.target))
            continue
        if dropped := old.of(part.source):
            yield Piece(Fate.DROPPED, dropped)
        if added := new.of(part.target):
            yield Piece(Fate.ADDED, added)
