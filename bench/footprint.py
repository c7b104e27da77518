"""The memory of the process with everything loaded: model client, embedder, archive, a book."""

from __future__ import annotations

import subprocess
import sys

from bench.rows import Row
from tests.model_server import ModelServer

PROGRAM = """
import asyncio, os, tempfile
from pathlib import Path
from bench.stories import session
from rgpt_tui.writer.plan_choice import own_plan

os.environ["BENCH_KEY"] = "bench"

async def main(root):
    async with session(root, "{url}", {count}) as opened:
        async for _ in opened.write(own_plan("They look for the ring.")):
            pass
        status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    print(int(status["VmRSS"].split()[0]) // 1024, int(status["VmHWM"].split()[0]) // 1024)

with tempfile.TemporaryDirectory() as root:
    asyncio.run(main(Path(root)))
"""


def measure(quick: bool) -> list[Row]:
    """Write a step in a process of its own, and ask what it holds then (on Linux)."""
    count = 20 if quick else 300
    with ModelServer() as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(count=count, url=server.url)],
            check=True,
            capture_output=True,
            text=True,
        )
    resident, peak = done.stdout.split()
    return [
        Row(
            question=f"memory of the process in a story of {count} steps, everything loaded",
            value=f"{resident} MB",
            beside=f"{peak} MB at its peak",
            target="under 700 MB",
        )
    ]
