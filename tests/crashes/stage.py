"""One scenario, killed again and again on the same stories, and looked at after each kill."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import time
from typing import TYPE_CHECKING

from rgpt_tui.engine.exporting import BUNDLE, export_of
from rgpt_tui.settings import Settings
from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.crashes.figures import Figures
from tests.crashes.findings import Stories, left_over, lost_between, next_start, torn_copies
from tests.crashes.ledger import announced, broken_promises, in_flight, kept_of
from tests.crashes.performer import Order
from tests.crashes.points import Point
from tests.crashes.texts import new_step

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crashes.nursery import Nursery, Run
    from tests.crashes.scenarios import Scenario
    from tests.model_server import ModelServer

LONGEST_AFTER = 0.004
"""Seconds that a process may live on after a touch of the disk; a commit takes about as long."""


class Stage:
    """The stories of one scenario, on a shelf of their own."""

    def __init__(self, root: Path, scenario: Scenario, server: ModelServer) -> None:
        self.root = root
        self._scenario = scenario
        self._server = server
        self.shelf = Shelf(root / "stories")
        self.turn = 0
        self.has_draft = False
        self.wanted = root / "wanted.txt"
        self.bundle = root / "story.rgpt.json"
        self.expected = 0
        """Steps of a story that is taken in whole; 0: none is."""
        self.name = self.shelf.create(Brief(title="The Drowned Bell", genre="mystery")).name
        with Book.open(self.folder) as book:
            book.commit([new_step(f"first {number}") for number in range(scenario.steps)])
        self.bundle.write_bytes(export_of(self.folder, BUNDLE))
        self.settings = Settings(
            stories=str(self.shelf.folder), model="openai/writer", api_base=server.url, retries=0
        )
        self.environment = {
            "RGPT_STORIES": str(self.shelf.folder),
            "RGPT_CONFIG_DIR": str(root / "config"),
            "RGPT_DATA_DIR": str(root / "data"),
            "RGPT_MODEL": "openai/writer",
            "RGPT_API_BASE": server.url,
            "RGPT_RETRIES": "0",
            "VISUAL": f"cp {self.wanted}",
            "TMPDIR": str(root),
        }

    @property
    def folder(self) -> Path:
        """The folder of the story."""
        return self.shelf.folder / self.name

    def order(self, seed: str, point: Point) -> Order:
        """What is to be done next."""
        return Order(
            arguments=self._scenario.order(self, seed),
            act=self._scenario.act,
            root=str(self.root),
            output=str(self.root / "printed"),
            environment=self.environment,
            point=point,
        )

    def tidy(self, before: Stories) -> None:
        """Take new stories away again, and find the one story by the name that it has now."""
        for archived in self.shelf.archived():
            self.shelf.restore(archived)
        names = self.shelf.names()
        if len(names) == 1:
            self.name = names[0]
        for name in set(names) - set(before.books) - {self.name}:
            shutil.rmtree(self.shelf.folder / name)


def play(
    scenario: Scenario, root: Path, nursery: Nursery, server: ModelServer, kills: int, seed: int = 0
) -> Figures:
    """Kill a piece of work so often, and give what was seen."""
    server.default = scenario.reply
    stage = Stage(root, scenario, server)
    figures, dice = Figures(name=scenario.name), random.Random(f"{scenario.name} {seed}")
    began = time.monotonic()
    whole = _look_at(stage, scenario, figures, nursery, Point(touch=0), None)
    if whole.failed or not whole.touches:
        figures.faults.append(f"it fails without any kill: {whole.errors[-500:]}")
        return figures
    while figures.kills < kills and figures.kills + figures.survived < 2 * kills + 2:
        stage.turn += 1
        if stage.turn % 2:
            point, after = Point(touch=0), dice.uniform(0.0, whole.seconds)
        else:
            later = dice.choice((0.0, dice.uniform(0.0, LONGEST_AFTER)))
            point, after = Point(touch=dice.randint(1, whole.touches), after=later), None
        run = _look_at(stage, scenario, figures, nursery, point, after)
        figures.kills += run.killed
        figures.survived += not run.killed
        figures.at_touches += run.killed and after is None
    figures.seconds = time.monotonic() - began
    return figures


def _look_at(
    stage: Stage,
    scenario: Scenario,
    figures: Figures,
    nursery: Nursery,
    point: Point,
    after_seconds: float | None,
) -> Run:
    before = Stories.on(stage.shelf)
    run = nursery.run(stage.order(f"{stage.turn}", point), after_seconds)
    if scenario.then:
        scenario.then(stage)
    after = Stories.on(stage.shelf)
    if not stage.turn:
        new = [book for name, book in after.books.items() if name not in before.books]
        stage.expected = len(new[0].steps) if new else 0
    broken = broken_promises(run, after)
    faults = [*lost_between(before, after), *torn_copies(before, after), *broken]
    for check in scenario.checks if not after.faults else ():
        faults += check(stage, run, before, after)
    if "Traceback" in run.errors or run.failed:
        faults.append(f"it failed by itself: {run.errors[-300:]}")
    faults += asyncio.run(_start_again(stage, figures, run, before, after))
    figures.announced += announced(run)
    figures.lost += len(broken)
    figures.opened += run.killed and not after.faults
    how = f"touch {point.touch} + {point.after * 1e3:.2f} ms"
    when = how if after_seconds is None else f"{after_seconds:.3f} s"
    figures.faults += [f"turn {stage.turn} ({when}): {each}" for each in faults]
    return run


async def _start_again(
    stage: Stage, figures: Figures, run: Run, before: Stories, after: Stories
) -> list[str]:
    """Open all that may have changed, as the next writer does."""
    faults: list[str] = []
    flight = in_flight(run)
    stage.has_draft = False
    new_drafts = {key: it for key, it in after.drafts.items() if before.drafts.get(key) != it}
    kept = kept_of(flight, new_drafts)
    written = bool(flight.words) and _has_become_a_step(flight.words[0][2], before, after)
    must = run.killed and flight.must_be_kept and not written
    figures.in_flight += must
    for name, book in after.books.items():
        folder = stage.shelf.folder / name
        if not folder.exists() or (book == before.books.get(name) and name != stage.name):
            continue
        found = await next_start(folder, stage.settings)
        faults += found.faults
        stage.has_draft |= found.offered is not None
        if must and kept is not None:
            figures.offered += kept in (found.offered, found.one_back)
    if must and kept is None:
        faults.append("nothing is kept of the reply in flight")
    elif must and kept is not None:
        faults += [fault] if (fault := flight.fault_of(kept.sections)) else []
        figures.most_lost = max(figures.most_lost, flight.seconds_lost(kept.sections))
    stage.tidy(before)
    long_ago = time.time() - 2 * 3600
    for unfinished in stage.shelf.folder.glob(".rgpt-*"):
        os.utime(unfinished, (long_ago, long_ago))
    stage.shelf.sweep()
    faults += left_over(stage.shelf)
    return faults


def _has_become_a_step(words: str, before: Stories, after: Stories) -> bool:
    new = (text for key, text in after.texts.items() if key not in before.texts)
    return any(text.paragraph.startswith(words.strip()) for text in new)
