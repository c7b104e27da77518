"""The memory of the process with everything loaded: model client, embedder, archive, a book."""

from __future__ import annotations

import subprocess
import sys

from bench.rows import Row

PROGRAM = """
import asyncio, os, resource, tempfile
from pathlib import Path
from bench.stories import session
from rgpt_tui.writer.plan_choice import own_plan
from tests.model_server import ModelServer

os.environ["BENCH_KEY"] = "bench"

async def main(url, root):
    async with session(root, url, {count}) as opened:
        async for _ in opened.write(own_plan("They look for the ring.")):
            pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)

with ModelServer() as server, tempfile.TemporaryDirectory() as root:
    asyncio.run(main(server.url, Path(root)))
"""


def measure(quick: bool) -> list[Row]:
    """Write a step in a process of its own, the model server with it, and ask for its peak."""
    count = 20 if quick else 300
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(count=count)],
        check=True,
        capture_output=True,
        text=True,
    )
    return [
        Row(
            question=f"peak memory of the process in a story of {count} steps, everything loaded",
            value=f"{int(done.stdout)} MB",
            target="under 700 MB",
        )
    ]
