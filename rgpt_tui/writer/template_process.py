"""The program of the process that renders the writer's own templates, in bounded time and memory.

A template is a program, and may have come with somebody else's story. Jinja's sandbox keeps it
from the machine but not from loops without end and texts without bounds, so it runs in a process
of its own that the system ends.

Each line of stdin is a JSON object, the first a `Begin`, the others an `Ask`; to each `Ask` one
line goes to stdout. It ends when stdin does.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from rgpt_tui.writer.rendering import OwnTemplates, fault, render, sandbox

WALL_SECONDS = 30.0
"""For one that waits instead of working."""
MEMORY = 512 * 1024 * 1024


class Begin(msgspec.Struct):
    """Where templates are."""

    built_in: str
    """The package's folder of the language."""
    folders: list[str]
    """The writer's own, of that language; the first counts."""
    seconds: float
    """Of CPU time that one rendering may take."""


class Ask(msgspec.Struct):
    """A template to be rendered."""

    name: str
    values: dict[str, Any]


class Answer(msgspec.Struct):
    """A template rendered, or why not."""

    text: str = ""
    parts: list[tuple[str, str]] = []
    fault: str | None = None


def main() -> None:
    """Serve until stdin ends."""
    _bound_memory()
    begin = msgspec.json.decode(sys.stdin.buffer.readline(), type=Begin)
    built_in = PackageLoader("rgpt_tui.writer", begin.built_in)
    own = [OwnTemplates(Path(folder)) for folder in begin.folders]
    environment = sandbox(ChoiceLoader([*own, built_in, PrefixLoader({"builtin": built_in})]))
    for line in sys.stdin.buffer:
        ask = msgspec.json.decode(line, type=Ask)
        # The system ends the process then, in whatever it is.
        signal.setitimer(signal.ITIMER_PROF, begin.seconds)
        signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
        try:
            rendered = render(environment, ask.name, ask.values)
            answer = Answer(text=rendered.text, parts=[*rendered.parts])
        # A template is the writer's program: whatever it raises is its fault, not ours.
        except Exception as error:
            answer = Answer(fault=fault(error))
        encoded = msgspec.json.encode(answer)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout.buffer.write(encoded + b"\n")
        sys.stdout.buffer.flush()


def _bound_memory() -> None:
    import resource

    # macOS refuses it; there the time alone is bounded.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
