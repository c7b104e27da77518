"""The short-term memory: its limit, the sentences pinned in it, and what a rewrite changed.

A sentence here is one of `split_sentences`, without the marker if it is a list item: a fact is
the same fact whether a model lists it or not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.measures import count_words, word_ends
from rgpt_tui.story.pins import facts_of, keep_pinned, pinned_facts
from rgpt_tui.story.sentences import paragraph_spans, unwrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.story.sentences import Span

__all__ = [
    "MemoryDiff",
    "MemoryLimit",
    "diff_memory",
    "keep_pinned",
    "memory_fits",
    "trim_memory",
]

_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryLimit:
    """How long the short-term memory may be; both numbers are at least 1."""

    sentences: int = 20
    words: int = 400
    """Characters, where the story is in Chinese or Japanese."""

    def __post_init__(self) -> None:
        if self.sentences < 1 or self.words < 1:
            raise ValueError("a memory limit is at least one sentence and one word")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryDiff:
    """What a rewrite did to a memory, sentence by sentence, in the order of the texts."""

    dropped: tuple[str, ...]
    kept: tuple[str, ...]
    added: tuple[str, ...]


def memory_fits(memory: str, limit: MemoryLimit, language: str) -> bool:
    """Whether a memory is within its limit, in sentences and in words."""
    return (
        count_words(memory, language) <= limit.words
        and len(facts_of(memory, language)) <= limit.sentences
    )


def trim_memory(
    memory: str, pinned: Sequence[str], limit: MemoryLimit, language: str
) -> tuple[str, tuple[str, ...]]:
    """Bring a memory within its limit: its oldest sentences, the first in it, go.

    Lost pins are put back first, as `keep_pinned` does. A pinned sentence never goes: when the
    pinned ones alone are over the limit, all others go and the memory stays too long, for a
    writer's pins win. Rather than leave nothing, the last sentence of a memory without pins is
    cut at the limit and ends in an ellipsis; it then counts as dropped, since its words changed.

    Returns:
        The memory, byte for byte as it was if it fits and holds its pins, and the sentences that
        went, in their order.
    """
    memory = keep_pinned(memory, pinned, language)
    dropped: list[str] = []
    while not memory_fits(memory, limit, language):
        facts = facts_of(memory, language)
        safe = pinned_facts(memory, pinned, facts)
        if len(safe) == len(facts):
            break
        if len(facts) == 1:
            dropped.append(_plain(memory, facts[0], language))
            memory = _cut(memory[slice(*facts[0])], limit, language)
            break
        leaving = _leaving(memory, facts, safe, limit, language)
        dropped += [_plain(memory, facts[index], language) for index in leaving]
        memory = keep_pinned(_without(memory, facts, set(leaving)), pinned, language)
    return memory, tuple(dropped)


def diff_memory(before: str, after: str, language: str) -> MemoryDiff:
    """Compare two memories; a sentence is kept if it is there word for word.

    White space and list markers make no difference. A sentence that stood there twice and now
    stands once was dropped once.
    """
    old = [_plain(before, fact, language) for fact in facts_of(before, language)]
    new = [_plain(after, fact, language) for fact in facts_of(after, language)]
    common = Counter(old) & Counter(new)
    kept, added = _part(new, common)
    return MemoryDiff(dropped=_part(old, common)[1], kept=kept, added=added)


def _part(
    sentences: Sequence[str], common: Counter[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part sentences into those that both memories have, and the rest."""
    left = common.copy()
    shared: list[str] = []
    rest: list[str] = []
    for sentence in sentences:
        (shared if left[sentence] > 0 else rest).append(sentence)
        left[sentence] -= 1
    return tuple(shared), tuple(rest)


def _leaving(
    memory: str, facts: Sequence[Span], safe: set[int], limit: MemoryLimit, language: str
) -> list[int]:
    """Which sentences to drop, by number: the oldest that are not safe, but never all there are."""
    sentences = len(facts)
    words = count_words(memory, language)
    leaving: list[int] = []
    for index, fact in enumerate(facts):
        if index in safe:
            continue
        leaving.append(index)
        sentences -= 1
        words -= count_words(memory[slice(*fact)], language)
        if sentences == 1 or (sentences <= limit.sentences and words <= limit.words):
            break
    return leaving


def _without(memory: str, facts: Sequence[Span], leaving: set[int]) -> str:
    """A memory without some of its sentences, all else as it stands."""
    kept = []
    for paragraph in paragraph_spans(memory):
        inside = [index for index, fact in enumerate(facts) if fact.start >= paragraph.start]
        inside = [index for index in inside if facts[index].end <= paragraph.end]
        starts = [facts[index].start for index in inside] + [paragraph.end]
        pieces = [
            memory[starts[place] : starts[place + 1]]
            for place, index in enumerate(inside)
            if index not in leaving
        ]
        gap = len(memory[paragraph.end :]) - len(memory[paragraph.end :].lstrip())
        if pieces:
            marker = memory[paragraph.start : starts[0]]
            between = memory[paragraph.end : paragraph.end + gap]
            kept.append(marker + "".join(pieces).rstrip() + between)
    return "".join(kept).rstrip()


def _cut(sentence: str, limit: MemoryLimit, language: str) -> str:
    """The beginning of a sentence that is over the limit in words, with an ellipsis."""
    cut = sentence
    for end in reversed(list(word_ends(sentence, language))[: limit.words]):
        cut = sentence[:end].rstrip(".,;:!?") + _ELLIPSIS
        if memory_fits(cut, limit, language):
            break
    return cut


def _plain(memory: str, fact: Span, language: str) -> str:
    return " ".join(unwrap(memory[slice(*fact)], language).split())
