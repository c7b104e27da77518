"""Being ended from outside: everything is kept, as when the writer leaves."""

from __future__ import annotations

import asyncio
import errno
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def on_ending(leave: Callable[[], object]) -> Callable[[], None]:
    """Have a function called in the running event loop when the process is to end.

    Nothing is done where signals cannot be had, as in a thread or on Windows.

    Returns:
        What ends that.
    """
    loop = asyncio.get_running_loop()
    handled = []
    for number in SIGNALS:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, leave)
            handled.append(number)

    def no_more() -> None:
        for number in handled:
            loop.remove_signal_handler(number)

    return no_more


def terminal_is_gone() -> bool:
    """Whether the terminal that the studio was shown in is not there any more.

    Whoever still draws on it, as Textual does when it ends, waits for ever.
    """
    try:
        import termios
    except ImportError:
        return False
    try:
        termios.tcgetattr(sys.__stderr__)  # type: ignore[arg-type]
    except termios.error as error:
        return bool(error.args) and error.args[0] == errno.EIO
    except (OSError, ValueError, TypeError):
        return False
    return False
