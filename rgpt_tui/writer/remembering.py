"""Settling the short-term memory: pins kept, limit enforced, change shown.

The original only asks for a limit, and its memory grows from step to step. Here a memory that is
too long goes back to the model once; what is still too long loses its oldest unpinned sentences.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from rgpt_tui.models.errors import ModelError
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.memory import diff_memory, keep_pinned, memory_fits, trim_memory
from rgpt_tui.writer.collected import Collected, remembered_further
from rgpt_tui.writer.compose import PromptTooLong
from rgpt_tui.writer.events import Answered, Event, MemorySettled, Notice, Rewritten, Words
from rgpt_tui.writer.sections import Section

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.writer.context import Context
    from rgpt_tui.writer.rounds import Cell

LEAST_SHARE = 0.25
"""A shortened memory has at least this share of the words that there is room for."""


async def settle_memory(
    cell: Cell, context: Context, collected: Collected
) -> AsyncGenerator[Event, None]:
    """Bring the memory that was collected within its limit, with every pinned sentence in it.

    Args:
        cell: asks the model to shorten, where that is needed.
        context: of the step; its state has the memory as it was and the pins.
        collected: holds the new memory, and takes up the settled one.
    """
    state, language, limit = context.state, collected.language, cell.sizes.limit
    rewritten = memory = collected.sections[Section.MEMORY]
    if collected.memory_vanished():
        memory = remembered_further(collected.memory_before, rewritten, language)
        yield Notice(
            text="The model left next to nothing of the short-term memory. It stays as it was, "
            "with what the model wrote at its end."
        )
    memory = keep_pinned(memory, state.pinned, language)
    if not collected.adding and not memory_fits(memory, limit, language):
        shortened = Collected(language=language, making=collected.making)
        async with aclosing(_shorten(cell, context, memory, shortened)) as events:
            async for event in events:
                yield _of_the_step(event, collected) if isinstance(event, Answered) else event
        collected.making = shortened.making
        shorter = shortened.sections.get(Section.MEMORY, "")
        least = LEAST_SHARE * min(limit.words, count_words(memory, language))
        if count_words(shorter, language) >= least:
            memory = shorter
    memory, trimmed = trim_memory(memory, state.pinned, limit, language)
    if memory != rewritten:
        yield Rewritten(section=Section.MEMORY.value, text=memory)
    collected.sections[Section.MEMORY] = memory
    yield MemorySettled(change=diff_memory(state.memory, memory, language), trimmed=trimmed)


async def _shorten(
    cell: Cell, context: Context, memory: str, shortened: Collected
) -> AsyncGenerator[Event, None]:
    """Ask the model, once, for a memory that is within the limit."""
    asking = replace(context, state=replace(context.state, memory=memory), given={}, begun={})
    once = replace(cell, repairs=0)
    try:
        filling = once.fill("shorten", asking, (Section.MEMORY,), shortened)
        async with aclosing(filling) as events:
            async for event in events:
                # Its words are not shown as they come: they may not be what the memory will be.
                if not isinstance(event, (Words, Rewritten)):
                    yield event
    except (ModelError, PromptTooLong) as error:
        # The step is good without this request: what is too long can be dropped by the rule.
        yield Notice(text=f"The memory could not be shortened by the model: {error}")


def _of_the_step(answer: Answered, collected: Collected) -> Answered:
    """The answer to the request for a shorter memory, as one more answer of the step."""
    sections = {section.value: text for section, text in collected.sections.items()}
    return msgspec.structs.replace(answer, sections=sections, unfinished=None, missing=())
