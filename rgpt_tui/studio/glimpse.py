"""A glimpse into a story that is not open: what it is about, and where it was left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable
from rgpt_tui.story.reading import BookReader
from rgpt_tui.studio.story_list import measures

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.entries import StoryEntry
    from rgpt_tui.story.records import Brief

MOST = 1600
"""Characters of the last paragraph that are shown; more than any screen has room for here."""


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
            if len(last) > MOST:
                last = "…" + last[-MOST:]
            return Glimpse(brief=book.brief, last=last)
    except RgptError:
        return None


def preview(entry: StoryEntry, glimpse: Glimpse | None) -> Content:
    """A story as the preview beside the list shows it."""
    title = (printable(entry.title).replace("\n", " "), "bold $heading")
    if entry.fault:
        return Content.assemble(title, "\n\n", (printable(entry.fault), "$text-error"))
    parts: list[str | tuple[str, str]] = [title, "\n", (measures(entry), "$foreground 65%")]
    if glimpse is None:
        return Content.assemble(*parts)
    about = [
        printable(text).strip().replace("\n", " ")
        for text in (glimpse.brief.genre, glimpse.brief.topic)
        if text.strip()
    ]
    if about:
        parts += ["\n", (" · ".join(about), "$foreground 65% italic")]
    last = printable(glimpse.last).strip()
    parts += [
        "\n\n",
        (last, "$prose")
        if last
        else ("Nothing is written yet. Enter begins it.", "$foreground 65%"),
    ]
    return Content.assemble(*parts)
