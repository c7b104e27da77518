"""How much of a reply a kill takes that was already on the screen: in characters and in seconds."""

from __future__ import annotations

import asyncio
import random
import re
import time
from typing import TYPE_CHECKING

from rgpt_tui.writer.sections import Section, label
from tests.crashes.figures import Figures
from tests.crashes.findings import Stories, lost_between, next_start
from tests.crashes.in_terminal import StudioInTerminal
from tests.crashes.ledger import KEPT_EVERY, SLACK
from tests.crashes.studio_kills import have_written, stage_of
from tests.crashes.texts import words
from tests.model_server import Reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model_server import ModelServer

PACE = 60
"""Tokens a second, each of four characters: a fast model."""
LONGEST = 4.0
"""Seconds of streaming before the kill, at most."""
GLANCE = 0.03
"""Seconds between two looks at the screen."""
NUMBER = re.compile(r"[a-z](\d{3})(\d{4})(?!\d)")


def numbered_words(seed: str, turn: int) -> str:
    """A paragraph in which every word bears its number, so that it is known on a screen.

    The number of the turn goes before it: the screen has the words of the last turn as well.
    """
    plain = [re.sub(r"[^A-Za-z.]|\.(?=.)", "", each) for each in words(seed, 90).split()]
    return " ".join(
        f"{each.strip('.').lower()}{turn:03}{number:04}{'.' if each.endswith('.') else ''}"
        for number, each in enumerate(each for each in plain if each.strip("."))
    )


def kill_reply(root: Path, server: ModelServer, kills: int, seed: int = 0) -> Figures:
    """Kill the studio while words stream in; compare the screen with what is offered again."""
    figures, dice = Figures(name="a reply on the screen"), random.Random(f"reply {seed}")
    stage, began = stage_of(root, server), time.monotonic()
    for turn in range(kills):
        text = numbered_words(f"{seed} {turn}", turn)
        reply = Reply(
            text=f"{label(Section.PARAGRAPH, 'en')}: {text}", chunk=4, tokens_per_second=PACE
        )
        before = Stories.on(stage.shelf)
        studio = StudioInTerminal(stage.name, stage.environment)
        start = have_written(studio, server, reply)
        seen: list[tuple[float, int]] = []
        end = start + dice.uniform(0.5, LONGEST)
        while time.monotonic() < end:
            seen.append((time.monotonic(), _last(studio.shown, turn)))
            time.sleep(GLANCE)
        killed = time.monotonic()
        studio.kill()
        figures.kills += 1
        after = Stories.on(stage.shelf)
        figures.opened += not after.faults
        shown = _last(studio.shown, turn)
        found = asyncio.run(next_start(stage.folder, stage.settings))
        kept = found.offered.sections.get("paragraph", "") if found.offered else ""
        if not text.startswith(kept.strip()):
            figures.faults.append(f"turn {turn}: other words are offered: {kept[-60:]!r}")
        last = _last(kept, turn)
        if shown > last:
            lost = text[len(kept) : text.index(f"{turn:03}{shown:04}") + 7]
            figures.most_lost_characters = max(figures.most_lost_characters, len(lost))
            # When the first word that is lost was not yet seen on the screen.
            since = max((at for at, number in seen if number <= last), default=start)
            figures.most_lost = max(figures.most_lost, killed - since)
        must = killed - start > KEPT_EVERY + SLACK
        figures.in_flight += must
        figures.offered += must and last >= 0
        if must and last < 0:
            figures.faults.append(f"turn {turn}: nothing is offered of the reply")
        faults = [*lost_between(before, after), *found.faults]
        figures.faults += [f"turn {turn}: {each}" for each in faults]
    figures.seconds = time.monotonic() - began
    return figures


def _last(text: str, turn: int) -> int:
    """The number of the last word of a turn in a text; -1 if it has none."""
    found = (int(number) for of, number in NUMBER.findall(text) if int(of) == turn)
    return max(found, default=-1)
