"""The real studio in a terminal of its own, with its engine process, to be killed while it runs."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RGPT = ["-c", "from rgpt_tui.cli import main; main()"]
PATIENCE = 60.0
"""Seconds; only spent where something is broken."""
KEYS = {
    "write": "\x07",
    "next": "\x1b[15~",
    "memory": "\x1bOR",
    "story": "\x1bOQ",
    "palette": "\x10",
    "own opening": "\x14",
    "enter": "\r",
    "escape": "\x1b",
}
"""What a terminal sends for ctrl+g, f5, f3, f2, ctrl+p, ctrl+t and so on."""
BETWEEN_KEYS = 0.3
"""Seconds that somebody takes who looks at what a key has done."""


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited in vain for {what}")
        time.sleep(0.02)


def is_there(pid: int) -> bool:
    """Whether a process runs."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that run."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        found = [int(each) for task in threads for each in (task / "children").read_text().split()]
    except OSError:
        return []
    return [each for each in found if is_there(each)]


class StudioInTerminal:
    """The studio, opened on a story or on the shelf."""

    def __init__(self, name: str | None, environment: Mapping[str, str]) -> None:
        """Start it, and wait until it can be typed in.

        Args:
            name: of the story; None: the shelf is shown, as long as no story was left open.
            environment: what is added to the one of this process.
        """
        self._terminal = Terminal([*RGPT, *(["open", name] if name else [])], environment)
        self.pid = self._terminal.pid
        # What the next step will take is told last of all that a story opens with.
        self.see("next step" if name else "Import")

    def see(self, *texts: str) -> None:
        """Wait until all of these have been on the screen."""
        self._terminal.seconds_to(*texts)

    @property
    def shown(self) -> str:
        """All that has been on the screen."""
        return self._terminal.shown

    def press(self, *keys: str) -> None:
        """Press keys, by their names in `KEYS`, or type a text."""
        for key in keys:
            self._terminal.type(KEYS.get(key, key))

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._terminal.runs

    def engine(self) -> int:
        """The process id of its engine, once it runs."""
        found: list[int] = []

        def runs() -> bool:
            found[:] = children_of(self.pid)
            return bool(found)

        until(runs, "the engine process")
        return found[0]

    def press_slowly(self, *keys: str) -> None:
        """Press keys as somebody does who waits for what each of them does."""
        for key in keys:
            self.press(key)
            time.sleep(BETWEEN_KEYS)

    def type(self, text: str) -> float:
        """Type a text letter by letter; gives when the last one was typed."""
        for letter in text:
            self.press(letter)
            time.sleep(0.03)
        return time.monotonic()

    def kill(self) -> None:
        """Kill the studio's process alone, and wait until those that it had started have ended.

        Raises:
            TimeoutError: they go on.
        """
        children = children_of(self.pid)
        os.kill(self.pid, signal.SIGKILL)
        until(lambda: not self._terminal.runs, "the end of the studio")
        self.close()
        until(lambda: not any(is_there(each) for each in children), "the end of the engine")

    def close(self) -> None:
        """End it, if it runs, as when its window is closed."""
        self._terminal.__exit__()
