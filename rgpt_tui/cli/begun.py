"""A story that is on the shelf although the command that made it has failed."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError, Way

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@asynccontextmanager
async def begun(folder: Path) -> AsyncIterator[None]:
    """Have a failure say that the story is there, and which command goes on with it.

    The same command once more would make a second story, and pay for what is there again.
    """
    try:
        yield
    except RgptError as error:
        there = f"The story is on the shelf as `{folder.name}`"
        # A draft is gone on with by the command that the error names.
        goes_on = "" if Way.GO_ON in error.ways else f": `rgpt write {folder.name}` goes on with it"
        error.add_note(f"{there}{goes_on}.")
        raise
