"""Other plans for what could come next, where none of those on offer will do."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.writer.collected import Collected
from rgpt_tui.writer.context import Context
from rgpt_tui.writer.events import Event, Incomplete, Replanned
from rgpt_tui.writer.sections import PLANS

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State


async def replan(
    cell: Cell, state: State, seen: tuple[str, ...] = ()
) -> AsyncGenerator[Event, None]:
    """Make three plans that differ from those that the writer has seen, and nothing else.

    Args:
        cell: the model and what it is asked with.
        state: what the next step starts from.
        seen: every plan that was on offer here, the newest last.

    Yields:
        Events; the last one is `Replanned`, or `Incomplete` if plans are missing when all rounds
        are spent.

    Raises:
        ModelError: the model could not answer.
        PromptTooLong: the prompt does not fit the model.
    """
    collected = Collected(language=state.brief.language, seen=seen)
    context = Context(state=state, asked=(), seen=seen)
    async with aclosing(cell.fill("replan", context, PLANS, collected)) as events:
        async for event in events:
            yield event
    if missing := collected.missing(PLANS):
        yield Incomplete(missing=tuple(section.value for section in missing))
        return
    yield Replanned(plans=collected.plans())
