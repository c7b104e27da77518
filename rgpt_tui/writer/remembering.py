"""Settling the short-term memory: pins kept, limit enforced, change shown.

The original only asks for a limit, and its memory grows from step to step. Here a memory that is
too long goes back to the model once; what is still too long loses its oldest unpinned sentences.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from rgpt_tui.models.errors import ModelError
from rgpt_tui.story.memory import diff_memory, keep_pinned, memory_fits, trim_memory
from rgpt_tui.writer.collected import Collected
from rgpt_tui.writer.compose import PromptTooLong
from rgpt_tui.writer.events import Answered, Event, MemorySettled, Notice, Rewritten, Words
from rgpt_tui.writer.sections import Section

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from rgpt_tui.writer.context import Context
    from rgpt_tui.writer.rounds import Cell


async def settle_memory(cell: Cell, context: Context, collected: Collected) -> AsyncIterator[Event]:
    """Bring the memory that was collected within its limit, with every pinned sentence in it.

    Args:
        cell: asks the model to shorten, where that is needed.
        context: of the step; its state has the memory as it was and the pins.
        collected: holds the new memory, and takes up the settled one.
    """
    state, language, limit = context.state, context.state.brief.language, cell.sizes.limit
    rewritten = collected.sections[Section.MEMORY]
    memory = keep_pinned(rewritten, state.pinned, language)
    if not memory_fits(memory, limit, language):
        shortened = Collected(language=language, making=collected.making)
        asking = replace(
            context, asked=(Section.MEMORY,), state=replace(state, memory=memory), given={}
        )
        once = replace(cell, repairs=0)
        try:
            async for event in once.fill("shorten", asking, (Section.MEMORY,), shortened):
                if isinstance(event, Answered):
                    yield _of_the_step(event, collected)
                elif not isinstance(event, (Words, Rewritten)):
                    yield event
        except (ModelError, PromptTooLong) as error:
            # The step is good without this request: shortening by hand does it as well.
            yield Notice(text=f"The memory could not be shortened by the model: {error}")
        collected.making = shortened.making
        if shorter := shortened.sections.get(Section.MEMORY):
            memory = keep_pinned(shorter, state.pinned, language)
    memory, trimmed = trim_memory(memory, state.pinned, limit, language)
    if memory != rewritten:
        yield Rewritten(section=Section.MEMORY.value, text=memory)
    collected.sections[Section.MEMORY] = memory
    yield MemorySettled(change=diff_memory(state.memory, memory, language), trimmed=trimmed)


def _of_the_step(answer: Answered, collected: Collected) -> Answered:
    """The answer to the request for a shorter memory, as one more answer of the step."""
    sections = {section.value: text for section, text in collected.sections.items()}
    return msgspec.structs.replace(answer, sections=sections, unfinished=None, missing=())
