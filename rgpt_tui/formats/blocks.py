"""A draft as a row of blocks: headings, paragraphs, and lines that may be headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from rgpt_tui.formats.headings import (
    Heading,
    Numbered,
    combined,
    is_contents_title,
    numbered_line,
    worded_heading,
)
from rgpt_tui.formats.layout import ends_sentence, layout_of
from rgpt_tui.formats.marked import marked_parts, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rgpt_tui.formats.layout import Layout

_SUBTITLE: Final = 60
"""In characters: a longer line below a heading is text, not the second line of the heading."""
_SPOKEN: Final = re.compile(r"[!?…。！？”\"」]\Z")
_ENDED: Final = re.compile(r"[.!?…。！？”\"」]\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, a paragraph, or a piece of a table of contents."""

    text: str
    """As it is read: without the marks of Markdown and the line breaks of hard wrapping."""
    heading: Heading | None = None
    numbered: tuple[Numbered, ...] = ()
    """Its lines, if every one is or begins with a number, as a heading may."""
    is_contents: bool = False
    """Whether it is the title, or a piece, of a table of contents."""

    @property
    def is_prose(self) -> bool:
        """Whether it is neither a heading nor may be one."""
        return not (self.heading or self.numbered or self.is_contents)


def blocks_of(text: str, language: str, *, markdown: bool) -> list[Block]:
    """Part a draft into its blocks.

    If it has Markdown headings, these are all its headings, unless its title is the only one;
    else lines are headings by their words and numbers.
    """
    parts = list(marked_parts(text, markdown=markdown))
    groups = [part for part in parts if not isinstance(part, Heading)]
    marked = [part for part in parts if isinstance(part, Heading)]
    only_title = len(marked) == 1 and parts[0] is marked[0] and marked[0].may_be_title
    prose = [group for group in groups if not _is_list_of_headings(group)]
    layout = layout_of(prose, language, markdown=markdown)
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, Heading):
            blocks.append(Block(text=part.text, heading=part))
            continue
        for paragraph in layout.paragraphs(part):
            if marked and not only_title:
                blocks.append(_prose(paragraph, layout))
                continue
            for lines in _parted_by_headings(paragraph, layout):
                blocks += _read(lines, layout)
    return blocks


def _is_list_of_headings(lines: Sequence[str]) -> bool:
    """Whether lines are a table of contents, which says nothing about how the prose is laid out."""
    return len(lines) > 2 and all(map(worded_heading, lines[1:3]))


def _parted_by_headings(lines: Sequence[str], layout: Layout) -> Iterator[Sequence[str]]:
    """Part lines above each heading that stands, without a blank line, below the end of a text."""
    begin = 0
    for place in range(1, len(lines)):
        before, line = lines[place - 1 : place + 1]
        if ends_sentence(before) and layout.is_meant(before, line) and worded_heading(line):
            yield lines[begin:place]
            begin = place
    yield lines[begin:]


def _read(lines: Sequence[str], layout: Layout) -> Iterator[Block]:
    """Read lines that have no blank one among them, headings first."""
    if is_contents_title(lines[0]):
        yield Block(text=lines[0].strip(), is_contents=True)
        lines = lines[1:]
    while lines and (heading := worded_heading(lines[0])):
        if len(lines) > 1 and not layout.is_meant(lines[0], lines[1]):
            break
        subtitle = _subtitle(lines[1:])
        text = combined([heading.text, " ".join(subtitle)]) if subtitle else heading.text
        yield Block(text=text, heading=replace(heading, text=text))
        lines = lines[1 + len(subtitle) :]
    if not lines:
        return
    numbered = [*takewhile(bool, map(numbered_line, lines))]
    whole = len(numbered) == len(lines)
    block = _prose(lines, layout)
    yield replace(block, numbered=tuple(filter(None, numbered))) if whole else block


def _prose(lines: Sequence[str], layout: Layout) -> Block:
    text = layout.joined(lines)
    return Block(text=unescaped(text) if layout.markdown else text)


def _subtitle(lines: Sequence[str]) -> list[str]:
    """The lines right below a heading that belong to it: in capitals, or one that is short."""
    capitals = [
        line.strip()
        for line in takewhile(lambda line: line.isupper() and not worded_heading(line), lines)
    ]
    if capitals and not _SPOKEN.search(capitals[-1]):
        return capitals
    line = lines[0].strip() if len(lines) == 1 else ""
    is_short = 0 < len(line) <= _SUBTITLE
    return [line] if is_short and not _ENDED.search(line) and not worded_heading(line) else []
