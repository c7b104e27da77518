"""Stories to measure with: as long as they need to be, written into a temporary shelf."""

from __future__ import annotations

import random
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.settings import Settings
from rgpt_tui.story.records import Brief, NewStep, StepKind, Text
from rgpt_tui.story.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

WHO = ("Agnes", "the sexton", "Captain Brandt", "old Henrik", "the ferryman", "Mara", "Tobias")
DID = ("counted", "hid", "carried", "asked about", "would not speak of", "remembered", "watched")
WHAT = ("the brass key", "the ledger", "the last of the bread", "a lamp without oil", "the ring")
WHERE = ("on the bridge", "by the mill race", "in the cold chapel", "out on the flats", "at sea")
WHEN = ("before dawn", "long after supper", "when the tide had turned", "while it rained", "twice")


def paragraph(seed: int, sentences: int = 20) -> str:
    """A paragraph of plain sentences, another one for each seed."""
    dice = random.Random(seed)
    return " ".join(
        f"{dice.choice(WHO).capitalize()} {dice.choice(DID)} {dice.choice(WHAT)} "
        f"{dice.choice(WHERE)} {dice.choice(WHEN)}, {dice.randrange(2, 99)} paces off."
        for _ in range(sentences)
    )


def steps(count: int) -> list[NewStep]:
    """Steps with a memory and plans, as if a model had written them."""
    return [
        NewStep(
            kind=StepKind.WRITTEN,
            text=Text(
                paragraph=paragraph(number),
                memory=paragraph(-number - 1, 15),
                plans=tuple(paragraph(-3 * number - plan, 5) for plan in range(3)),
            ),
        )
        for number in range(count)
    ]


@asynccontextmanager
async def session(root: Path, api_base: str, count: int) -> AsyncIterator[WritingSession]:
    """A session on a new story of so many steps, all of them in the long-term memory."""
    folder = Shelf(root).create(Brief(title=f"A Story of {count}", genre="mystery"))
    settings = Settings(
        stories=str(root), model="openai/writer", api_base=api_base, api_key_env="BENCH_KEY"
    )
    async with (
        Engine(folder, settings, template_folder=root / "templates") as engine,
        WritingSession(folder, engine, "the benchmark") as opened,
    ):
        await opened.add(steps(count))
        async for _ in opened.catch_up():
            pass
        yield opened
