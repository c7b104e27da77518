"""How long the history of a long story takes to open, and what it costs the event loop.

Every thirtieth step was re-rolled, and some branches go on for a while. Rows are walked through
once they are all unfolded, a view at a time.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.books import book_of, environment
from bench.rows import Row
from bench.stories import paragraph

if TYPE_CHECKING:
    from rgpt_tui.studio.app import StudioApp

OPENING, STALL = 0.5, 0.030
"""Seconds: until the tree is there with its words; the longest stall."""
EVERY = 30
"""So many steps lie between two forks."""


def measure(quick: bool) -> list[Row]:
    """Look through the history of a studio, from inside."""
    from bench.in_studio import ask_inside

    count = 500 if quick else 10_000
    with tempfile.TemporaryDirectory() as root:
        folder = book_of(Path(root), count)
        branches = _branch(folder)
        found = ask_inside("studio_history", folder, environment(Path(root)))
    longest = {what: max(lag for lag, _ in each["beats"]) for what, each in found.items()}
    worked = {what: max(cpu for _, cpu in each["beats"]) for what, each in found.items()}
    opening = found["opening"]["seconds"]
    return [
        Row(
            question=f"history of {count:,} steps and {branches:,} branches: until it is shown",
            value=f"{opening * 1e3:.0f} ms",
            beside=f"longest stall {longest['opening'] * 1e3:.0f} ms",
            target=f"{OPENING * 1e3:.0f} ms at most",
            good=opening <= OPENING,
        ),
        Row(
            question="longest stall of the event loop while it is opened, unfolded, walked through",
            value=", ".join(f"{longest[what] * 1e3:.0f} ms" for what in found),
            beside="at work itself " + ", ".join(f"{worked[what] * 1e3:.0f} ms" for what in found),
            target=f"{STALL * 1e3:.0f} ms at most",
            good=max(longest.values()) <= STALL,
        ),
    ]


def _branch(folder: Path) -> int:
    from rgpt_tui.story.book import Book
    from rgpt_tui.story.records import NewStep, StepKind, Text

    with Book.open(folder) as book:
        path = [step.id for step in book.path()]
        for number, step in enumerate(path[EVERY::EVERY]):
            book.go_to(step)
            texts = [Text(paragraph=paragraph(number, 8)) for _ in range(1 + number % 4)]
            book.commit([NewStep(kind=StepKind.WRITTEN, text=text) for text in texts])
        book.go_to(path[-1])
        return len(book.branches.all())


async def inside(app: StudioApp, _: str) -> dict[str, Any]:
    """How long it took, and what the heart of the studio says."""
    from bench.in_studio import Heart, open_screen, until
    from bench.keys import type_in
    from rgpt_tui.studio.screens.history import HistorySheet

    screen = await open_screen(app)
    # The embedder would be at it for minutes; what it costs is another question.
    for worker in screen.workers:
        if worker.group == "following":
            worker.cancel()
    await asyncio.sleep(2)
    heart, found = Heart(), {}
    await asyncio.sleep(0.1)
    heart.taken()
    begun = time.perf_counter()
    type_in("\x0c")
    await until(lambda: isinstance(app.screen, HistorySheet), "the history")
    sheet: Any = app.screen
    await until(lambda: sheet.is_mounted and sheet.listed.glimpses, "the words of its rows")
    found["opening"] = {"seconds": time.perf_counter() - begun, "beats": heart.taken()}
    begun = time.perf_counter()
    sheet._unfolded |= {row.step for row in sheet.listed.rows if row.folded}
    sheet._fill(sheet.listed.row.step)
    await until(lambda: not any(row.folded for row in sheet.listed.rows), "all rows")
    await asyncio.sleep(0.3)
    found["unfolding"] = {"seconds": time.perf_counter() - begun, "beats": heart.taken()}
    begun = time.perf_counter()
    for key in ("\x1b[H", *["\x1b[6~"] * 40, *["\x1b[B"] * 40, "\x1b[F"):
        type_in(key)
        await asyncio.sleep(0.05)
    found["walking"] = {"seconds": time.perf_counter() - begun, "beats": heart.taken()}
    return found
