"""Waiting for what a writer would wait for: never a time, always something to be seen."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from rgpt_tui.studio.app import StudioApp
    from rgpt_tui.studio.screens.writing import WritingScreen

PATIENCE = 60.0
"""Seconds; generous, because it is only spent where something is broken."""


async def wait_for(pilot: Pilot[None], condition: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}:\n{screen_text(pilot)}"
        await pilot.pause(0.02)


async def shows(pilot: Pilot[None], *words: str) -> None:
    """Wait until all of these words stand on the screen."""
    said = " and ".join(f"“{each}”" for each in words)
    await wait_for(pilot, lambda: _all_in(screen_text(pilot), words), said)


def _all_in(text: str, words: tuple[str, ...]) -> bool:
    return all(each in text for each in words)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until what was asked for has been drawn."""
    await pilot.pause()
    await pilot.wait_for_scheduled_animations()
    await pilot.pause()


async def sheet(pilot: Pilot[None], kind: type) -> Any:
    """Wait until a sheet of this kind lies in front."""
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, kind), kind.__name__)
    await settled(pilot)
    return pilot.app.screen


async def opened(pilot: Pilot[None]) -> WritingScreen:
    """Wait until a story is open, and give its screen."""
    from rgpt_tui.studio.screens.writing import WritingScreen

    app = cast("StudioApp", pilot.app)

    def is_open() -> bool:
        screen = pilot.app.screen
        if not isinstance(screen, WritingScreen) or screen.standing is None:
            return False
        # The panes are shown one after the other, and stand as they were left after the last one.
        return app.going._arrived_at is screen

    await wait_for(pilot, is_open, "the story to be open")
    return writing(pilot)


def writing(pilot: Pilot[None]) -> WritingScreen:
    """The writing screen that is open, with or without a sheet over it."""
    from rgpt_tui.studio.screens.writing import WritingScreen

    found = [each for each in pilot.app.screen_stack if isinstance(each, WritingScreen)]
    return cast("WritingScreen", found[-1])


async def idle(pilot: Pilot[None]) -> None:
    """Wait until nothing is being written and the panes show where the story stands."""
    screen = writing(pilot)
    await wait_for(pilot, lambda: not screen.running.busy, "the writing to end")
    await settled(pilot)


async def steps_are(pilot: Pilot[None], count: int) -> None:
    """Wait until the branch that is written has so many steps, and nothing goes on."""
    await wait_for(pilot, lambda: len(writing(pilot).standing.path) == count, f"{count} steps")
    await idle(pilot)


async def remembered(pilot: Pilot[None]) -> None:
    """Wait until long-term memory has followed, and the tray is recalled from all of the book."""
    screen = writing(pilot)

    def is_recalled() -> bool:
        busy = {worker.group for worker in pilot.app.workers if not worker.is_finished}
        tray = screen.recalled.passages_for(screen.next.text)
        return not busy & {"open", "following", "recall"} and tray is not None

    # When it has followed, the tray is recalled once more.
    for _ in range(3):
        await wait_for(pilot, is_recalled, "the recall")
        await settled(pilot)


def screen_text(pilot: Pilot[None]) -> str:
    """What is on the screen, as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(part.text for part in strip).rstrip() for strip in strips) + "\n"
