"""The memory of the studio's process with a long book open (on Linux)."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.books import book_of, environment
from bench.rows import Row

if TYPE_CHECKING:
    from rgpt_tui.studio.app import StudioApp

MOST = 120
"""MB."""
PLACES = 40
"""So many places between the beginning and the end are scrolled to, and some pages from each."""


def measure(quick: bool) -> list[Row]:
    """Open a book, go through it, and write a step."""
    from bench.in_studio import ask_inside
    from tests.model_server import ModelServer, Reply

    count = 1_000 if quick else 10_000
    with ModelServer() as server, tempfile.TemporaryDirectory() as root:
        server.default = Reply(chunk=200)
        around = environment(Path(root), server.url)
        opened, after, peak = ask_inside("studio_memory", book_of(Path(root), count), around)
    return [
        Row(
            question=f"memory of the studio's process, a book of {count:,} steps open, gone "
            "through, and a step written in it",
            value=f"{after} MB",
            beside=f"{opened} MB before, {peak} MB at its peak",
            target=f"under {MOST} MB",
            good=after < MOST,
        )
    ]


async def inside(app: StudioApp, _: str) -> tuple[int, int, int]:
    """MB once it is open, after all, and at the peak."""
    from bench.in_studio import open_screen, until

    screen = await open_screen(app)
    # The embedder is at work all the while: it takes half an hour for such a book.
    await until(lambda: app.client.state == "ready", "the engine")
    await asyncio.sleep(2)
    opened = _held("VmRSS")
    prose = screen.story.prose
    for place in range(PLACES):
        prose.scroll_to(y=prose.page.column.total * place // PLACES)
        for _ in range(5):
            await asyncio.sleep(0.03)
            prose.action_page_down()
    prose.go_to_end()
    steps = len(prose.page.entries)
    await screen.action_write()
    await until(lambda: len(prose.page.entries) > steps and not screen.running.busy, "the step")
    await asyncio.sleep(0.5)
    return opened, _held("VmRSS"), _held("VmHWM")


def _held(what: str) -> int:
    """MB of the process, by a name of the kernel's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    held = next(line for line in lines if line.startswith(what))
    return int(held.split()[1]) // 1024
