"""Rows of a page, and places in a story that rows come and go around."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto


class Part(Enum):
    """What a row belongs to."""

    HEADING = auto()
    TEXT = auto()
    BLANK = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """What is at a row of the page."""

    index: int
    """The block: a place in the outline, or its length for the paragraph being written."""
    part: Part
    number: int
    """The row within the part."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the page that can be found again after the page was laid out anew."""

    id: str
    char: int | None
    """The first character in the row, where there is text."""
    row: int
    """The row in the block, otherwise."""
    of: int
    """How many rows the block had."""

    def renamed(self, id_: str) -> Place:
        """The same place in a block that has got another id."""
        return replace(self, id=id_)


BEGINNING = Place("\0", None, 0, 0)
"""The place of no step: the first row of the page."""
