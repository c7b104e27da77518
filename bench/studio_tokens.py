"""Tokens a second on the studio's screen, beside a bare HTTP client on the same server."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.books import book_of, environment
from bench.rows import Row

if TYPE_CHECKING:
    from rgpt_tui.studio.app import StudioApp
    from tests.model_server import ModelServer

PACES = (200.0, 1_000.0)
"""Tokens a second of the server: a fast hosted model's, and the quickest that there is."""
TOKEN = 4
"""Characters."""
LEAST = 0.95


def measure(quick: bool) -> list[Row]:
    """Stream one paragraph both ways, at each pace."""
    from bench.in_studio import ask_inside
    from bench.stories import paragraph
    from tests.model_server import ModelServer, Reply

    rows = []
    text = f"Paragraph:\n{paragraph(7, 20 if quick else 60)}"
    with ModelServer() as server, tempfile.TemporaryDirectory() as root:
        for pace in PACES:
            # A book each: the draft that the first leaves would stand in the second's page.
            place = Path(root, f"{pace:.0f}")
            around = environment(place, server.url)
            folder = book_of(place, 10 if quick else 40)
            server.default = Reply(text=text, tokens_per_second=pace, ignore_max_tokens=True)
            screen, characters = ask_inside("studio_tokens", folder, around)
            bare = _bare(server, characters)
            ratio = screen / bare
            rows.append(
                Row(
                    question=f"tokens a second on the screen, of {pace:,.0f} that are sent, beside "
                    "a bare HTTP client",
                    value=f"{screen / TOKEN:.0f}",
                    beside=f"{bare / TOKEN:.0f}",
                    ratio=ratio,
                    target=f"{LEAST} at least",
                    good=ratio >= LEAST,
                )
            )
    return rows


async def inside(app: StudioApp, _: str) -> tuple[float, int]:
    """Characters a second from the first to the last that came onto the page, and how many."""
    from bench.in_studio import open_screen, remembered, until

    screen = await open_screen(app)
    await until(lambda: screen.recalled.tray.plan is not None, "what is recalled")
    await remembered(screen)
    prose = screen.story.prose
    seen: list[tuple[float, int]] = []
    flush = prose._flush

    def watched() -> None:
        flush()
        if prose.page.stream is not None:
            seen.append((time.perf_counter(), len(prose.page.stream.text)))

    prose._flush = watched  # type: ignore[method-assign]
    await screen.action_write()
    await until(lambda: prose.streaming, "words")
    await until(lambda: not prose.streaming or not screen.running.busy, "the end of them")
    await screen.running.stop()
    longest = max(length for _, length in seen)
    first = next(each for each in seen if each[1])
    last = next(each for each in seen if each[1] == longest)
    return (last[1] - first[1]) / (last[0] - first[0]), longest


def _bare(server: ModelServer, characters: int) -> float:
    """The same request again, read with httpx until as much of it has come."""
    import httpx

    body = server.requests[0].json
    server.requests.clear()
    first = last = 0.0
    came = begun = 0
    with httpx.stream("POST", f"{server.url}/chat/completions", json=body, timeout=60) as reply:
        for line in reply.iter_lines():
            if not line.startswith("data: {"):
                continue
            choices = json.loads(line[6:])["choices"]
            if text := choices and choices[0]["delta"].get("content"):
                last = time.perf_counter()
                came += len(text)
                first, begun = first or last, begun or came
                if came >= characters:
                    break
    server.requests.clear()
    return (came - begun) / (last - first)
