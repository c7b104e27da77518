"""Being ended from outside: everything is kept, as when the writer leaves."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def on_ending(leave: Callable[[], object]) -> None:
    """Have a function called in the running event loop when the process is to end.

    Nothing is done where signals cannot be had, as in a thread or on Windows.
    """
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, leave)
