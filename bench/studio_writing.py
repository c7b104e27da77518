"""Whether writing a step and reading on take longer in a long book than in a short one."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.books import book_of, environment
from bench.rows import Row

if TYPE_CHECKING:
    from rgpt_tui.studio.app import StudioApp

MOST = 1.3
"""What “about 1” allows for, since other work comes and goes."""
HALF_A_FRAME = 0.008
"""Seconds; a difference of less than that is none."""
FEW, MANY = 10, 10_000


def measure(quick: bool) -> list[Row]:
    """Write and scroll in a short and in a long book."""
    from bench.in_studio import ask_inside
    from tests.model_server import ModelServer, Reply

    many = 1_000 if quick else MANY
    with ModelServer() as server, tempfile.TemporaryDirectory() as root:
        server.default = Reply(chunk=200)
        around = environment(Path(root), server.url)
        (few, few_shown, few_scrolled), (more, more_shown, more_scrolled) = (
            ask_inside("studio_writing", book_of(Path(root), count), around)
            for count in (FEW, many)
        )
    where = f"at {many:,} steps beside {FEW}"
    return [
        _row(f"a step committed, to its text on the page, {where}", more_shown, few_shown),
        _row(f"a step committed, to all panes saying so, {where}", more, few),
        _row(f"a page scrolled, {where}", more_scrolled, few_scrolled),
    ]


def _row(question: str, value: float, beside: float) -> Row:
    return Row(
        question=question,
        value=f"{value * 1e3:.1f} ms",
        beside=f"{beside * 1e3:.1f} ms",
        ratio=value / beside,
        target="about 1, or within 8 ms",
        good=value / beside <= MOST or value - beside < HALF_A_FRAME,
    )


async def inside(app: StudioApp, _: str) -> tuple[float, float, float]:
    """Seconds of a step to all panes and to the text, and of a page, medians."""
    from bench.in_studio import open_screen, until
    from rgpt_tui.engine.events import Committed

    screen = await open_screen(app)
    await until(lambda: screen.recalled.tray.plan is not None, "what is recalled")
    committed = shown = settled = 0.0
    steps, texts = [], []
    prose, take = screen.story.prose, screen.take

    async def watched(event: object) -> None:
        nonlocal committed, settled
        if isinstance(event, Committed):
            committed = time.perf_counter()
        await take(event)  # type: ignore[arg-type]
        if isinstance(event, Committed):
            settled = time.perf_counter()

    screen.running._take = watched
    end = prose.end_stream

    def ended(*entry: object) -> None:
        nonlocal shown
        end(*entry)  # type: ignore[arg-type]
        if entry:
            shown = time.perf_counter()

    prose.end_stream = ended  # type: ignore[method-assign]
    for _number in range(6):
        committed = settled = 0.0
        await until(lambda: not screen.running.busy, "rest")
        await asyncio.sleep(0.5)
        await screen.action_write()
        await until(lambda: settled, "the step")  # noqa: B023 - it is waited for in the same round
        steps.append(settled - committed)
        texts.append(shown - committed)
    await until(lambda: not screen.running.busy, "rest")
    await asyncio.sleep(1)
    pages = []
    for number in range(60):
        page = prose.action_page_up if number % 2 else prose.action_page_down
        begun = time.perf_counter()
        page()
        painted = asyncio.Event()
        screen.call_after_refresh(painted.set)
        await painted.wait()
        pages.append(time.perf_counter() - begun)
        await asyncio.sleep(0.02)
    return median(steps[1:]), median(texts[1:]), median(pages[5:])
