"""Recall: from what a search finds to passages for a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.archive.passages import by_step, passage_of, pinned_passage, without_repeats
from rgpt_tui.archive.query import Recall, RecallQuery

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from rgpt_tui.archive.query import Cue
    from rgpt_tui.archive.rows import Found
    from rgpt_tui.archive.searching import Searcher
    from rgpt_tui.archive.source import Source
    from rgpt_tui.story.records import Passage

WIDTH = 48
"""Sentences that each search first looks at."""
WIDEN = 4
"""How many times more it looks at if they stand in too few steps."""
WIDEST = 3_000
"""Sentences after which it is no use to look at more: they stand in 150 steps at least, and what is
missing then is missing because the story repeats itself."""
NEAR_MISSES = 10


def cues_of(query: RecallQuery) -> list[Cue]:
    """The cues that say something."""
    return [cue for cue in query.cues if cue.text.strip() and cue.weight > 0]


def allowed_steps(query: RecallQuery) -> Set[str]:
    """The steps that may be recalled."""
    return query.path.keys() - query.exclude - query.muted - set(query.pinned)


async def pinned_passages(query: RecallQuery, source: Source) -> list[Passage]:
    """The pinned steps of the path, in their order, without repeats."""
    wanted = [step for step in dict.fromkeys(query.pinned) if step in query.path]
    texts = by_step(await source.read(wanted)) if wanted else {}
    return without_repeats(
        pinned_passage(texts[step], query.path[step]) for step in wanted if step in texts
    )


async def gather(
    searcher: Searcher,
    query: RecallQuery,
    source: Source,
    pinned: Sequence[Passage],
    notice: str | None,
) -> Recall:
    """Answer a query with a way of searching.

    Args:
        searcher: the way.
        query: what is asked.
        source: the book, for the words of what is found.
        pinned: what comes first.
        notice: what to say with the answer.
    """
    width = WIDTH
    while True:
        findings = await searcher.search(width)
        passages = await to_passages(findings.found, query, source, pinned)
        enough = len(passages) >= query.limit + NEAR_MISSES
        if enough or findings.exhausted or width >= WIDEST:
            break
        width *= WIDEN
    hits = [each for each in passages if each.score >= searcher.threshold][: query.limit]
    return Recall(
        hits=(*pinned, *hits),
        near_misses=tuple(passages[len(hits) :][:NEAR_MISSES]),
        mode=searcher.mode,
        notice=notice,
    )


async def to_passages(
    found: Sequence[Found], query: RecallQuery, source: Source, pinned: Sequence[Passage]
) -> list[Passage]:
    """The best sentence of each step as a passage, best first, as many as can be of use."""
    best: dict[str, Found] = {}
    for each in found:
        best.setdefault(each.step, each)
    ranked = list(best.values())
    enough = query.limit + NEAR_MISSES
    passages: list[Passage] = []
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
