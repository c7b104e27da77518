"""A glimpse into a story that is not open: what it is about, and where it was left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from rgpt_tui.story.cutting import ending
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable
from rgpt_tui.story.reading import BookReader
from rgpt_tui.studio.story_list import measures, moments

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from rgpt_tui.story.entries import StoryEntry
    from rgpt_tui.story.records import Brief

MOST = 1600
"""Characters of the last paragraph that are shown; more than any screen has room for here."""
LITTLE = 330
"""Characters of it where there is room for some lines only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What can be seen of a story from outside."""

    brief: Brief
    last: str
    """The last paragraph, or its end if it is long."""


def glimpse_of(folder: Path) -> Glimpse | None:
    """Look into the story in a folder; None if it cannot be read."""
    try:
        with BookReader.open(folder) as book:
            steps = book.last_steps(1)
            last = steps[0].text.paragraph if steps else ""
            return Glimpse(brief=book.brief, last=ending(last, MOST))
    except RgptError:
        return None


def preview(
    entry: StoryEntry,
    glimpse: Glimpse | None,
    opened: datetime | None,
    key: str,
    *,
    little_room: bool,
) -> Content:
    """A story as the preview shows it.

    Args:
        entry: the story.
        glimpse: what can be seen of it; None if it cannot be read.
        opened: when it was last opened; None where nobody knows.
        key: opens the story.
        little_room: leave out what the list above says already, and show only the very end.
    """
    title = (printable(entry.title).replace("\n", " "), "bold $heading")
    if entry.fault:
        return Content.assemble(title, "\n", (printable(entry.fault), "$text-error"))
    parts: list[str | tuple[str, str]] = []
    if not little_room:
        about_it = f"{moments(entry, opened)}\n{measures(entry)}".lstrip()
        parts = [title, "\n", (about_it, "$foreground 65%"), "\n"]
    if glimpse is None:
        return Content.assemble(*parts)
    about = [
        printable(text).strip().replace("\n", " ")
        for text in (glimpse.brief.genre, glimpse.brief.topic)
        if text.strip()
    ]
    if about:
        parts += [(" · ".join(about), "$foreground 65% italic"), "\n"]
    last = printable(glimpse.last).strip()
    if little_room:
        last = ending(last, LITTLE)
    parts += [
        "" if little_room else "\n",
        (last, "$prose")
        if last
        else (f"Nothing is written yet. {key} begins it.", "$foreground 65%"),
    ]
    return Content.assemble(*parts)
