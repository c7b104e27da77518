"""Work that a cancellation does not leave half done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from rgpt_tui.beside import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """What the work comes to. However often it is cancelled, the work is done before it ends."""
    task, cancelled = beside(work), None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    # The cancellation is what is told, whatever became of the work.
    raise cancelled


async def in_thread(work: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """What a function returns that waits for the disk, run beside the event loop, to its end."""
    return await to_the_end(asyncio.to_thread(work, *arguments, **named))
