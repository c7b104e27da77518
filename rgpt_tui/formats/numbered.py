"""Numbers that head chapters, told from page numbers, lists and the word ``I``.

They are headings if they count on from one to the next, have text below them, and do not break
into a sentence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rgpt_tui.formats.headings import Heading, Numbered, Rank
from rgpt_tui.formats.layout import ends_sentence
from rgpt_tui.story.measures import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rgpt_tui.formats.blocks import Block

_SHORTEST: Final = 30
"""In words: under a numbered title there is more; under an item of a list, often less."""
_INTERRUPTIONS: Final = 0.2
"""Of the headings, so many may follow a paragraph that seems unfinished."""


def settle_numbered(blocks: Sequence[Block], language: str) -> list[Block]:
    """Make headings of the numbers that are; the rest is prose, or a table of contents."""
    families = {each.numbered[0].family for each in blocks if len(each.numbered) == 1}
    headings = {place for family in families for place in _headings_of(blocks, family, language)}
    titles = {same(blocks[place].text) for place in headings}
    settled = []
    for place, block in enumerate(blocks):
        if place in headings:
            settled.append(_headed(block))
        elif block.numbered:
            listed = all(same(line.text) in titles for line in block.numbered)
            settled.append(
                replace(block, is_contents=True) if listed else replace(block, numbered=())
            )
        else:
            settled.append(block)
    return settled


def same(text: str) -> str:
    """What is the same in a heading and in the entry of a table of contents for it."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _headed(block: Block) -> Block:
    line = block.numbered[0]
    rank = Rank.CHAPTER if line.titled else Rank.NUMBER
    return replace(block, heading=Heading(text=line.text, rank=rank, worded=False), numbered=())


def _headings_of(blocks: Sequence[Block], family: str, language: str) -> list[int]:
    """Where the headings of one family stand."""
    places = [
        place
        for place, block in enumerate(blocks)
        if len(block.numbered) == 1
        and block.numbered[0].family == family
        and _has_text(blocks, place, language)
    ]
    numbers = [blocks[place].numbered[0].number for place in places]
    kept = [places[index] for index in _counted(numbers)]
    if not kept:
        return []
    begins = not any(block.is_prose for block in blocks[: kept[0]])
    counts = any(blocks[place].numbered[0].number > 1 for place in kept)
    interrupting = sum(
        blocks[place - 1].is_prose and not ends_sentence(blocks[place - 1].text)
        for place in kept
        if place > 0
    )
    if interrupting > len(kept) * _INTERRUPTIONS or not (counts or (begins and len(kept) == 1)):
        return []
    return kept


def _counted(numbers: Sequence[int]) -> Iterable[int]:
    """Yield the indices of the numbers that count on, each run from 1 or from where it begins."""
    last = 0
    for index, number in enumerate(numbers):
        begins = last == 0 and numbers[index + 1 : index + 2] == [number + 1]
        if number == 1 or (last > 0 and number == last + 1) or begins:
            yield index
            last = number


def _has_text(blocks: Sequence[Block], place: int, language: str) -> bool:
    """Whether there is text below a line, before a heading or another one of its family."""
    line = blocks[place].numbered[0]
    words = 0
    for block in blocks[place + 1 :]:
        if block.heading or block.is_contents or line.family in {x.family for x in block.numbered}:
            return False
        words += count_words(block.text, language)
        if words >= (_SHORTEST if line.titled else 1) or _is_part(line, block):
            return True
    return False


def _is_part(line: Numbered, block: Block) -> bool:
    """Whether a block is the number of a part of what a numbered title begins."""
    return line.titled and len(block.numbered) == 1 and not block.numbered[0].titled
