"""Kills of the studio, and of its engine alone."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from typing import TYPE_CHECKING

from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.unsent import Box
from tests.crashes.figures import Figures
from tests.crashes.findings import Stories, lost_between, next_start, torn_copies
from tests.crashes.in_terminal import StudioInTerminal, until
from tests.crashes.ledger import KEPT_EVERY, SLACK
from tests.crashes.scenarios import Scenario
from tests.crashes.stage import Stage
from tests.model_server import Reply

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.drafts import Draft
    from tests.model_server import ModelServer

BOXES = {
    Box.PLAN: (("next", ""), ("o", "")),
    Box.MEMORY: (("memory", ""), ("e", "")),
    Box.PARAGRAPH: (("story", ""), ("e", "")),
    Box.HEADING: (("next", ""), ("c", "")),
    Box.OWN: (
        ("palette", ""),
        ("Write it yourself", "with your own hand"),
        ("enter", "puts it into the story"),
    ),
}
"""The keys that lead into each box, each with what is to be seen before the next one."""
SLOW = Reply(chunk=20, tokens_per_second=60)
FAST = Reply(chunk=200)
AGAIN = 10.0
"""Seconds after which a key that did nothing is pressed again."""
DEATHS_FORGIVEN = 4
"""Deaths of the engine, one soon after the other, after which the studio waits to be told."""


def kill_studio(root: Path, server: ModelServer, kills: int, seed: int = 0) -> Figures:
    """Type into a box, or have a step written, and kill the studio; open it again, and look."""
    figures, dice = Figures(name="the studio"), random.Random(f"studio {seed}")
    stage, began = stage_of(root, server), time.monotonic()
    awaited: tuple[Box | None, str] | None = None
    for turn in range(kills + 1):
        studio = StudioInTerminal(stage.name, stage.environment)
        if awaited is not None:
            try:
                _see_again(studio, *awaited)
            except RuntimeError:
                figures.faults.append(f"turn {turn}: {awaited} is not offered again")
        if turn == kills:
            studio.close()
            break
        before = Stories.on(stage.shelf)
        box = [*BOXES, None][turn % (len(BOXES) + 1)]
        word = f"tide{turn}"
        since = _type(studio, box, word) if box else have_written(studio, server)
        time.sleep(dice.uniform(0.0, KEPT_EVERY + SLACK + 2.0))
        must = time.monotonic() - since > KEPT_EVERY + SLACK
        try:
            studio.kill()
        except TimeoutError as error:
            figures.faults.append(f"turn {turn}: {error}")
        figures.kills += 1
        after = Stories.on(stage.shelf)
        found = asyncio.run(next_start(stage.folder, stage.settings))
        figures.opened += not after.faults
        faults = [*lost_between(before, after), *torn_copies(before, after), *found.faults]
        kept = _is_kept(stage, box, word, found.offered)
        figures.in_flight += must
        figures.offered += must and kept
        if must and not kept:
            faults.append(f"what was typed in the {box} is lost" if box else "the reply is lost")
        awaited = (box, word) if kept else None
        figures.faults += [f"turn {turn}: {each}" for each in faults]
    figures.seconds = time.monotonic() - began
    return figures


def kill_engine(root: Path, server: ModelServer, kills: int, seed: int = 0) -> Figures:
    """Kill the engine under the studio while a step is written or remembered; then write one."""
    figures, dice = Figures(name="the engine alone"), random.Random(f"engine {seed}")
    stage, began = stage_of(root, server), time.monotonic()
    studio: StudioInTerminal | None = None
    for turn in range(kills):
        if turn % DEATHS_FORGIVEN == 0:
            if studio:
                studio.close()
            studio = StudioInTerminal(stage.name, stage.environment)
        assert studio is not None
        before, steps = Stories.on(stage.shelf), _length(stage)
        since = have_written(studio, server, SLOW if turn % 3 else FAST)
        if turn % 3 == 0:
            # The step is committed; the long-term memory and story.md are following.
            until(lambda: _length(stage) > steps, "the step")  # noqa: B023
        time.sleep(dice.uniform(0.0, 3.0 if turn % 3 else 1.0))
        must = turn % 3 != 0 and time.monotonic() - since > KEPT_EVERY + SLACK
        dead = studio.engine()
        os.kill(dead, signal.SIGKILL)
        figures.kills += 1
        try:
            until(lambda: studio.engine() != dead, "a new engine")  # noqa: B023
            kept = _draft(stage)
            figures.in_flight += must
            figures.offered += must and kept is not None
            if must and kept is None:
                figures.faults.append(f"turn {turn}: the reply is lost")
            # The studio goes on: the next step is written by the new engine.
            steps = _length(stage)
            have_written(studio, server, FAST)
            until(lambda: _length(stage) > steps, "the next step")  # noqa: B023
            figures.announced += 1
        except (TimeoutError, RuntimeError) as error:
            figures.faults.append(f"turn {turn}: {error}: {studio.shown[-300:]!r}")
        after = Stories.on(stage.shelf)
        figures.opened += not after.faults
        lost = [*lost_between(before, after), *torn_copies(before, after)]
        figures.faults += [f"turn {turn}: {each}" for each in lost]
    if studio:
        studio.close()
    figures.faults += asyncio.run(next_start(stage.folder, stage.settings)).faults
    figures.seconds = time.monotonic() - began
    return figures


def stage_of(root: Path, server: ModelServer) -> Stage:
    """One story, and a shelf for it."""
    return Stage(root, Scenario(name="", kills=0, order=lambda stage, seed: []), server)


def _type(studio: StudioInTerminal, box: Box, word: str) -> float:
    """Type a word into a box as somebody would; gives when the last letter was typed."""
    _go_into(studio, box)
    typed = studio.type(f"{word} ")
    studio.see(word)
    return typed


def _go_into(studio: StudioInTerminal, box: Box) -> None:
    for key, seen in BOXES[box]:
        studio.press_slowly(key)
        studio.see(seen)


def _see_again(studio: StudioInTerminal, box: Box | None, word: str) -> None:
    """See what was typed where it was typed, or that the stopped reply is offered."""
    if box is None:
        studio.see("Stopped:")
        return
    if box is not Box.PLAN:
        _go_into(studio, box)
    studio.see(word)
    if box is Box.OWN:
        # On its page the key that writes would put it into the story.
        studio.press_slowly("escape")


def have_written(studio: StudioInTerminal, server: ModelServer, reply: Reply = SLOW) -> float:
    """Have a step written; gives when its first words had come from the model."""
    server.default = reply
    asked, pressed = len(server.requests), 0.0

    def streams() -> bool:
        nonlocal pressed
        # While the step before is being settled, the key is refused.
        if len(server.requests) == asked and time.monotonic() - pressed > AGAIN:
            studio.press("write")
            pressed = time.monotonic()
        return len(server.requests) > asked and server.requests[-1].sent > 400

    until(streams, "the model")
    return time.monotonic()


def _is_kept(stage: Stage, box: Box | None, word: str, offered: Draft | None) -> bool:
    if box is None:
        return offered is not None and any(text.strip() for text in offered.sections.values())
    with BookReader.open(stage.folder) as book:
        return any(each.box is box and word in each.text for each in book.unsent.all())


def _draft(stage: Stage) -> Draft | None:
    with BookReader.open(stage.folder) as book:
        return book.drafts.latest(book.tip)


def _length(stage: Stage) -> int:
    with BookReader.open(stage.folder) as book:
        return len(book.path())
