"""The process that renders the writer's own templates, as its owner sees it."""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from rgpt_tui.story.rows import storable
from rgpt_tui.writer.rendering import Rendered
from rgpt_tui.writer.template_process import MEMORY, Answer, Ask, Begin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CPU_SECONDS = 1.0
"""Of one rendering, which takes some thousandths."""
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
"""All that the process has of the environment, which may hold keys."""


class TemplateFaulty(Exception):
    """A template does not work; the message says why."""


class RenderedApart:
    """A process that is started when it is first needed, and again after it had to be ended."""

    def __init__(self, built_in: str, folders: Sequence[Path]) -> None:
        """Nothing is started yet.

        Args:
            built_in: the folder of rgpt's own templates, inside its package.
            folders: of the writer's own ones.
        """
        own = [str(folder) for folder in folders]
        self._begin = Begin(built_in=built_in, folders=own, seconds=CPU_SECONDS)
        self._child: subprocess.Popen[bytes] | None = None
        self._end: weakref.finalize[..., Any] | None = None

    def render(self, name: str, values: dict[str, Any]) -> Rendered:
        """Render a template.

        Raises:
            TemplateFaulty: it does not work, takes too long, or too much memory.
            OSError: the system gives no process.
        """
        child = self._child or self._start()
        assert child.stdin is not None  # noqa: S101
        assert child.stdout is not None  # noqa: S101
        line = b""
        with suppress(BrokenPipeError):
            child.stdin.write(_encoded(Ask(name=name, values=values)))
            child.stdin.flush()
            line = child.stdout.readline()
        if not line.endswith(b"\n"):
            self._stop()
            raise TemplateFaulty(
                f"it was ended, since it took more than {self._begin.seconds:g} s of time "
                f"or {MEMORY // 1024**2} MB of memory"
            )
        answer = msgspec.json.decode(line, type=Answer)
        if answer.fault is not None:
            raise TemplateFaulty(answer.fault)
        return Rendered(text=answer.text, parts=tuple(answer.parts))

    def _start(self) -> subprocess.Popen[bytes]:
        environ = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "rgpt_tui.writer.template_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environ,
            # Ctrl+C in the terminal is meant for its owner.
            start_new_session=True,
        )
        self._child, self._end = child, weakref.finalize(self, _end, child)
        assert child.stdin is not None  # noqa: S101
        with suppress(BrokenPipeError):
            child.stdin.write(_encoded(self._begin))
        return child

    def _stop(self) -> None:
        if self._end is not None:
            self._end()
        self._child = self._end = None


def _encoded(message: Begin | Ask) -> bytes:
    try:
        return msgspec.json.encode(message) + b"\n"
    except UnicodeEncodeError:
        import json

        text = json.dumps(msgspec.to_builtins(message), ensure_ascii=False)
        return storable(text).encode() + b"\n"


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    child.wait()
