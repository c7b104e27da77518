"""Where a process kills itself: at the n-th time that it touches the disk, or a moment after it.

Nothing of the program is replaced. Python tells of each file that is opened for writing, renamed or
taken away (`sys.addaudithook`), and SQLite of each statement (`set_trace_callback`); both are
counted.
What Rust and C write by themselves, such as LanceDB's files, is met by kills after random times.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PATHS_OF = {
    "os.rename": (0, 1),
    "os.remove": (0,),
    "os.mkdir": (0,),
    "os.rmdir": (0,),
    "shutil.copyfile": (1,),
    "shutil.copytree": (1,),
    "shutil.rmtree": (0,),
}
"""Of each event that is told before something is changed: which of its arguments are paths."""
CHANGES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT", "ROLLBACK", "CREATE", "PRAGMA")
"""How statements begin that may change a book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """When to die."""

    touch: int
    """At which touch of the disk, the first being 1; 0: at none."""
    after: float = 0.0
    """Seconds between the beginning of that touch and the end; 0: before it is done at all."""


class Touches:
    """Counts what this process does to the files below a folder, and dies when it was told to."""

    def __init__(self, root: str, point: Point) -> None:
        self._root = root
        self._point = point
        self._turn = threading.Lock()
        self.count = 0
        sys.addaudithook(self._hear)
        self._connect = sqlite3.connect
        sqlite3.connect = self._traced  # type: ignore[assignment]

    def _traced(self, *arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = self._connect(*arguments, **named)
        connection.set_trace_callback(self._statement)
        return connection

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if flags & TO_WRITE and self._is_below(path):
                self._touched()
        elif event in PATHS_OF and any(self._is_below(arguments[at]) for at in PATHS_OF[event]):
            self._touched()

    def _statement(self, statement: str) -> None:
        if statement.lstrip().upper().startswith(CHANGES):
            self._touched()

    def _is_below(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self._root)

    def _touched(self) -> None:
        with self._turn:
            self.count += 1
            here = self.count == self._point.touch
        if here and self._point.after:
            threading.Thread(target=self._die_soon, daemon=True).start()
        elif here:
            die()

    def _die_soon(self) -> None:
        time.sleep(self._point.after)
        die()


def die() -> None:
    """End as by ``kill -9``."""
    os.kill(os.getpid(), signal.SIGKILL)
