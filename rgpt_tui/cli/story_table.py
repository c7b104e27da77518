"""The list of stories: a line each, whatever their titles and folders are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from rgpt_tui.cli.output import console
from rgpt_tui.story.cutting import CUT
from rgpt_tui.story.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.story.entries import StoryEntry

GAPS: Final = 6
"""Columns between the columns."""
LEAST_NAME: Final = 18
"""Columns that a long title leaves for the name of the folder: enough to type as a beginning."""
MOST_TITLE: Final = 120
"""Columns of a title; a bundle may bring one that is as long as a chapter."""
HEAD: Final = ("TITLE", "STEPS", "WORDS", "STORY")


def say_stories(entries: Sequence[StoryEntry]) -> None:
    """Print stories, a line each; a terminal that is too narrow for them cuts more than titles."""
    rows = [HEAD] + [
        (_line(each.title), f"{each.steps:,}", f"{each.words:,}", _line(each.name))
        for each in entries
    ]
    title, steps, words, name = (max(map(cell_len, cells)) for cells in zip(*rows, strict=True))
    title = min(title, MOST_TITLE)
    if console.is_terminal:
        room = console.width - steps - words - GAPS
        title = min(title, max(1, room - min(name, LEAST_NAME)))
        name = min(name, max(1, room - title))
    for cells in rows:
        line = (
            f"{_fit(cells[0], title)}  {cells[1]:>{steps}}  {cells[2]:>{words}}  "
            f"{_fit(cells[3], name)}"
        )
        console.print(Text(line.rstrip()), soft_wrap=True)


def _fit(text: str, width: int) -> str:
    """A text in so many columns, with an ellipsis where it is cut."""
    if cell_len(text) > width:
        return set_cell_size(text, width - 1) + CUT
    return set_cell_size(text, width)


def _line(text: str) -> str:
    return " ".join(printable(text).split())
