"""The heading above a paragraph: blank, its lines, blank."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rgpt_tui.studio.prose.cleaning import clean
from rgpt_tui.studio.prose.wrapping import wrap

_LONGEST: Final = 400
"""So many characters of a heading are shown."""


@lru_cache(maxsize=2048)
def heading_lines(heading: str, width: int) -> tuple[str, ...]:
    """The lines of a heading, and none of an empty one."""
    words = " ".join(clean(heading[:_LONGEST]).split())
    return tuple(wrap(words, width)) if words else ()


def heading_rows(heading: str, width: int, *, first: bool) -> int:
    """How many rows a heading takes: its lines, two above if it is not the first, one below."""
    if not heading:
        return 0
    lines = len(heading_lines(heading, width))
    return lines + (1 if first else 2) if lines else 0
