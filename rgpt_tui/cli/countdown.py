"""A wait that is counted down on the terminal."""

from __future__ import annotations

import time

from rich.text import Text


class Countdown:
    """How long it is until a request is repeated, as of the moment at which it is drawn."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def __rich__(self) -> Text:
        """The line."""
        left = self._until - time.monotonic()
        when = f" in {left:.0f} s (Ctrl+C stops)" if left > 0 else ""
        return Text(f"asking again{when}", no_wrap=True, overflow="ellipsis")
