"""Sending the events of one call, words gathered to about 30 messages a second."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec

from rgpt_tui.engine.messages import Told
from rgpt_tui.engine.pipe import encoded
from rgpt_tui.writer.events import Words

if TYPE_CHECKING:
    from rgpt_tui.engine.pipe import Pipe

SECONDS = 1 / 30
"""A screen shows no more than that many states a second."""


class Teller:
    """Tells the studio what happens in one call, in the order in which it happens."""

    def __init__(self, pipe: Pipe[Any], number: int) -> None:
        self._pipe = pipe
        self._number = number
        self._clock = asyncio.get_running_loop()
        self._section = ""
        self._words: list[str] = []
        self._sent = float("-inf")
        self._timer: asyncio.TimerHandle | None = None

    async def tell(self, event: object) -> None:
        """Send an event; words may wait for more of the same section, but for no other event."""
        if isinstance(event, Words):
            self._gather(event)
        else:
            self.flush()
            self._send(event)
        await self._pipe.drain()

    def flush(self) -> None:
        """Send the words that wait."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._words:
            text = "".join(self._words)
            self._words.clear()
            self._sent = self._clock.time()
            self._send(Words(section=self._section, text=text))

    def _gather(self, event: Words) -> None:
        if event.section != self._section:
            self.flush()
            self._section = event.section
        self._words.append(event.text)
        due = self._sent + SECONDS
        if due <= self._clock.time():
            self.flush()
        elif self._timer is None:
            self._timer = self._clock.call_at(due, self.flush)

    def _send(self, event: object) -> None:
        self._pipe.send(Told(self._number, msgspec.Raw(encoded(event))))
