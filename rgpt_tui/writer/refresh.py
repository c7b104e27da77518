"""Making the short-term memory anew from the text: after an import, an edit, or an undo."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.models.errors import ModelError
from rgpt_tui.writer.collected import Collected
from rgpt_tui.writer.context import Context
from rgpt_tui.writer.events import Event, Incomplete, Refreshed
from rgpt_tui.writer.remembering import settle_memory
from rgpt_tui.writer.sections import PLANS, Section

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.writer.prompt import Prompt
    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State

REFRESH_SECTIONS = (Section.MEMORY, *PLANS)
REFRESH_PARAGRAPHS = 6
"""How many of the last paragraphs a memory is made from, where they fit the prompt."""


async def refresh(cell: Cell, state: State) -> AsyncGenerator[Event, None]:
    """Make the memory and the plans from the last paragraphs of the story.

    Args:
        cell: the model and what it is asked with.
        state: of the story, with `REFRESH_PARAGRAPHS` previous paragraphs.

    Yields:
        Events; the last one is `Refreshed`, or `Incomplete`. A memory that came without all of the
        plans is `Refreshed` first, with the plans that came.

    Raises:
        ModelError: the model could not answer.
        PromptTooLong: the prompt does not fit the model.
    """
    collected = Collected(language=state.brief.language, tolerated=state.foreign_script)
    context = Context(state=state, asked=())
    failure: ModelError | None = None
    try:
        async with aclosing(cell.fill("refresh", context, REFRESH_SECTIONS, collected)) as events:
            async for event in events:
                yield event
    except ModelError as error:
        failure = error
    missing = collected.missing(REFRESH_SECTIONS)
    if collected.sections.get(Section.MEMORY):
        async with aclosing(settle_memory(cell, context, collected)) as events:
            async for event in events:
                yield event
        yield Refreshed(
            memory=collected.sections[Section.MEMORY], rationale="", plans=collected.plans()
        )
    if failure is not None:
        raise failure
    if missing:
        yield Incomplete(
            missing=tuple(section.value for section in missing), why=cell.why_incomplete(collected)
        )


def refresh_prompt(cell: Cell, state: State) -> Prompt:
    """The exact request that a refresh begins with, without sending it."""
    return cell.first_prompt("refresh", Context(state=state, asked=()), REFRESH_SECTIONS)
