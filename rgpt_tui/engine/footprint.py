"""Keeping the memory of the process small, where the C library lets itself be told.

Torch, Arrow and Lance work on many threads, and glibc keeps freed memory for each of them
(https://man7.org/linux/man-pages/man3/mallopt.3.html). What it keeps all the same,
`archive.lance.give_back_memory` gives back.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

M_ARENA_MAX = -8
ARENAS = 2
"""Pools of memory; more are of use only where many threads allocate all the time."""


def share_arenas() -> None:
    """Let threads share pools of memory; what they have at the time of the call stays.

    Where there is no such call there is no such habit.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
