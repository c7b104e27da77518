"""How long a step takes beyond the model's own time, in a short and in a long story."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.rows import Row
from bench.stories import session
from rgpt_tui.writer.plan_choice import own_plan
from tests.model_server import ModelServer


def measure(quick: bool) -> list[Row]:
    """Time steps on a server that answers as fast as it can."""
    short, long = (10, 100) if quick else (10, 1000)
    with ModelServer() as server, tempfile.TemporaryDirectory() as root:
        os.environ["BENCH_KEY"] = "bench"
        seconds = {
            count: asyncio.run(_own_seconds(Path(root), server, count)) for count in (short, long)
        }
    return [
        Row(
            question=f"a step's time beyond the model's, {long} steps beside {short}",
            value=f"{seconds[long] * 1000:.0f} ms",
            beside=f"{seconds[short] * 1000:.0f} ms",
            ratio=seconds[long] / seconds[short],
        )
    ]


async def _own_seconds(root: Path, server: ModelServer, count: int) -> float:
    """The median over five steps; one before them loads what is loaded once."""
    own = []
    async with session(root, server.url, count) as opened:
        for number in range(6):
            server.forget()
            started = time.perf_counter()
            async for _ in opened.write(own_plan(f"They look for the ring, attempt {number}.")):
                pass
            took = time.perf_counter() - started
            own.append(took - sum(request.seconds for request in server.requests))
    return median(own[1:])
