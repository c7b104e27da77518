"""Cutting a text that is too long for its place, between two words and with an ellipsis."""

from __future__ import annotations

import re
from typing import Final

CUT: Final = "…"
SPACE: Final = re.compile(r"\s+")


def beginning(text: str, most: int) -> str:
    """The first words of a text, in so many characters at most."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    spaces = [found.start() for found in SPACE.finditer(text[:most])]
    # A script without spaces has none near, and is cut anywhere.
    near = spaces and spaces[-1] > len(kept) // 2
    return (kept[: spaces[-1]] if near else kept).rstrip(" ,;:.—–-") + CUT


def ending(text: str, most: int) -> str:
    """The last words of a text, in so many characters at most."""
    if len(text) <= most:
        return text
    # The first of these characters gives way to the ellipsis; it may be the space before a word.
    kept = text[len(text) - most :]
    space = SPACE.search(kept)
    near = space is not None and space.end() < len(kept) // 2
    return CUT + (kept[space.end() :] if space is not None and near else kept[1:])
