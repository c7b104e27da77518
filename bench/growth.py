"""Whether the prompt grows with the book."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from bench.rows import Row
from bench.stories import session


def measure(quick: bool) -> list[Row]:
    """Count the tokens of the next prompt in a short and in a long story."""
    short, long = (10, 100) if quick else (10, 1000)
    with tempfile.TemporaryDirectory() as root:
        os.environ["BENCH_KEY"] = "bench"
        tokens = {count: asyncio.run(_tokens(Path(root), count)) for count in (short, long)}
    return [
        Row(
            question=f"tokens of the prompt at step {long} beside step {short}",
            value=str(tokens[long]),
            beside=str(tokens[short]),
            ratio=tokens[long] / tokens[short],
            target="about 1",
        )
    ]


async def _tokens(root: Path, count: int) -> int:
    async with session(root, "http://127.0.0.1:9/v1", count) as opened:
        found = await opened.next_prompt((await opened.plans())[0])
        return found.prompt.tokens
