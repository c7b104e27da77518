"""The stalls of a bare Textual app while words stream into it and somebody types in it.

``python -m bench.bare_stalls ANSWER`` runs `bench.bare_app` with a few pages of text. The studio's
stalls are held against these: the same terminal, the same machine, the same run.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from textual.widgets import TextArea

from bench.bare_app import BareApp
from bench.in_studio import Heart, until, write_answer
from bench.keys import type_in_the_boxes
from bench.stories import paragraph

TOKENS_A_SECOND = 200
SECONDS = 8
FRAME = 0.05
"""Seconds between two insertions; Textual's own advice is to gather words that stream in."""


async def inside(app: BareApp) -> dict[str, list[tuple[float, float]]]:
    """What its heart says."""
    await until(lambda: len(app.query(TextArea)) > 0, "the text areas")
    areas = list(app.query(TextArea))
    for area in areas:
        area.load_text("\n\n".join(paragraph(seed) for seed in range(20)))
    heart, found = Heart(), {}
    await asyncio.sleep(1)
    heart.taken()
    await type_in_the_boxes([area.focus for area in areas[:3]], opened_with="", left_with="")
    found["typing"] = heart.taken()
    words = iter((paragraph(-1, TOKENS_A_SECOND) * SECONDS).split())
    for _ in range(int(SECONDS / FRAME)):
        piece = "".join(f" {next(words)}" for _ in range(int(TOKENS_A_SECOND * FRAME)))
        areas[0].insert(piece, areas[0].document.end)
        areas[0].scroll_end(animate=False)
        await asyncio.sleep(FRAME)
    found["streaming"] = heart.taken()
    return found


async def _run(answer: Path) -> None:
    app = BareApp()

    async def watch() -> None:
        await write_answer(answer, inside(app))
        app.exit()

    watching = asyncio.create_task(watch())
    await app.run_async()
    await watching


if __name__ == "__main__":
    asyncio.run(_run(Path(sys.argv[1])))
