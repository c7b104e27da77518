"""Importing large libraries without Python looking for garbage in them meanwhile.

What an import makes stays, so that going through it finds nothing. For litellm, torch and LanceDB
together that was a third of the seconds that it takes, and later on 0.4 s for each full collection,
in which the process answers nobody.
"""

from __future__ import annotations

import gc
import importlib
import sys
import threading

_lock = threading.Lock()
_under_way = 0


def load(*modules: str) -> None:
    """Import some modules, for the code behind this call to import them in no time.

    Several threads may do so at once.

    Args:
        modules: their full names.

    Raises:
        ImportError: one of them is not there or cannot be loaded.
    """
    if all(name in sys.modules for name in modules):
        return
    _begin()
    try:
        for name in modules:
            importlib.import_module(name)
    finally:
        _end()


def _begin() -> None:
    global _under_way
    with _lock:
        _under_way += 1
        gc.disable()


def _end() -> None:
    """Have the collector go on when the last has ended, and never go through what is there now."""
    global _under_way
    with _lock:
        _under_way -= 1
        if not _under_way:
            gc.freeze()
            gc.enable()
