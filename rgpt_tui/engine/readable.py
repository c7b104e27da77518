"""``story.md``: the story along the present branch, as Markdown, for any editor to read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rgpt_tui.formats.markdown import to_markdown
from rgpt_tui.formats.pages import Page
from rgpt_tui.story.readable import write_readable_copy
from rgpt_tui.writer.events import Event, Notice

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.reading import BookReader


def pages_of(book: BookReader) -> list[Page]:
    """The pages of the story, from the first step to the tip."""
    return [Page(heading=heading, paragraph=paragraph) for heading, paragraph in book.prose()]


async def write_copy(folder: Path, book: BookReader) -> list[Event]:
    """Bring ``story.md`` up to date. The book is safe without it, so that a failure is a notice."""
    try:
        await asyncio.to_thread(
            lambda: write_readable_copy(folder, to_markdown(book.brief, pages_of(book)))
        )
    except OSError as error:
        return [
            Notice(
                text=f"The readable copy story.md could not be written ({error.strerror}). The "
                "book itself is saved. Make room or mend the rights of the folder; the next step "
                "writes the copy again."
            )
        ]
    return []
