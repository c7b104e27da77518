"""Kills of the studio where no story is open yet: in the form for a new one, and in an import."""

from __future__ import annotations

import asyncio
import os
import random
import time
from typing import TYPE_CHECKING

from tests.crashes.figures import Figures
from tests.crashes.findings import Stories, left_over, lost_between, next_start
from tests.crashes.in_terminal import StudioInTerminal
from tests.crashes.ledger import KEPT_EVERY, SLACK
from tests.crashes.studio_kills import stage_of
from tests.crashes.texts import words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crashes.stage import Stage
    from tests.model_server import ModelServer

BOXES = ((), ("enter",), ("own opening",))
"""The keys that lead from the first box of the form to another one."""
CHAPTERS, PARAGRAPHS = 8, 15
"""Of the draft that is imported."""
SETTLING = 1.0
"""Seconds in which the form has put the cursor into its first box."""
INDEXED = 3.0
"""Seconds after the key that imports in which all of the import has begun."""


def kill_form(root: Path, server: ModelServer, kills: int, seed: int = 0) -> Figures:
    """Type into the form for a new story, and kill the studio; the words are there again."""
    figures, dice = Figures(name="the form for a new story"), random.Random(f"form {seed}")
    stage, began = stage_of(root, server), time.monotonic()
    awaited = ""
    for turn in range(kills + 1):
        studio = StudioInTerminal(None, stage.environment)
        studio.press_slowly("n")
        studio.see("A new story")
        time.sleep(SETTLING)
        try:
            studio.see(*awaited.split())
        except RuntimeError:
            figures.faults.append(f"turn {turn}: “{awaited}” is not in the form again")
        if turn == kills:
            studio.close()
            break
        before = Stories.on(stage.shelf)
        studio.press_slowly(*BOXES[turn % len(BOXES)])
        word = f"tide{turn}"
        since = studio.type(f"{word} ")
        studio.see(word)
        time.sleep(dice.uniform(0.0, KEPT_EVERY + SLACK + 1.0))
        must = time.monotonic() - since > KEPT_EVERY + SLACK
        studio.kill()
        figures.kills += 1
        kept = word in _form(stage)
        figures.in_flight += must
        figures.offered += must and kept
        if must and not kept:
            figures.faults.append(f"turn {turn}: what was typed in the form is lost")
        if kept:
            awaited = f"{awaited} {word}"
        elif awaited and not all(each in _form(stage) for each in awaited.split()):
            figures.faults.append(f"turn {turn}: what was kept in the form before is lost")
        _look_at(stage, before, figures, turn)
    figures.seconds = time.monotonic() - began
    return figures


def kill_import(root: Path, server: ModelServer, kills: int, seed: int = 0) -> Figures:
    """Import a draft or a bundle in the studio, and kill it; all of the story is there, or none."""
    figures, dice = Figures(name="an import in the studio"), random.Random(f"import {seed}")
    stage, began = stage_of(root, server), time.monotonic()
    draft = root / "draft.md"
    draft.write_text(
        "\n\n".join(
            f"# Chapter {chapter}\n\n"
            + "\n\n".join(words(f"{chapter}.{each}", 20) for each in range(PARAGRAPHS))
            for chapter in range(CHAPTERS)
        ),
        "utf-8",
    )
    whole = {draft: 0, stage.bundle: len(Stories.on(stage.shelf).books[stage.name].steps)}
    for turn in range(kills):
        file = (draft, stage.bundle)[turn % 2]
        before = Stories.on(stage.shelf)
        studio = StudioInTerminal(None, stage.environment)
        studio.press_slowly("i")
        studio.press(str(file), "enter")
        studio.see("of about 20 sentences")
        studio.press("write")
        # Most of an import's time is its index; the book is made within the first moments.
        time.sleep(dice.choice((dice.uniform(0.0, 0.4), dice.uniform(0.0, INDEXED))))
        studio.kill()
        figures.kills += 1
        after = _look_at(stage, before, figures, turn)
        for name in after.books.keys() - before.books.keys():
            steps = len(after.books[name].steps)
            whole[file] = whole[file] or steps
            if steps != whole[file]:
                figures.faults.append(f"turn {turn}: {name} has {steps} steps of {whole[file]}")
            found = asyncio.run(next_start(stage.shelf.folder / name, stage.settings))
            figures.faults += [f"turn {turn}: {each}" for each in found.faults]
        stage.tidy(before)
        # A story that was opened is left open, and would be in the place of the shelf.
        (root / "data" / "studio.json").unlink(missing_ok=True)
    figures.seconds = time.monotonic() - began
    return figures


def _look_at(stage: Stage, before: Stories, figures: Figures, turn: int) -> Stories:
    after = Stories.on(stage.shelf)
    figures.opened += not after.faults
    long_ago = time.time() - 2 * 3600
    for unfinished in stage.shelf.folder.glob(".rgpt-*"):
        os.utime(unfinished, (long_ago, long_ago))
    stage.shelf.sweep()
    faults = [*lost_between(before, after), *left_over(stage.shelf)]
    figures.faults += [f"turn {turn}: {each}" for each in faults]
    return after


def _form(stage: Stage) -> str:
    """What is kept of the form."""
    file = stage.root / "data" / "new-story.json"
    return file.read_text("utf-8") if file.exists() else ""
