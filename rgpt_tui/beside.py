"""Work that goes on beside what its caller does, and whose failure somebody always learns of."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


def beside(
    work: Coroutine[Any, Any, T], on_fault: Callable[[Exception], object] | None = None
) -> asyncio.Task[T]:
    """Begin a piece of work. An error of it that nobody read, asyncio would print on the screen.

    Args:
        work: to be done; it is cancelled by whoever holds the task.
        on_fault: called on the event loop with what it failed with; None: whoever waits for the
            task is told, and where nobody waits any more it does not matter.
    """

    def read(task: asyncio.Task[T]) -> None:
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Exception) and on_fault is not None:
            on_fault(error)

    task = asyncio.create_task(work)  # noqa: TID251 - this is what is used in its place
    task.add_done_callback(read)
    return task
