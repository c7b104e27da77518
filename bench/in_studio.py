"""The studio in a terminal of its own, with something that watches it from inside.

``python -m bench.in_studio SCRIPT FOLDER ANSWER WORD`` opens a story as ``rgpt open`` does, runs
the coroutine ``inside`` of a script beside it, and writes what that returns to a file.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from rgpt_tui.studio.app import StudioApp
    from rgpt_tui.studio.screens.writing import WritingScreen

PATIENCE = 900.0
BEAT = 0.002
"""Seconds between two beats of the heart."""


def ask_inside(
    script: str,
    folder: Path,
    around: Mapping[str, str],
    word: str = "",
    *,
    patience: float = PATIENCE,
) -> Any:
    """What a script finds out inside the studio.

    Args:
        script: name of a module of `bench` with a coroutine ``inside``.
        folder: of the story to open.
        around: the environment.
        word: handed on to it.
        patience: seconds that it may take.
    """
    answer = folder.parent / f"{folder.name}.answer"
    answer.unlink(missing_ok=True)
    program = ["-m", "bench.in_studio", script, str(folder), str(answer), word]
    return answer_of(program, answer, around, patience=patience)


def answer_of(
    program: list[str], answer: Path, around: Mapping[str, str], *, patience: float = PATIENCE
) -> Any:
    """What a program that runs in a terminal of its own writes to a file by `write_answer`."""
    with Terminal(program, around) as terminal:
        end = time.monotonic() + patience
        while not answer.exists():
            if not terminal.runs or time.monotonic() > end:
                raise RuntimeError(f"no answer from {program}:\n{terminal.shown[-4000:]}")
            time.sleep(0.05)
    found = json.loads(answer.read_text())
    if "error" in found:
        raise RuntimeError(found["error"])
    return found["answer"]


async def write_answer(answer: Path, finding: Coroutine[Any, Any, Any]) -> None:
    """Write down what a coroutine finds out, or how it failed."""
    try:
        found = {"answer": await finding}
    except Exception as error:
        found = {"error": repr(error)}
    waiting = answer.with_suffix(".waiting")
    waiting.write_text(json.dumps(found))
    waiting.rename(answer)


class Heart:
    """How late the event loop is, every few milliseconds."""

    def __init__(self) -> None:
        self._lags: list[tuple[float, float]] = []
        self._beating = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            begun, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(BEAT)
            late = time.perf_counter() - begun - BEAT
            self._lags.append((late, time.thread_time() - worked))

    def taken(self) -> list[tuple[float, float]]:
        """Of each beat since this was last asked: how late it was, and how long the thread of the
        event loop had the processor meanwhile. Both in seconds.
        """
        lags, self._lags = self._lags, []
        return lags


async def until(condition: Callable[[], object], what: str, patience: float = 120.0) -> None:
    """Wait until something is so, so many seconds at most."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"waited in vain for {what}")
        await asyncio.sleep(0.005)


def is_open(app: StudioApp) -> bool:
    """Whether the writing screen is there; what it is made of is not imported to find that out."""
    return "going" in vars(app) and app.going.open_screen is not None


async def open_screen(app: StudioApp) -> WritingScreen:
    """The writing screen, once the story is shown and all panes say where it stands."""
    await until(lambda: is_open(app), "the screen")
    screen = app.going.open_screen
    assert screen is not None
    await until(lambda: getattr(screen, "standing", None) is not None, "the story")
    return screen


def has_text(screen: WritingScreen) -> bool:
    """Whether the end of the story is shown."""
    return bool(screen.is_mounted and screen.query("ProseView") and screen.story.prose.page.entries)


async def remembered(screen: WritingScreen) -> None:
    """Wait until the long-term memory has followed the book."""
    await until(
        lambda: not any(w.group == "following" and w.is_running for w in screen.workers),
        "the memory to follow",
        PATIENCE,
    )


async def _show(script: str, folder: Path, answer: Path, word: str) -> None:
    from rgpt_tui.engine.client import EngineClient

    client = EngineClient.start()
    from rgpt_tui.settings_reading import load_settings
    from rgpt_tui.studio.app import StudioApp

    app = StudioApp(load_settings(), client, story=folder)
    inside = importlib.import_module(f"bench.{script}").inside

    async def watch() -> None:
        await write_answer(answer, inside(app, word))
        app.exit()

    watching = asyncio.create_task(watch())
    try:
        await app.run_async()
    finally:
        await client.close()
        watching.cancel()


if __name__ == "__main__":
    asyncio.run(_show(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]))
