"""The long-term memory following the book, beside the writing.

As a rule it has caught up before anyone notices. After an import or a change of embedder it has
much to do; then writing does not wait for it: recall uses what is there, and the rest follows in
the background of the command.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from rgpt_tui.beside import beside
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from rgpt_tui.engine.events import Progress

PATIENCE = 15.0
"""Seconds that a step waits for the long-term memory, loading included, before it goes on without
the rest."""


class Follower:
    """Runs one catch-up at a time, and tells how far it is to whoever asks."""

    def __init__(self, catch_up: Callable[[], AsyncGenerator[Progress, None]]) -> None:
        self._catch_up = catch_up
        self._task: asyncio.Task[None] | None = None
        self._listening: set[asyncio.Queue[Progress | None]] = set()

    async def follow(self, patience: float | None = None) -> AsyncGenerator[Progress, None]:
        """Catch up, and tell how far it is, for so many seconds; then it goes on unseen.

        Args:
            patience: seconds; None: until it is done.
        """
        if self._task is None or self._task.done():
            # What goes wrong unseen is told to the next one who asks.
            self._task = beside(self._run())
        task = self._task
        news_of_it: asyncio.Queue[Progress | None] = asyncio.Queue()
        self._listening.add(news_of_it)
        try:
            async with aclosing(self._until_done(task, news_of_it, patience)) as told:
                async for news in told:
                    yield news
        finally:
            self._listening.discard(news_of_it)

    async def _until_done(
        self,
        task: asyncio.Task[None],
        news_of_it: asyncio.Queue[Progress | None],
        patience: float | None,
    ) -> AsyncGenerator[Progress, None]:
        clock = asyncio.get_running_loop()
        until = None if patience is None else clock.time() + patience
        while True:
            try:
                async with asyncio.timeout_at(until):
                    news = await news_of_it.get()
            except TimeoutError:
                return
            if news is None:
                await task
                return
            yield news

    async def stop(self) -> None:
        """End a catch-up that is under way; the next one goes on from there."""
        if self._task is not None:
            self._task.cancel()
            # A catch-up that fails while it is being ended is gone on with at the next start.
            with suppress(asyncio.CancelledError, RgptError):
                await self._task

    async def _run(self) -> None:
        try:
            async with aclosing(self._catch_up()) as steps:
                async for step in steps:
                    self._tell(step)
        finally:
            self._tell(None)

    def _tell(self, news: Progress | None) -> None:
        for queue in self._listening:
            queue.put_nowait(news)
