"""How a place in the story is told, and how well a passage fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.cutting import beginning
from rgpt_tui.story.printable import printable

if TYPE_CHECKING:
    from rgpt_tui.story.records import Position

LONGEST_HEADING = 24
"""Characters of a heading, where a place stands beside other things."""


def place(position: Position) -> str:
    """A place in few words: ``Chapter 3 · 14``, by the heading that the book itself has there.

    Chapters are not counted: letters, parts and prologues come before a “Chapter 1”.
    """
    heading = heading_of(position)
    return f"{heading} · {position.number:,}" if heading else f"step {position.number:,}"


def heading_of(position: Position, longest: int = LONGEST_HEADING) -> str:
    """The heading of the chapter that a place is in, on one line; empty where there is none."""
    return beginning(" ".join(printable(position.heading).split()), longest)


def score(value: float) -> str:
    """How well a passage fits, from 0 to 1: ``.37``."""
    return f"{value:.2f}".replace("0.", ".")
