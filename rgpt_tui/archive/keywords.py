"""Search by words without LanceDB: when that cannot be used, and for what it does not hold yet.

An inverted index in memory, made from the book when it is needed.
"""

from __future__ import annotations

import asyncio
from array import array
from typing import TYPE_CHECKING

from rgpt_tui.archive.fusion import rarity
from rgpt_tui.archive.pieces import pieces, short_enough
from rgpt_tui.archive.rows import Candidate
from rgpt_tui.archive.words import words_kept

if TYPE_CHECKING:
    from collections.abc import Container, Sequence, Set

    from rgpt_tui.archive.pieces import Place
    from rgpt_tui.archive.source import ArchivedText, Source

READ_AT_ONCE = 50


class KeywordIndex:
    """The sentences of the book by the words in them."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, int, Place]] = []
        self._postings: dict[str, array[int]] = {}
        self._revisions: dict[str, int] = {}

    @property
    def sentences(self) -> int:
        """How many sentences it holds."""
        return len(self._rows)

    async def follow(self, source: Source, steps: Set[str]) -> None:
        """Take in what is new or edited in some steps of the book."""
        book = await source.revisions()
        new = [
            step
            for step, revision in book.items()
            if step in steps and self._revisions.get(step) != revision
        ]
        for start in range(0, len(new), READ_AT_ONCE):
            for text in await source.read(new[start : start + READ_AT_ONCE]):
                self._take(text)
            await asyncio.sleep(0)

    def _take(self, text: ArchivedText) -> None:
        self._revisions[text.step] = text.revision
        for piece in pieces(text.paragraph, text.language, short_enough):
            row = len(self._rows)
            self._rows.append((text.step, text.revision, piece.place))
            for word in set(words_kept(piece.text)):
                self._postings.setdefault(word, array("L")).append(row)

    def search(
        self, cues: Sequence[Sequence[str]], allowed: Container[str], count: int
    ) -> list[Candidate]:
        """The sentences that share words with some cues, `count` for each of them at most.

        Args:
            cues: the words of each, from `rgpt_tui.archive.words.words_asked`.
            allowed: the steps to search in.
            count: how many for each.
        """
        candidates: list[Candidate] = []
        for cue, words in enumerate(cues):
            scores: dict[int, float] = {}
            for word in words:
                rows = self._postings.get(word, ())
                weight = rarity(len(self._rows), len(rows)) if rows else 0.0
                for row in rows:
                    scores[row] = scores.get(row, 0.0) + weight
            ranked = sorted(scores.items(), key=lambda each: -each[1])
            candidates.extend(self._allowed(ranked, allowed, cue, count))
        return candidates

    def _allowed(
        self, ranked: Sequence[tuple[int, float]], allowed: Container[str], cue: int, count: int
    ) -> list[Candidate]:
        kept: list[Candidate] = []
        for row, relevance in ranked:
            step, revision, place = self._rows[row]
            if step in allowed and self._revisions.get(step) == revision:
                kept.append(
                    Candidate(
                        step=step,
                        revision=revision,
                        place=place,
                        part=cue,
                        relevance=relevance,
                    )
                )
                if len(kept) == count:
                    break
        return kept
