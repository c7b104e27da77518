"""How long a long novel takes to import and to index."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

from bench.rows import Row
from bench.stories import paragraph
from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.importing import read_and_split, steps_of
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.settings import Settings
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf

NOVEL = "RGPT_BENCH_NOVEL"
"""Environment variable with the path of a novel, such as War and Peace as plain text."""


def measure(quick: bool) -> list[Row]:
    """Import the novel that is named, or a made-up one of the length of War and Peace."""
    with tempfile.TemporaryDirectory() as root:
        novel = Path(os.environ.get(NOVEL, ""))
        if not novel.is_file():
            novel = Path(root) / "novel.txt"
            count = 100 if quick else 1500
            novel.write_text("\n\n".join(paragraph(seed, 25) for seed in range(count)))
        split, committed, indexed, sentences = asyncio.run(_import(Path(root), novel))
    return [
        Row(
            question=f"importing {novel.name} ({sentences:,} sentences): reading and splitting",
            value=f"{split:.1f} s",
        ),
        Row(question="… committing it, safe on the disk", value=f"{committed:.1f} s"),
        Row(
            question="… indexing it, which can be interrupted",
            value=f"{indexed:.0f} s ({sentences / indexed:.0f} sentences a second)",
        ),
    ]


async def _import(root: Path, novel: Path) -> tuple[float, float, float, int]:
    marks = [time.perf_counter()]
    draft, language = read_and_split(novel, "en")
    marks.append(time.perf_counter())
    folder = Shelf(root).create(Brief(title="A Novel", language=language))
    settings = Settings(stories=str(root), model="none")
    sentences = 0
    async with (
        Engine(folder, settings, template_folder=root / "templates") as engine,
        WritingSession(folder, engine, "the benchmark") as session,
    ):
        await session.add(steps_of(draft))
        marks.append(time.perf_counter())
        async for event in session.catch_up():
            sentences = event.done
        marks.append(time.perf_counter())
    return marks[1] - marks[0], marks[2] - marks[1], marks[3] - marks[2], sentences
