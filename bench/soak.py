"""A long run of the autopilot in the studio: whether anything grows, slows down or is lost."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.books import book_of, environment
from bench.rows import Row

if TYPE_CHECKING:
    from rgpt_tui.studio.app import StudioApp

STEPS = 1_000
QUICK = 60
BEGUN_WITH = 3
"""Steps that the story has before."""
PATIENCE = 3_600.0
SHARE = 10
"""A tenth of the run is compared with another tenth."""
SLOWER = 1.2
GROWTH = 1.1
"""Memory at the end over that after the first fifth, when all that is loaded late is loaded."""


def measure(quick: bool) -> list[Row]:
    """Fly, watch both processes, and compare the book with the long-term memory."""
    from bench.in_studio import ask_inside
    from tests.model_server import ModelServer, Reply

    count = QUICK if quick else STEPS
    with ModelServer() as server, tempfile.TemporaryDirectory() as root:
        server.default = Reply(chunk=200)
        around = environment(Path(root), server.url)
        folder = book_of(Path(root), BEGUN_WITH)
        seen = ask_inside("soak", folder, around, str(count), patience=PATIENCE)
        missing = asyncio.run(_missing(folder, BEGUN_WITH + count))
    _print_samples(seen)
    return [*_growth(seen, count), _pace(seen, count), _consistency(seen, count, missing)]


def _growth(seen: dict[str, Any], count: int) -> list[Row]:
    rows = []
    for process in ("studio", "engine"):
        held = [sample[process] for sample in seen["samples"]]
        part = max(len(held) // SHARE, 1)
        early, late = median(held[2 * part : 3 * part]), median(held[-part:])
        rows.append(
            Row(
                question=f"memory of the {process}'s process in the last tenth of {count:,} steps "
                "of the autopilot, beside the third tenth",
                value=f"{late:.0f} MB",
                beside=f"{early:.0f} MB",
                ratio=late / early,
                target=f"{GROWTH} at most",
                good=late / early <= GROWTH,
            )
        )
    return rows


def _pace(seen: dict[str, Any], count: int) -> Row:
    took = [sample["seconds"] for sample in seen["samples"]]
    part = max(len(took) // SHARE, 1)
    early, late = median(took[:part]), median(took[-part:])
    return Row(
        question=f"time of a step at the end of {count:,} steps of the autopilot, beside the start",
        value=f"{1000 * late:.0f} ms",
        beside=f"{1000 * early:.0f} ms",
        ratio=late / early,
        target=f"{SLOWER} at most",
        good=late / early <= SLOWER,
    )


def _consistency(seen: dict[str, Any], count: int, missing: str) -> Row:
    told = len(seen["samples"])
    return Row(
        question="steps announced, in the book, and whole in the long-term memory",
        value=missing or f"{told} of {count}",
        target="all",
        good=told == count and not missing,
    )


async def _missing(folder: Path, steps: int) -> str:
    """What the book or the long-term memory lacks; empty: nothing."""
    from rgpt_tui.archive.archive import FOLDER
    from rgpt_tui.archive.mending import open_as_it_is
    from rgpt_tui.story.reading import BookReader

    with BookReader.open(folder) as book:
        revisions = book.latest_revisions()
        texts = sum(bool(step.words) for step in book.path())
    table, states = await open_as_it_is(folder / FOLDER)
    if table is not None:
        table.close()
    if texts != steps or len(revisions) != steps:
        return f"{len(revisions)} steps in the book, {texts} with a text"
    if {step: state.revision for step, state in states.items()} != revisions:
        return f"{len(states)} steps remembered, not all of them as they are in the book"
    bare = sum(not state.embedded for state in states.values())
    return f"{bare} steps without vectors" if bare else ""


def _print_samples(seen: dict[str, Any]) -> None:
    samples = seen["samples"]
    for sample in samples[:: max(len(samples) // 20, 1)]:
        print(json.dumps(sample), file=sys.stderr)


async def inside(app: StudioApp, word: str) -> dict[str, Any]:
    """Of each step: its number, how long it took, and MB of both processes then."""
    from bench.in_studio import open_screen, remembered, until
    from rgpt_tui.engine.piloting import fly
    from rgpt_tui.writer.autopilot import StopRules

    screen = await open_screen(app)
    await until(lambda: app.client.state == "ready", "the engine")
    await remembered(screen)
    samples: list[dict[str, Any]] = []
    flight = fly(screen.desk.session, StopRules(steps=int(word)))

    async def watched() -> Any:
        begun = time.perf_counter()
        async for event in flight:
            yield event
            if type(event).__name__ == "Committed":
                now = time.perf_counter()
                samples.append(
                    {
                        "step": event.number,
                        "seconds": now - begun,
                        "studio": _held("self"),
                        "engine": _held(str(app.client.pid)),
                    }
                )
                begun = now

    screen.write("on autopilot", watched())
    await until(lambda: screen.running.busy, "the autopilot")
    await until(lambda: not screen.running.busy, "the end", PATIENCE)
    await remembered(screen)
    return {"samples": samples}


def _held(process: str) -> int:
    """MB that a process holds (on Linux)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024
