"""The ways of searching: in LanceDB, without it, and in both where it does not hold all yet."""

from __future__ import annotations

import asyncio
import math
import operator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from rgpt_tui.archive.fusion import (
    HYBRID_THRESHOLD,
    KEYWORD_THRESHOLD,
    WORDS_WITHOUT_MEANING,
    fuse,
)
from rgpt_tui.archive.parts import wholes
from rgpt_tui.archive.query import RecallMode
from rgpt_tui.archive.table import SentenceTable, listed
from rgpt_tui.archive.words import words_asked

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from numpy import float32
    from numpy.typing import NDArray

    from rgpt_tui.archive.keywords import KeywordIndex
    from rgpt_tui.archive.parts import Part
    from rgpt_tui.archive.query import Cue
    from rgpt_tui.archive.rows import Found
    from rgpt_tui.archive.source import Source

WIDEST = 2_000
"""Rows up to which it is cheaper to fetch more and drop some than to have LanceDB check each row
of the table: that costs 6 ms at 200,000 rows, and 60 ms where thousands of steps are listed."""
OF_WIDTH_BY_WORDS = 0.5
"""Meaning finds most; words are for names."""
FULL_WIDTH_PARTS = 2
"""So many parts are each looked for in full width; more share the width of these."""
EXCLUDED_ROWS = 20
"""More rows are fetched for steps that must not be found: what is excluded stands in the prompt
already, and is as a rule what fits best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a search found."""

    found: Sequence[Found] = ()
    """Best first."""
    exhausted: bool = True
    """Whether a wider search could find nothing more."""


class Searcher(Protocol):
    """A way of searching, with what is searched for."""

    @property
    def mode(self) -> RecallMode:
        """What the way is called."""
        ...

    @property
    def threshold(self) -> float:
        """The score from which a sentence is a hit."""
        ...

    async def search(self, width: int) -> Findings:
        """The sentences of the allowed steps that fit the cues.

        Args:
            width: about how many sentences to look at, for each cue and kind of search.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSearcher:
    """Search in LanceDB: by words, and by meaning if there are vectors of the cues."""

    table: SentenceTable
    cues: Sequence[Cue]
    parts: Sequence[Part]
    """What of the cues has a vector; the cues themselves if nothing has."""
    vectors: NDArray[float32] | None
    """Of the parts, an array [parts, dimensions]; None to search by words alone."""
    unrelated: float
    """See `Embedder.unrelated`."""
    archived: Set[str]
    """Every step that the table holds."""
    allowed: Set[str]
    """The steps to search in."""

    @property
    def mode(self) -> RecallMode:
        """See `Searcher`."""
        return RecallMode.KEYWORD if self.vectors is None else RecallMode.HYBRID

    @property
    def threshold(self) -> float:
        """See `Searcher`."""
        return KEYWORD_THRESHOLD if self.vectors is None else HYBRID_THRESHOLD

    async def search(self, width: int) -> Findings:
        """See `Searcher`."""
        inside = self.archived & self.allowed
        if not inside:
            return Findings()
        count, where = width, ""
        if outside := len(self.archived) - len(inside):
            count = math.ceil(width * len(self.archived) / len(inside))
            count += EXCLUDED_ROWS * min(outside, 3)
            if count > WIDEST:
                count, where = width, f"step IN ({listed(sorted(inside))})"
        words = [words_asked(cue.text) for cue in self.cues]
        of_cue = [
            [at for at, part in enumerate(self.parts) if part.cue == cue]
            for cue in range(len(self.cues))
        ]
        by_words = math.ceil(count * OF_WIDTH_BY_WORDS)
        searches = [
            self.table.matching(words[cue], by_words, where, parts=parts, vectors=self._of(parts))
            for cue, parts in enumerate(of_cue)
        ]
        most = [by_words * len(parts) for parts in of_cue]
        if self.vectors is not None:
            by_meaning = math.ceil(count * min(1.0, FULL_WIDTH_PARTS / len(self.parts)))
            searches.append(self.table.nearest(self.vectors, by_meaning, where))
            most.append(by_meaning * len(self.parts))
        answers = await asyncio.gather(*searches)
        found = fuse(
            (each for answer in answers for each in answer if each.step in self.allowed),
            cues=self.cues,
            parts=self.parts,
            words=[len(each) for each in words],
            sentences=self.table.sentences,
            unrelated=self.unrelated,
        )
        return Findings(found=found, exhausted=all(map(operator.lt, map(len, answers), most)))

    def _of(self, parts: Sequence[int]) -> NDArray[float32] | None:
        return None if self.vectors is None else self.vectors[[*parts]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordSearcher:
    """Search by words without LanceDB."""

    index: KeywordIndex
    source: Source
    """The book, from which the index takes in what it lacks of the allowed steps."""
    cues: Sequence[Cue]
    allowed: Set[str]
    mode: RecallMode = RecallMode.KEYWORD
    threshold: float = KEYWORD_THRESHOLD

    async def search(self, width: int) -> Findings:
        """See `Searcher`."""
        await self.index.follow(self.source, self.allowed)
        words = [words_asked(cue.text) for cue in self.cues]
        candidates = self.index.search(words, self.allowed, width)
        found = fuse(
            candidates,
            cues=self.cues,
            parts=wholes(self.cues),
            words=[len(each) for each in words],
            sentences=self.index.sentences,
            unrelated=0.0,
        )
        return Findings(found=found, exhausted=len(candidates) < width)


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideTable:
    """Search in LanceDB, and by words in the steps that it does not hold yet."""

    table: TableSearcher
    rest: KeywordSearcher

    @property
    def mode(self) -> RecallMode:
        """See `Searcher`."""
        return self.table.mode

    @property
    def threshold(self) -> float:
        """See `Searcher`."""
        return self.table.threshold

    async def search(self, width: int) -> Findings:
        """See `Searcher`."""
        held, rest = await self.table.search(width), await self.rest.search(width)
        share = 1.0 if self.mode is RecallMode.KEYWORD else WORDS_WITHOUT_MEANING
        found = (*held.found, *(replace(each, score=share * each.score) for each in rest.found))
        return Findings(
            found=sorted(found, key=lambda each: -each.score),
            exhausted=held.exhausted and rest.exhausted,
        )
