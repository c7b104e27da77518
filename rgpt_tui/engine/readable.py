"""``story.md``: the story along the present branch, as Markdown, for any editor to read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rgpt_tui.beside import beside
from rgpt_tui.formats.markdown import to_markdown
from rgpt_tui.formats.pages import Page
from rgpt_tui.story.readable import write_readable_copy
from rgpt_tui.story.reading import BookReader
from rgpt_tui.writer.events import Event, Notice

if TYPE_CHECKING:
    from pathlib import Path


def pages_of(book: BookReader) -> list[Page]:
    """The pages of the story, from the first step to the tip."""
    return [Page(heading=heading, paragraph=paragraph) for heading, paragraph in book.prose()]


class ReadableCopy:
    """``story.md`` of one story: one writing at a time, and one more for all who asked meanwhile.

    In a long story a writing takes a quarter of a second, and it always has the newest text.
    """

    def __init__(self, folder: Path, book: BookReader) -> None:
        self._folder = folder
        self._book = book
        self._writing: asyncio.Task[list[Event]] | None = None
        self._next: asyncio.Task[list[Event]] | None = None

    async def write(self) -> list[Event]:
        """Bring it up to date. The book is safe without it, so that a failure is a notice."""
        if self._next is None:
            self._next = beside(self._write_after(self._writing))
        return await asyncio.shield(self._next)

    async def close(self) -> None:
        """Let what was asked for be written."""
        if tasks := [task for task in (self._writing, self._next) if task is not None]:
            await asyncio.wait(tasks)

    async def _write_after(self, before: asyncio.Task[list[Event]] | None) -> list[Event]:
        if before is not None:
            await asyncio.wait([before])
        # Whoever asks from here on may know of a change that this writing does not see.
        self._writing, self._next = self._next, None
        try:
            await asyncio.to_thread(self._write)
        except OSError as error:
            return [
                Notice(
                    text=f"The readable copy story.md could not be written ({error.strerror}). "
                    "The book itself is saved. Make room or mend the rights of the folder; the "
                    "next step writes the copy again."
                )
            ]
        return []

    def _write(self) -> None:
        _copy(self._folder, self._book)


def write_copy_of(folder: Path) -> None:
    """Bring the copy of a story up to date that nobody has open; waits for the disk.

    Raises:
        BookUnreadable: the book cannot be read.
        OSError: the copy could not be written; the book is safe without it.
    """
    with BookReader.open(folder) as book:
        _copy(folder, book)


def _copy(folder: Path, book: BookReader) -> None:
    with book.snapshot():
        brief, pages = book.brief, pages_of(book)
    write_readable_copy(folder, to_markdown(brief, pages))
