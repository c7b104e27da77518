"""Recall: from cues to passages."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rgpt_tui.archive.fusion import HYBRID_THRESHOLD, KEYWORD_THRESHOLD, fuse
from rgpt_tui.archive.keywords import KeywordIndex, words_of
from rgpt_tui.archive.passages import by_step, passage_of, pinned_passage, without_repeats
from rgpt_tui.archive.query import Cue, Found, Recall, RecallMode, RecallQuery, Search
from rgpt_tui.archive.table import SentenceTable, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rgpt_tui.archive.source import Source
    from rgpt_tui.story.records import Passage

WIDTH = 48
"""Sentences that each search is first asked for."""
WIDEN = 4
"""How many times wider it is asked again, if they stand in too few steps."""
NEAR_MISSES = 10


class Searcher(Protocol):
    """One way of searching."""

    @property
    def mode(self) -> RecallMode:
        """What the way is called."""
        ...

    @property
    def threshold(self) -> float:
        """The score from which a sentence is a hit."""
        ...

    async def search(self, cues: Sequence[Cue], allowed: Collection[str], width: int) -> Search:
        """The sentences of the allowed steps that fit the cues, best first.

        Args:
            cues: none of them blank.
            allowed: the steps to search in.
            width: how many sentences to look for, for each cue and kind of search.
        """
        ...


@dataclass(slots=True, kw_only=True)
class TableSearcher:
    """Search in LanceDB: by words, and by meaning if there are vectors of the cues."""

    table: SentenceTable
    archived: Collection[str]
    """Every step that the table holds."""
    vectors: NDArray[float32] | None
    """Of the cues, an array [cues, dimensions]; None to search by words alone."""
    unrelated: float = 0.0

    @property
    def mode(self) -> RecallMode:
        """Whether there are vectors."""
        return RecallMode.KEYWORD if self.vectors is None else RecallMode.HYBRID

    @property
    def threshold(self) -> float:
        """See `Searcher`."""
        return KEYWORD_THRESHOLD if self.vectors is None else HYBRID_THRESHOLD

    async def search(self, cues: Sequence[Cue], allowed: Collection[str], width: int) -> Search:
        """See `Searcher.search`."""
        where = self._where(allowed)
        if where is None:
            return Search()
        texts = [cue.text for cue in cues]
        by_words = [
            self.table.matching(
                text, at, None if self.vectors is None else self.vectors[at], width, where
            )
            for at, text in enumerate(texts)
        ]
        if self.vectors is not None:
            by_words.append(self.table.nearest(self.vectors, width, where))
        searches = await asyncio.gather(*by_words)
        words = [len(set(await self.table.words(text))) for text in texts]
        found = fuse(
            (each for search in searches for each in search),
            weights=[cue.weight for cue in cues],
            words=words,
            sentences=self.table.sentences,
            unrelated=None if self.vectors is None else self.unrelated,
        )
        return Search(found=found, exhausted=all(len(search) < width for search in searches))

    def _where(self, allowed: Collection[str]) -> str | None:
        """The condition on rows, by the shorter list of steps; None if no row can meet it."""
        inside = [step for step in self.archived if step in allowed]
        if not inside:
            return None
        outside = [step for step in self.archived if step not in allowed]
        if not outside:
            return ""
        if len(inside) <= len(outside):
            return f"step IN ({listed(inside)})"
        return f"step NOT IN ({listed(outside)})"


@dataclass(slots=True, kw_only=True)
class KeywordSearcher:
    """Search by words without LanceDB."""

    index: KeywordIndex
    mode: RecallMode = RecallMode.KEYWORD
    threshold: float = KEYWORD_THRESHOLD

    async def search(self, cues: Sequence[Cue], allowed: Collection[str], width: int) -> Search:
        """See `Searcher.search`."""
        candidates = self.index.search([cue.text for cue in cues], allowed, width)
        found = fuse(
            candidates,
            weights=[cue.weight for cue in cues],
            words=[len(set(words_of(cue.text))) for cue in cues],
            sentences=self.index.sentences,
            unrelated=None,
        )
        return Search(found=found, exhausted=len(candidates) < width)


async def gather(
    searcher: Searcher, query: RecallQuery, source: Source, notice: str | None
) -> Recall:
    """Answer a query with one way of searching."""
    pinned = await pinned_passages(query, source)
    allowed = query.path.keys() - query.exclude - query.muted - set(query.pinned)
    cues = [cue for cue in query.cues if cue.text.strip()]
    if not cues or not allowed:
        return Recall(hits=tuple(pinned), notice=notice)
    width = WIDTH
    while True:
        search = await searcher.search(cues, allowed, width)
        passages = await to_passages(search.found, query, source, pinned)
        if len(passages) >= query.limit + NEAR_MISSES or search.exhausted:
            break
        width *= WIDEN
    good = [each for each in passages if each.score >= searcher.threshold][: query.limit]
    rest = [each for each in passages if each not in good]
    return Recall(
        hits=(*pinned, *good),
        near_misses=tuple(rest[:NEAR_MISSES]),
        mode=searcher.mode,
        notice=notice,
    )


async def pinned_passages(query: RecallQuery, source: Source) -> list[Passage]:
    """The pinned steps of the path, in their order, without repeats."""
    wanted = [step for step in dict.fromkeys(query.pinned) if step in query.path]
    texts = by_step(await source.read(wanted)) if wanted else {}
    return without_repeats(
        pinned_passage(texts[step], query.path[step]) for step in wanted if step in texts
    )


async def to_passages(
    found: Sequence[Found], query: RecallQuery, source: Source, pinned: Sequence[Passage]
) -> list[Passage]:
    """The best sentence of each step as a passage, best first, as many as can be of use."""
    best: dict[str, Found] = {}
    for each in found:
        if each.step in query.path:
            best.setdefault(each.step, each)
    enough = query.limit + NEAR_MISSES
    passages: list[Passage] = []
    ranked = list(best.values())
    for start in range(0, len(ranked), enough):
        some = ranked[start : start + enough]
        texts = by_step(await source.read([each.step for each in some]))
        new = (
            passage_of(each, texts[each.step], query.path[each.step])
            for each in some
            if each.step in texts
        )
        kept = (*pinned, *passages)
        passages += without_repeats((each for each in new if each is not None), kept)
        if len(passages) >= enough:
            break
    return passages[:enough]
