"""Spares the event loop the pauses in which Python looks for garbage in all there is.

Some hundred thousand objects, of the modules, the styles and the widgets, are there from when a
story is opened until it is closed, and a full collection that goes through them takes 60 to
100 ms. One comes every few seconds, for painting leaves rings of strips and their caches behind:
it must come, or the process grows by a megabyte with each step, but it has to be short. So what is
there is kept out of it; and when the writer pauses for thought, all of it is gone through once,
which leaves the next collections, those amid the typing, little to go through.
"""

from __future__ import annotations

import gc
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import InputEvent

if TYPE_CHECKING:
    from textual.events import Event

REST = 2.0
"""Seconds without a key or the mouse, after which the writer is taken to think."""
WORTH_IT = 4
"""So many collections of young objects, 7,000 each, have left some among the old ones."""


def keep_for_good() -> None:
    """Let no collection go through what is there by now.

    This itself takes no time. What is no longer used goes all the same, unless it is part of a
    ring of objects that hold each other.
    """
    gc.freeze()


def keep_no_longer() -> None:
    """Let the next full collection go through everything again."""
    gc.unfreeze()


def sweep() -> None:
    """Collect the rings that a closed story leaves behind, at a moment when a pause is no harm."""
    keep_no_longer()
    gc.collect()


class SweepingApp(App[None]):
    """An app that goes through everything while its user pauses."""

    _touched = _touched_before = 0.0
    _young_before = 0

    def sweep_at_rest(self) -> None:
        """Sweep from now on whenever the user rests who did something before."""
        self.set_interval(REST / 2, self._sweep)

    @property
    def at_work(self) -> bool:
        """Whether the app does something meanwhile that a pause would be seen in."""
        return False

    async def on_event(self, event: Event) -> None:
        """Note when the user did something."""
        if isinstance(event, InputEvent):
            self._touched = monotonic()
        await super().on_event(event)

    def _sweep(self) -> None:
        young = gc.get_stats()[1]["collections"]
        rested = self._touched > self._touched_before and monotonic() - self._touched >= REST
        if not rested or self.at_work or not gc.get_freeze_count():
            return
        if young - self._young_before >= WORTH_IT:
            self._young_before, self._touched_before = young, self._touched
            sweep()
            keep_for_good()
