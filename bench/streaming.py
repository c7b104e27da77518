"""Words a second through the engine, beside a bare HTTP client on the same server."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from pathlib import Path

import httpx

from bench.rows import Row
from bench.stories import session
from rgpt_tui.writer.events import Answered, Words
from rgpt_tui.writer.plan_choice import own_plan
from tests.model_server import ModelServer, Reply

TOKENS_PER_SECOND = 200.0


def measure(quick: bool) -> list[Row]:
    """Stream one reply both ways, at a pace that no hosted model exceeds by much."""
    with ModelServer() as server, tempfile.TemporaryDirectory() as root:
        os.environ["BENCH_KEY"] = "bench"
        server.default = Reply(tokens_per_second=TOKENS_PER_SECOND)
        engine = asyncio.run(_through_engine(Path(root), server))
        bare = _bare(server)
    return [
        Row(
            question="characters a second on arrival, engine beside bare HTTP client",
            value=f"{engine:.0f}",
            beside=f"{bare:.0f}",
            ratio=engine / bare,
            target="0.95 at least",
        )
    ]


async def _through_engine(root: Path, server: ModelServer) -> float:
    first = last = 0.0
    reply = ""
    async with session(root, server.url, 10) as opened:
        async for event in opened.write(own_plan("They look for the ring.")):
            if isinstance(event, Words):
                last = time.perf_counter()
                first = first or last
            elif isinstance(event, Answered):
                reply = event.request.reply
    return len(reply) / (last - first)


def _bare(server: ModelServer) -> float:
    """The same request again, read with httpx."""
    body = server.requests[-1].json
    first = last = 0.0
    characters = 0
    with httpx.stream("POST", f"{server.url}/chat/completions", json=body, timeout=60) as reply:
        for line in reply.iter_lines():
            if not line.startswith("data: {"):
                continue
            choices = json.loads(line[6:])["choices"]
            if text := choices and choices[0]["delta"].get("content"):
                last = time.perf_counter()
                first = first or last
                characters += len(text)
    return characters / (last - first)
