"""Chapters out of blocks: which headings begin one, and which are a table of contents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rgpt_tui.formats.headings import Heading, Rank, combined
from rgpt_tui.formats.numbered import same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.formats.blocks import Block

_CONTENTS: Final = 3
"""So many headings in a row may be a table of contents."""


@dataclass(slots=True, kw_only=True)
class Chapter:
    """A heading and the paragraphs below it."""

    heading: str = ""
    """Empty for what stands before the first one."""
    paragraphs: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Outline:
    """The chapters of a draft, and what is in none of them."""

    chapters: list[Chapter] = field(default_factory=list)
    contents: int = 0
    """How many lines of a table of contents were left out."""
    unwritten: list[str] = field(default_factory=list)
    """Headings with nothing below them."""


def outline_of(blocks: Sequence[Block]) -> Outline:
    """Find the chapters of a draft.

    Headings without prose between them are those of a part and its first chapter, and become one;
    or they are a table of contents, or chapters that are not written yet, and are left out.
    """
    outline = Outline()
    to_come = Counter(same(block.heading.text) for block in blocks if block.heading)
    waiting: list[Heading] = []
    for place, block in enumerate(blocks):
        if block.heading:
            waiting.append(block.heading)
            to_come[same(block.heading.text)] -= 1
        elif _is_listed(block, blocks[place + 1 : place + 2]):
            outline.contents += max(1, len(block.numbered))
        else:
            heading = _begin(waiting, to_come, outline)
            waiting = []
            if heading or not outline.chapters:
                outline.chapters.append(Chapter(heading=heading))
            outline.chapters[-1].paragraphs.append(block.text)
    outline.unwritten += [heading.text for heading in waiting]
    return outline


def _is_listed(block: Block, following: Sequence[Block]) -> bool:
    """Whether a block belongs to a table of contents: as a list, or as the title of one."""
    is_over_one = not any(each.is_prose for each in following)
    return block.is_contents and (bool(block.numbered) or is_over_one)


def _begin(waiting: list[Heading], to_come: Counter[str], outline: Outline) -> str:
    """What of the headings above a paragraph is that of its chapter; empty if none is."""
    at_front = not any(chapter.heading for chapter in outline.chapters)
    kinds = Counter((heading.rank, heading.level) for heading in waiting)
    if len(waiting) >= _CONTENTS and max(kinds.values()) > 1:
        first = same(waiting[0].text)
        again = [place for place, each in enumerate(waiting) if place and same(each.text) == first]
        if again:
            # The list ends where the first of its entries comes again: that is the chapter.
            outline.contents += again[-1]
            waiting = waiting[again[-1] :]
        elif at_front and to_come[first]:
            outline.contents += len(waiting)
            return ""
    chain = waiting[-1:]
    for heading in reversed(waiting[:-1]):
        is_listed = heading.rank is Rank.FRAME and to_come[same(heading.text)] > 0
        if is_listed or not all(heading.may_contain(each) for each in chain):
            break
        chain.insert(0, heading)
    left = waiting[: len(waiting) - len(chain)]
    if at_front and len(left) >= _CONTENTS:
        outline.contents += len(left)
    else:
        outline.unwritten += [heading.text for heading in left]
    return combined([heading.text for heading in chain]) if chain else ""
