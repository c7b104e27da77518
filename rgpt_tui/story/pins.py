"""Pinned sentences: those of the short-term memory that no rewrite may lose or reword."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.language import HAN, KANA, is_cjk
from rgpt_tui.story.sentences import Span, list_marker, sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REWORDED: Final = 90
"""From this likeness on, of 100, a sentence is a pinned one in other words."""
_TELLING: Final = 4
"""A sentence of fewer words is only alike if its words are: "He died." is not "She died."."""
_FINISHED: Final = re.compile(r"[.!?…。！？．]\W*\Z")
_STRUCTURED: Final = re.compile(r"\s*(?:[#*_=~-]|\(?\d{1,3}[.)、])")
"""What a heading, a scene break or a numbered list begins with."""
_IDEOGRAPH: Final = re.compile(f"[{HAN}{KANA}]")
_INSIDE_WORD: Final = re.compile(rf"[^\W{HAN}{KANA}]{{2}}")
_BULLETED: Final = re.compile(r"\s*[-*+•·・‣◦]\s+")


def keep_pinned(memory: str, pinned: Sequence[str], language: str) -> str:
    """Put back what a rewrite did to pinned sentences.

    A pinned sentence that is there word for word stays where it is. One that is there in nearly
    the same words (an indel likeness of 90 in 100, and the same numbers) gets its own words back
    in its place. One that is lost comes back at the front, in the order of the pins.

    Returns:
        The memory with every pin in it verbatim, list markers aside; byte for byte as it was if
        nothing was amiss.
    """
    pins = _pins(pinned)
    memory = _restore(memory, pins, language)
    lost = _missing(memory, pins, language)
    if not lost:
        return memory
    joined = _put_in_front(memory, lost, language)
    # Run on, a pin without a full stop is no sentence of its own: a blank line always parts.
    return "\n\n".join([*lost, memory]) if _missing(joined, pins, language) else joined


def pinned_facts(memory: str, pinned: Sequence[str], facts: Sequence[Span]) -> set[int]:
    """Which sentences of a memory, by number, belong to one of the pinned ones."""
    return {index for pin in _pins(pinned) for index in _standing(memory, pin, facts)}


def facts_of(memory: str, language: str) -> list[Span]:
    """Where each sentence of a memory stands in it, markers of list items left out."""
    return [
        Span(span.start + len(list_marker(memory[span.start : span.end])), span.end)
        for span in sentence_spans(memory, language)
    ]


def _pins(pinned: Sequence[str]) -> list[str]:
    """The pinned sentences without list markers, each once, the empty ones left out."""
    pins = []
    for text in pinned:
        pin = text.strip()
        while marker := list_marker(pin):
            pin = pin[len(marker) :]
        pins.append(pin)
    return [pin for pin in dict.fromkeys(pins) if pin]


def _missing(memory: str, pins: Sequence[str], language: str) -> list[str]:
    facts = facts_of(memory, language)
    return [pin for pin in pins if not _standing(memory, pin, facts)]


def _standing(memory: str, pin: str, facts: Sequence[Span]) -> list[int]:
    """The sentences, by number, that a pin is word for word; empty if it is not there.

    A pin that is no full sentence may be part of one.
    """
    starts = {fact.start for fact in facts}
    ends = {fact.end for fact in facts}
    finished = _FINISHED.search(pin)
    for start, end in _occurrences(memory, pin):
        if not finished or (start in starts and end in ends):
            return [i for i, fact in enumerate(facts) if fact.start < end and start < fact.end]
    return []


def _occurrences(memory: str, pin: str) -> Iterator[Span]:
    """Where a pin stands in a memory and cuts no word in two."""
    for match in re.finditer(f"(?={re.escape(pin)})", memory):
        start, end = match.start(), match.start() + len(pin)
        around = memory[max(start - 1, 0) : start + 1], memory[end - 1 : end + 1]
        if not any(_INSIDE_WORD.fullmatch(pair) for pair in around):
            yield Span(start, end)


def _restore(memory: str, pins: Sequence[str], language: str) -> str:
    """A memory with the pinned words in the place of sentences that are nearly the same."""
    facts = facts_of(memory, language)
    taken = {index for pin in pins for index in _standing(memory, pin, facts)}
    words: dict[int, str] = {}
    for pin in pins:
        if _standing(memory, pin, facts):
            continue
        free = [index for index in range(len(facts)) if index not in taken]
        likeness = {index: _likeness(pin, memory[slice(*facts[index])]) for index in free}
        closest = max(likeness, key=lambda index: likeness[index], default=None)
        if closest is not None and likeness[closest] >= _REWORDED:
            words[closest] = pin
            taken.add(closest)
    for index, pin in sorted(words.items(), reverse=True):
        start, end = facts[index]
        ending = end if _FINISHED.search(pin) else len(memory[:end].rstrip(".!?…。！？．"))
        memory = memory[:start] + pin + memory[ending:]
    return memory


def _likeness(pin: str, sentence: str) -> float:
    """How alike two sentences are, up to 100; 0 where a small difference tells much."""
    from rapidfuzz import fuzz

    if re.findall(r"\d+", pin) != re.findall(r"\d+", sentence):
        return 0.0
    ours, theirs = (re.findall(r"\w+", text.casefold()) for text in (pin, sentence))
    spaced = _IDEOGRAPH.search(pin) is None
    if spaced and len(ours) < _TELLING and ours != theirs:
        return 0.0
    return fuzz.ratio(" ".join(pin.split()), " ".join(sentence.split()))


def _put_in_front(memory: str, lost: Sequence[str], language: str) -> str:
    """A memory that begins with the lost pins, in the form that it has."""
    gap = "" if is_cjk(language) else " "
    if not memory.strip():
        return gap.join(lost)
    bullet = _BULLETED.match(memory)
    if bullet:
        return "".join(f"{bullet.group()}{pin}\n" for pin in lost) + memory
    if _STRUCTURED.match(memory) or not all(_FINISHED.search(pin) for pin in lost):
        return gap.join(lost) + "\n\n" + memory
    return gap.join([*lost, memory.lstrip()])
