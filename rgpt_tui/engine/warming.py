"""Loading ahead of time what the first step would wait for, a library after the other.

Imports hold Python's lock for up to half a second at a time, so that other calls are answered
meanwhile, if a little later.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from rgpt_tui.archive.lance import give_back_memory
from rgpt_tui.loading import load
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from rgpt_tui.settings import Settings


async def warm_up(settings: Settings) -> None:
    """Import what recall and the model need. Nothing is sent, and nothing that fails is told:
    the first use of it says so.

    Args:
        settings: an embedder behind an API is left alone, since loading it asks it something.
    """
    from rgpt_tui.engine.embedding import BY_API, gate_of
    from rgpt_tui.engine.model_choice import NONE

    with suppress(ImportError):
        await asyncio.to_thread(load, "lancedb", "lancedb.index")
    if not settings.embedder.startswith(BY_API):
        gate = gate_of(settings)
        with suppress(RgptError):
            await gate.query(["A lamp in a window."])
        gate.close()
    if settings.model != NONE:
        from rgpt_tui.models.litellm_import import load_litellm

        with suppress(ImportError):
            await asyncio.to_thread(load_litellm)
    await asyncio.to_thread(give_back_memory)
