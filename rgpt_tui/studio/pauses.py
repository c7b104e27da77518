"""Spares the event loop the pauses in which Python looks for garbage in all there is.

Some hundred thousand objects, of the modules, the styles and the widgets, are there from when a
story is opened until it is closed, and a full collection that goes through them takes 60 to
100 ms. One comes every few seconds, for painting leaves rings of strips and their caches behind:
it must come, or the process grows by a megabyte with each step, but it has to be short.
"""

from __future__ import annotations

import gc


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
