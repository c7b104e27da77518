"""A program in a terminal of its own, and when what appeared on it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

COLUMNS, ROWS = 120, 40
ESCAPES = re.compile(rb"\x1b(\[[0-9;:?<=>$ ]*[@-~]|\].*?(\x07|\x1b\\)|[P_].*?\x1b\\|[()].|[=>78])")
NOT_PASSED_ON = ("COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
"""A writer's Python keeps what it has compiled."""
PATIENCE = 60.0
"""Seconds; only spent where something is broken."""


class Terminal:
    """A program that runs in a pseudo-terminal of 120 columns and 40 rows."""

    def __init__(self, program: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a Python program.

        Args:
            program: the arguments of the interpreter.
            environment: what is added to the one of this process. ``RGPT_BENCH_KEYBOARD`` becomes
                the number of a descriptor: what is written to it, the program is typed.
        """
        self._keyboard, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        plain = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
        self._shown = bytearray()
        self._arrival = threading.Condition()
        self._open = True
        self.began = time.perf_counter()
        self._child = subprocess.Popen(
            [sys.executable, *program],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            pass_fds=[self._keyboard],
            start_new_session=True,
            env=plain
            | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            | {"RGPT_BENCH_KEYBOARD": str(self._keyboard)}
            | dict(environment),
        )
        os.close(theirs)
        self._changed = self.began
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        while True:
            try:
                written = os.read(self._keyboard, 1 << 16)
            except OSError:
                written = b""
            with self._arrival:
                self._changed = time.perf_counter()
                self._shown += written
                self._open = bool(written)
                self._arrival.notify_all()
            if not written:
                return

    @property
    def sent(self) -> bytes:
        """All that was written so far, as the terminal gets it."""
        return self._shown

    @property
    def shown(self) -> str:
        """All that was written so far, without its escape codes."""
        return ESCAPES.sub(b"", self._shown).decode(errors="replace")

    def seconds_to(self, *texts: str) -> float:
        """Seconds from the start of the process until all of these texts had been written."""
        end = time.monotonic() + PATIENCE
        with self._arrival:
            while not all(text in self.shown for text in texts):
                if not self._open or not self._arrival.wait(end - time.monotonic()):
                    raise RuntimeError(f"waited in vain for {texts}:\n{self.shown[-4000:]}")
            return self._changed - self.began

    @property
    def pid(self) -> int:
        """The process id of the program."""
        return self._child.pid

    def type(self, keys: str) -> None:
        """Type on the terminal's keyboard."""
        os.write(self._keyboard, keys.encode())

    @property
    def runs(self) -> bool:
        """Whether the program has not ended."""
        return self._child.poll() is None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """End the program, if it has not ended."""
        if self.runs:
            self._child.send_signal(signal.SIGTERM)
            try:
                self._child.wait(20)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        self._reading.join(5)
        os.close(self._keyboard)
