"""Keeping what is typed and not yet in the book, about once a second, so that no crash takes it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rgpt_tui.beside import beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.story.book import Book
    from rgpt_tui.story.unsent import Box, UnsentEdit

SECONDS = 1.0
AGAIN_SECONDS = 5.0
"""After these, what the book did not take is tried again."""


class TypingKept:
    """The unsent edits of one book, written behind the typing."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._waiting: dict[tuple[str | None, Box], UnsentEdit | None] = {}
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._closing = False
        self._closed = False
        """The book is closed, or about to be: nothing can be put into it any more."""
        self._failed = False
        self.on_fault: Callable[[Exception], None] = lambda _: None
        """Called on the event loop, once, when what is typed cannot be kept."""
        self.on_mended: Callable[[], None] = lambda: None
        """Called when it is kept again."""

    def keep(self, edit: UnsentEdit) -> None:
        """Keep the text of a box before a second has passed."""
        self._put((edit.step, edit.box), edit)

    def drop(self, step: str | None, box: Box) -> None:
        """The text of a box is in the book now, or is as it was."""
        self._put((step, box), None)

    async def typed(self, step: str | None, box: Box) -> str | None:
        """What was typed into a box and is not in a step; None if nothing was.

        Also what waits to be kept, and what the book could not take.

        Raises:
            BookUnreadable: the book is damaged.
        """
        async with self._writing:
            if (step, box) in self._waiting:
                edit = self._waiting[step, box]
                return None if edit is None else edit.text
            kept = await asyncio.to_thread(self._book.unsent.all)
        return next((each.text for each in kept if (each.step, each.box) == (step, box)), None)

    async def keep_now(self) -> None:
        """Keep all that is waiting.

        Raises:
            BookUnwritable: the book cannot take it; it waits, and is tried again by itself.
        """
        if self._task is not None:
            self._task.cancel()
            self._task = None
        async with self._writing:
            if self._closed:
                return
            waiting, self._waiting = self._waiting, {}
            try:
                await asyncio.to_thread(self._write, waiting)
            except BaseException:
                # What could not be kept now waits for the next time; what was typed since counts.
                self._waiting = waiting | self._waiting
                if self._waiting and self._task is None and not self._closing:
                    self._task = self._soon(AGAIN_SECONDS)
                raise
        if self._failed and waiting:
            self._failed = False
            self.on_mended()

    async def close(self) -> None:
        """Keep all that is waiting, for the last time.

        Raises:
            BookUnwritable: as `keep_now` raises it; nothing is tried again.
        """
        self._closing = True
        try:
            await self.keep_now()
        finally:
            self._closed = True

    def _put(self, place: tuple[str | None, Box], edit: UnsentEdit | None) -> None:
        if self._closed:
            return
        self._waiting[place] = edit
        if self._task is None or self._task.done():
            self._task = self._soon(SECONDS)

    def _soon(self, seconds: float) -> asyncio.Task[None]:
        return beside(self._keep_soon(seconds), self._tell)

    async def _keep_soon(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._task = None
        await self.keep_now()

    def _tell(self, error: Exception) -> None:
        if not self._failed and not self._closing:
            self._failed = True
            self.on_fault(error)

    def _write(self, edits: dict[tuple[str | None, Box], UnsentEdit | None]) -> None:
        for (step, box), edit in edits.items():
            if edit is None:
                self._book.unsent.drop(step, box)
            else:
                self._book.unsent.keep(edit)
