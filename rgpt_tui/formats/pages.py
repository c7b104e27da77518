"""What formats exchange: the text of a step, and the chapter that it begins, if it begins one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.formats.cleaning import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of one step."""

    heading: str
    """The heading of the chapter that begins here; empty inside a chapter."""
    paragraph: str
    """Its prose. A blank line ends a paragraph of it; a line break in a paragraph is meant."""


def paragraphs_of(text: str) -> Iterator[list[str]]:
    """Yield the lines of each paragraph of a text, `cleaned`, without white space at their ends."""
    lines: list[str] = []
    for line in cleaned(text).split("\n"):
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def one_line(text: str) -> str:
    """A title or a heading, `cleaned`, on one line."""
    return " ".join(cleaned(text).split())
