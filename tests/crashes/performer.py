"""A process that does one thing with rgpt, and may be killed at any moment of it.

``python -m tests.crashes.performer ORDER`` is the real program, begun from nothing.
``python -m tests.crashes.performer`` imports what is slow to import, and then, for every order that
comes in on its input, forks a process that goes on as the real program would: three hundred starts
then take minutes instead of an hour.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
import warnings
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.crashes.points import Point, Touches

HEAVY = (
    "litellm",
    "lancedb",
    "torch",
    "safetensors.torch",
    "tokenizers",
    "pyarrow",
    "tests.crashes.acts",
)
ROOMS = (
    *("cli.app", "cli.writing", "cli.editing", "cli.exchange", "cli.remembering", "cli.display"),
    *("cli.desk", "engine.engine", "engine.session", "engine.piloting", "engine.importing"),
    *("engine.exporting", "models.chat", "models.calls", "writer.advance", "writer.opening"),
    *("archive.archive", "archive.minilm", "formats.bundle", "formats.reading", "story.shelf"),
)
TOUCHES = "touches"
"""The event that tells, at the very end, how often the disk was touched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to do."""

    arguments: list[str]
    """Of the command line; or the name of an act and its arguments."""
    act: bool = False
    """It is one of `tests.crashes.acts`, for what has no command."""
    root: str
    """The folder below which all happens."""
    output: str
    """The file for what is printed."""
    environment: dict[str, str] = field(default_factory=dict)
    point: Point = field(default_factory=lambda: Point(touch=0))

    @classmethod
    def read(cls, line: str) -> Order:
        """An order as it was sent."""
        fields: dict[str, Any] = json.loads(line)
        return cls(**{**fields, "point": Point(**fields["point"])})

    def sent(self) -> str:
        """The order as it is sent, on one line."""
        return json.dumps(asdict(self))


def perform(order: Order) -> None:
    """Do what was ordered, as a process of its own group, and end."""
    os.setsid()
    for descriptor, name in ((1, order.output), (2, f"{order.output}.errors")):
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(file, descriptor)
        os.close(file)
    os.environ.update(order.environment)
    touches = Touches(order.root, order.point)
    code: object = 0
    try:
        if order.act:
            from tests.crashes import acts

            acts.play(order.arguments)
        else:
            from rgpt_tui.cli import main

            sys.argv = ["rgpt", *order.arguments]
            main()
    except SystemExit as left:
        code = left.code
    except Exception:
        traceback.print_exc()
        code = 1
    print(json.dumps({"event": TOUCHES, "count": touches.count, "code": code}), flush=True)
    sys.stderr.flush()
    # A fork must not run what its parent wanted done at its end.
    os._exit(0)


def serve() -> None:
    """Perform orders, one after the other, each in a fork."""
    os.environ.update(LITELLM_LOCAL_MODEL_COST_MAP="True", LITELLM_MODE="PRODUCTION")
    for name in (*HEAVY, *(f"rgpt_tui.{room}" for room in ROOMS)):
        importlib.import_module(name)
    from rgpt_tui.models.litellm_import import load_litellm

    load_litellm()
    # No call of it is under way here, which is what it warns of.
    warnings.filterwarnings("ignore", message="lancedb fork support")
    print(json.dumps({"ready": os.getpid()}), flush=True)
    for line in sys.stdin:
        order = Order.read(line)
        if (child := os.fork()) == 0:
            try:
                perform(order)
            finally:
                os._exit(1)
        print(json.dumps({"pid": child}), flush=True)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status)}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        perform(Order.read(sys.argv[1]))
    else:
        serve()
