"""What is being written at the moment: one piece of work at a time, followed event by event."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.beside import beside
from rgpt_tui.story.errors import RgptError, Way

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from rgpt_tui.writer.events import Event


class Busy(RgptError):
    """Something is being written already."""

    def __init__(self, what: str) -> None:
        super().__init__(f"rgpt is {what} just now.")
        self.offering(Way.STOP)


class Running:
    """Runs the work of a story, one piece at a time."""

    def __init__(self, take: Callable[[Event], Awaitable[None]]) -> None:
        """Make it ready.

        Args:
            take: awaited for every event, in their order.
        """
        self._take = take
        self._task: asyncio.Task[None] | None = None
        self.what = ""
        self.steps = 0
        """How many steps the work has made, or the last one had."""
        self.came: list[str] = []
        """The sections of which words have come and are not in the book as yet."""

    @property
    def busy(self) -> bool:
        """Whether something is being written."""
        return self._task is not None

    def check_idle(self) -> None:
        """See that nothing is being written.

        Raises:
            Busy: something is.
        """
        if self.busy:
            raise Busy(self.what)

    async def run(self, what: str, events: AsyncGenerator[Event, None]) -> bool:
        """Run a piece of work to its end.

        Args:
            what: it is, for the status line.
            events: of the work.

        Returns:
            True if it came to its end, False if it was stopped.

        Raises:
            Busy: something else is being written.
            RgptError: it failed; whatever had come is kept as a draft.
        """
        self.check_idle()
        self.what, self.steps, self.came = what, 0, []
        self._task = task = beside(self._follow(events))
        try:
            await asyncio.wait([task])
            if task.cancelled():
                return False
            task.result()
        finally:
            # Whoever runs it may be cancelled, and nobody would follow it any more.
            task.cancel()
            self._task, self.what = None, ""
        return True

    async def stop(self) -> None:
        """Stop what is being written; what came of it is kept."""
        if self._task is not None and not self._task.done():
            task = self._task
            task.cancel()
            await asyncio.wait([task])

    async def _follow(self, events: AsyncGenerator[Event, None]) -> None:
        from rgpt_tui.engine.events import Committed, Revised
        from rgpt_tui.writer.events import Words

        async with aclosing(events) as stream:
            async for event in stream:
                self.steps += isinstance(event, Committed)
                if isinstance(event, Committed | Revised):
                    self.came = []
                elif isinstance(event, Words) and event.section not in self.came:
                    self.came.append(event.section)
                await self._take(event)
