"""Coming to a screen, and waiting until nothing more comes into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.studio.waiting import remembered, settled, wait_for, writing

if TYPE_CHECKING:
    from textual.pilot import Pilot


async def at_rest(pilot: Pilot[None]) -> Any:
    """Wait until all panes have what they waited for, and the next step is looked ahead to."""
    screen = writing(pilot)
    await remembered(pilot)
    await wait_for(pilot, lambda: not screen.status.engine, "the engine")
    await wait_for(pilot, lambda: screen.status.ahead, "the look ahead")
    await settled(pilot)
    return screen


async def shown(pilot: Pilot[None], name: str) -> Any:
    """Wait until a screen of this class is in front."""
    await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == name, name)
    await settled(pilot)
    return pilot.app.screen
