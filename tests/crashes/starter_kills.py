"""Kills of the starter model's server alone."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.story.errors import RgptError
from rgpt_tui.writer.events import Rewritten, Words
from rgpt_tui.writer.plan_choice import own_plan
from tests.crashes.figures import Figures
from tests.crashes.findings import Stories, lost_between
from tests.crashes.in_terminal import children_of
from tests.crashes.studio_kills import stage_of

if TYPE_CHECKING:
    from tests.crashes.stage import Stage
    from tests.model_server import ModelServer


def kill_starter(
    root: Path,
    server: ModelServer,
    weights: Path,
    kills: int,
    seed: int = 0,
    *,
    to_the_end: bool = True,
) -> Figures:
    """Kill the starter model's server while it writes; then go on with what it had written.

    Args:
        root: the folder below which all happens.
        server: asked by nobody.
        weights: the starter model's.
        kills: so many.
        seed: of the moments.
        to_the_end: of each step; else it is stopped when the server that was started again has
            written on, which takes seconds instead of a minute.
    """
    figures, dice = Figures(name="the starter's server alone"), random.Random(f"starter {seed}")
    stage, began = stage_of(root, server), time.monotonic()
    there = Path(stage.environment["RGPT_DATA_DIR"]) / "models" / weights.name
    there.parent.mkdir(parents=True)
    there.symlink_to(weights)
    before_us = os.environ.get("RGPT_DATA_DIR")
    os.environ["RGPT_DATA_DIR"] = stage.environment["RGPT_DATA_DIR"]
    try:
        asyncio.run(_kill_starter(stage, figures, dice, kills, to_the_end=to_the_end))
    finally:
        os.environ.pop("RGPT_DATA_DIR")
        if before_us is not None:
            os.environ["RGPT_DATA_DIR"] = before_us
    figures.seconds = time.monotonic() - began
    return figures


async def _kill_starter(
    stage: Stage, figures: Figures, dice: random.Random, kills: int, *, to_the_end: bool
) -> None:
    settings = replace(stage.settings, model="starter", api_base="")
    async with (
        Engine(stage.folder, settings, template_folder=stage.root / "none") as engine,
        WritingSession(stage.folder, engine, "a crash test") as session,
    ):
        for turn in range(kills):
            before = Stories.on(stage.shelf)
            came, killed, resumed, tip = "", False, False, session.book.tip
            dead: list[int] = []
            wanted = dice.randrange(1, 400)
            try:
                async with aclosing(session.write(own_plan("They wait for the tide."))) as events:
                    async for event in events:
                        if isinstance(event, Words) and event.section == "paragraph":
                            came += event.text
                        if isinstance(event, Rewritten) and event.section == "paragraph":
                            # Such a small model may talk about the passage, which is no text.
                            came = event.text
                        if killed and not to_the_end and _another_than(dead):
                            resumed = isinstance(event, Words)
                            if resumed:
                                break
                        if len(came) >= wanted and not killed:
                            killed, dead = True, _servers()
                            for pid in dead:
                                os.kill(pid, signal.SIGKILL)
            except RgptError:
                pass
            figures.kills += killed
            draft = await session.unfinished()
            figures.in_flight += killed and bool(came.strip())
            kept = draft.sections.get("paragraph", "") if draft is not None else ""
            if session.book.tip != tip:
                # The server was started again within the step, which went on to its end.
                kept = session.book.step(session.book.tip).text.paragraph
                figures.announced += 1
            figures.offered += killed and bool(came) and came[:40].strip() in kept
            if killed and came[:40].strip() not in kept:
                figures.faults.append(f"turn {turn}: “{came[:40]}” is not in “{kept[:80]}”")
            if draft is not None and not to_the_end:
                if not resumed:
                    async with aclosing(session.go_on(draft)) as events:
                        async for event in events:
                            if resumed := isinstance(event, Words) and _another_than(dead):
                                break
                figures.announced += resumed
            elif draft is not None:
                # The server is started again, and goes on with the words that had come.
                ids = {step.id for step in session.book.path()}
                try:
                    async with aclosing(session.go_on(draft)) as events:
                        async for _ in events:
                            pass
                except RgptError as error:
                    if "rounds" not in str(error) and "kept as a draft" not in str(error):
                        figures.faults.append(f"turn {turn}: {error}")
                figures.announced += len({step.id for step in session.book.path()} - ids)
                if left := await session.unfinished():
                    await session.set_aside(left.id)
            after = Stories.on(stage.shelf)
            figures.opened += not after.faults
            figures.faults += [f"turn {turn}: {each}" for each in lost_between(before, after)]


def _another_than(dead: list[int]) -> bool:
    """Whether another server runs; no words can come of one that was killed before it began."""
    return not set(_servers()) <= set(dead)


def _servers() -> list[int]:
    """The processes of starter servers that this one has started."""
    return [
        pid
        for pid in children_of(os.getpid())
        if b"starter/process.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
