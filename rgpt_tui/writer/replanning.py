"""Other plans for what could come next, where none of those on offer will do."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.models.errors import ModelError
from rgpt_tui.writer.collected import Collected
from rgpt_tui.writer.context import Context
from rgpt_tui.writer.events import Event, Incomplete, Notice, Replanned
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
        Events; among the last is `Replanned`, or `Incomplete` if no plan has come when all rounds
        are spent. Where only one or two came, plans that were there before stand beside them.

    Raises:
        ModelError: the model could not answer.
        PromptTooLong: the prompt does not fit the model.
    """
    collected = Collected(language=state.brief.language, seen=seen, tolerated=state.foreign_script)
    context = Context(state=state, asked=(), seen=seen)
    failure: ModelError | None = None
    try:
        async with aclosing(cell.fill("replan", context, PLANS, collected)) as events:
            async for event in events:
                yield event
    except ModelError as error:
        failure = error
    came, missing = collected.plans(), collected.missing(PLANS)
    if came:
        yield Replanned(plans=(*came, *state.plans)[: len(PLANS)])
    if failure is not None:
        raise failure
    if came and missing:
        yield Notice(
            text=f"Only {len(came)} of {len(PLANS)} other plans came; beside them stand those that "
            "were there before."
        )
    elif missing:
        yield Incomplete(
            missing=tuple(section.value for section in missing), why=cell.why_incomplete(collected)
        )
