"""The log of what went wrong inside the studio: a message goes by, and has no traceback."""

from __future__ import annotations

import traceback
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from rgpt_tui.places import log_folder

if TYPE_CHECKING:
    from pathlib import Path

LOG_FILE = "studio.log"
LARGEST = 1_000_000
"""Bytes; a larger one is begun anew, and the one before is kept beside it."""


def log_path() -> Path:
    """Where it is."""
    return log_folder() / LOG_FILE


def note(error: Exception) -> None:
    """Put an error into the log, with its traceback; where that cannot be written, it is not.

    This waits for the disk, as few milliseconds as a fault is rare.
    """
    from rgpt_tui.models.logged import loggable

    told = "".join(traceback.format_exception(error))
    path = log_path()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(path.with_suffix(".old"))
        with path.open("a", encoding="utf-8") as log:
            log.write(loggable(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}\n{told}\n"))
