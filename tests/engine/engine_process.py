"""What tests of the process boundary share."""

from __future__ import annotations

import asyncio
from pathlib import Path


async def until(condition):
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - another process makes it so
            await asyncio.sleep(0.01)


def is_there(pid):
    """Whether a process runs, by its id."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
