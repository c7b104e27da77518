"""Spares the event loop the pauses in which Python looks for garbage in all there is.

Some hundred thousand objects, of the modules, the styles and the widgets, are there from when a
story is opened until it is closed. A full collection that goes through them takes 60 to 100 ms,
and one comes every few seconds, for painting fills caches.
"""

from __future__ import annotations

import gc

USUAL = gc.get_threshold()
SELDOM = 1_000
"""Collections of what is young before one that is full; Python's own number is 10."""


def keep_for_good() -> None:
    """Let no collection go through what is there by now, and full ones be seldom.

    This itself takes no time. What is no longer used goes all the same, unless it is part of a
    ring of objects that hold each other.
    """
    gc.freeze()
    gc.set_threshold(*USUAL[:2], SELDOM)


def keep_no_longer() -> None:
    """Let the next full collection go through everything again."""
    gc.unfreeze()
    gc.set_threshold(*USUAL)


def sweep() -> None:
    """Collect the rings that a closed story leaves behind, at a moment when a pause is no harm."""
    keep_no_longer()
    gc.collect()
