"""The readable copy following the book, beside the writing: nobody waits for it but at the end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rgpt_tui.beside import beside
from rgpt_tui.writer.events import Event, Notice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class CopyFollower:
    """Has the copy written after each change; changes that come meanwhile share one writing."""

    def __init__(self, write: Callable[[], Awaitable[list[Event]]]) -> None:
        self._write = write
        self._task: asyncio.Task[None] | None = None
        self._behind = False
        self._told: list[Event] = []

    def follow(self) -> None:
        """Have it written, because the book has changed."""
        self._behind = True
        if self._task is None or self._task.done():
            self._task = beside(self._run())

    async def settle(self) -> list[Event]:
        """Wait until it is up to date, and give what there is to say of it."""
        if self._task is not None:
            await asyncio.wait([self._task])
        return self.told()

    def told(self) -> list[Event]:
        """What there is to say of it so far, each thing once."""
        told, self._told = self._told, []
        return told

    async def _run(self) -> None:
        while self._behind:
            self._behind = False
            try:
                notices = await self._write()
            except Exception as error:
                notices = [
                    Notice(
                        text=f"The readable copy story.md is not up to date: {error} The book "
                        "itself is saved; the next step writes the copy again."
                    )
                ]
            self._told = [*(each for each in self._told if each not in notices), *notices]
