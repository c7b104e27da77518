"""Starting what is to be killed, killing it, and what it had printed by then."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.crashes.performer import TOUCHES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from tests.crashes.performer import Order

ROOT = Path(__file__).parent.parent.parent
GLANCE = 0.01
"""Seconds between two looks at what was printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A JSON object that was printed."""

    at: float
    """Seconds from the start, at the latest, when it was there to be read."""
    event: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of an order."""

    status: int
    """The code that it ended with; -9: it was killed."""
    seconds: float
    lines: list[Line] = field(default_factory=list)
    errors: str = ""

    @property
    def killed(self) -> bool:
        """Whether it died as it was meant to."""
        return self.status == -signal.SIGKILL

    @property
    def touches(self) -> int:
        """How often it had touched the disk, if it came to its end."""
        return next((each.event["count"] for each in self.lines if _is_end(each)), 0)

    @property
    def failed(self) -> bool:
        """Whether it came to its end, and that was not a good one."""
        return any(each.event["code"] not in (0, None) for each in self.lines if _is_end(each))

    def named(self, *names: str) -> list[dict[str, Any]]:
        """The events of some names."""
        return [each.event for each in self.lines if each.event.get("event") in names]


def _is_end(line: Line) -> bool:
    return line.event.get("event") == TOUCHES


class Nursery:
    """A process that forks the processes to be killed; see `tests.crashes.performer`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crashes.performer"],
            cwd=ROOT,
            env=os.environ | self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._told()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.kill()
        self._process.wait()

    def run(self, order: Order, kill_after: float | None = None) -> Run:
        """Have an order performed, and kill who performs it after some seconds, if told so."""
        assert self._process.stdin is not None
        output = Path(order.output)
        output.unlink(missing_ok=True)
        self._process.stdin.write(order.sent() + "\n")
        self._process.stdin.flush()
        pid = self._told()["pid"]
        began = time.monotonic()
        grown: list[tuple[float, int]] = []
        while True:
            ended, _, _ = select.select([self._process.stdout], [], [], GLANCE)
            now = time.monotonic() - began
            size = output.stat().st_size if output.exists() else 0
            if not grown or grown[-1][1] != size:
                grown.append((now, size))
            if ended:
                break
            if kill_after is not None and now >= kill_after:
                os.kill(pid, signal.SIGKILL)
                kill_after = None
        status = self._told()["status"]
        # What it had started itself, such as an editor; forked just now, that has the lock as well
        # until it is gone.
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
            for _ in range(100):
                os.killpg(pid, 0)
                time.sleep(GLANCE)
        return Run(
            status=status,
            seconds=now,
            lines=_lines(output.read_bytes() if output.exists() else b"", grown),
            errors=Path(f"{output}.errors").read_text(errors="replace"),
        )

    def _told(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the nursery has died")
        told: dict[str, Any] = json.loads(line)
        return told


def _lines(printed: bytes, grown: list[tuple[float, int]]) -> list[Line]:
    """The whole lines, each with when it was first seen. The last may be cut."""
    lines, end = [], 0
    for line in printed.splitlines(keepends=True):
        end += len(line)
        if line.endswith(b"\n"):
            at = next(seconds for seconds, size in grown if size >= end)
            lines.append(Line(at=at, event=json.loads(line)))
    return lines
