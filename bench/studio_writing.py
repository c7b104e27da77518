"""Whether writing a step and reading on take longer in a long book than in a short one."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.books import book_of, environment, remember
from bench.rows import Row

if TYPE_CHECKING:
    from rgpt_tui.studio.app import StudioApp

MOST = 1.2
"""It is to cost the same; this much is allowed for since other work comes and goes."""
FEW, MANY = 10, 10_000
WHAT = (
    "a step committed, to all panes saying so",
    "a step committed, to its text on the page",
    "a page scrolled",
)
TURNS = 3
"""Each book is opened so often, by turns; the median counts."""


def measure(quick: bool) -> list[Row]:
    """Write and scroll in a short and in a long book."""
    from bench.in_studio import ask_inside
    from tests.model_server import ModelServer, Reply

    many = 1_000 if quick else MANY
    with ModelServer() as server, tempfile.TemporaryDirectory() as root:
        server.default = Reply(chunk=200)
        around = environment(Path(root), server.url)
        folders = [book_of(Path(root), count) for count in (FEW, many)]
        for folder in folders:
            asyncio.run(remember(folder))
        found = [
            [ask_inside("studio_writing", folder, around) for folder in folders]
            for _ in range(1 if quick else TURNS)
        ]
    few, more = (
        [median(each) for each in zip(*book, strict=True)] for book in zip(*found, strict=True)
    )
    where = f"at {many:,} steps beside {FEW}"
    return [_row(f"{what}, {where}", more[number], few[number]) for number, what in enumerate(WHAT)]


def _row(question: str, value: float, beside: float) -> Row:
    return Row(
        question=question,
        value=f"{value * 1e3:.1f} ms",
        beside=f"{beside * 1e3:.1f} ms",
        ratio=value / beside,
        target=f"{MOST} at most",
        good=value / beside <= MOST,
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
