"""How much of the starter model's prompts is served from its cache."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.rows import Row
from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.events import Committed
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.settings import Settings
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.writer.plan_choice import offered_plan


def measure(quick: bool) -> list[Row]:
    """Open a story with the starter model and write steps; it has to be on this machine."""
    with tempfile.TemporaryDirectory() as root:
        cached, prompt = asyncio.run(_tokens(Path(root), 1 if quick else 3))
    return [
        Row(
            question="tokens of the starter's prompts served from its cache",
            value=str(cached),
            beside=str(prompt),
            ratio=cached / prompt,
        )
    ]


async def _tokens(root: Path, count: int) -> tuple[int, int]:
    folder = Shelf(root).create(Brief(title="The Lamp", genre="mystery", topic="a lighthouse"))
    settings = replace(Settings(), model="starter", stories=str(root))
    cached = prompt = 0
    async with (
        Engine(folder, settings, template_folder=root / "templates") as engine,
        WritingSession(folder, engine, "the benchmark") as session,
    ):
        async for _ in session.begin():
            pass
        for _ in range(count):
            async for event in session.write(offered_plan(await session.plans(), 1)):
                if isinstance(event, Committed):
                    cached += event.usage.cached_tokens
                    prompt += event.usage.prompt_tokens
    return cached, prompt
