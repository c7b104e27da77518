"""What the server remembers of each request."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class RecordedRequest:
    """One request as it arrived, and how its answer ended."""

    method: str
    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    time: float = field(default_factory=time.monotonic)
    client_closed: bool = False
    """Whether the client closed the connection before the answer was whole."""
    seconds: float = 0.0
    """How long the answer took the server, once it has ended."""
    sent: int = 0
    """Bytes of the answer's body that were handed to the network."""
    _ended: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def messages(self) -> list[dict[str, str]]:
        messages: list[dict[str, str]] = self.json["messages"]
        return messages

    @property
    def prompt(self) -> str:
        """All messages as one text."""
        return "\n\n".join(message["content"] for message in self.messages)

    @property
    def last_user_message(self) -> str:
        return next(m["content"] for m in reversed(self.messages) if m["role"] == "user")

    def wait_until_ended(self, seconds: float = 10.0) -> bool:
        """Wait until the server is done with this request; False if it took too long."""
        return self._ended.wait(seconds)

    async def ended(self, seconds: float = 10.0) -> bool:
        """The same without holding up the loop that has to close the connection."""
        return await asyncio.to_thread(self.wait_until_ended, seconds)

    def end(self) -> None:
        self.seconds = time.monotonic() - self.time
        self._ended.set()
