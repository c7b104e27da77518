"""One step of the recurrent cell: ``next = advance(state, plan, recalled)``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.collected import Collected
from rgpt_tui.writer.context import Context
from rgpt_tui.writer.events import Event, Incomplete, Made, Notice
from rgpt_tui.writer.remembering import settle_memory
from rgpt_tui.writer.sections import PLANS, Section

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.records import Passage, Plan
    from rgpt_tui.writer.prompt import Prompt
    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State

STEP_SECTIONS = (Section.PARAGRAPH, Section.RATIONALE, Section.MEMORY, *PLANS)
NEEDED = (Section.PARAGRAPH, Section.MEMORY, *PLANS)
"""What a step cannot do without; a model that never says why it changed the memory is forgiven."""


async def advance(
    cell: Cell,
    state: State,
    plan: Plan,
    recalled: tuple[Passage, ...] = (),
    *,
    heading: str = "",
    draft: Draft | None = None,
) -> AsyncIterator[Event]:
    """Write the next paragraph, the memory after it, and the plans for what could come then.

    Args:
        cell: the model and what it is asked with.
        state: what the step starts from.
        plan: what the paragraph is to do.
        recalled: passages from long-term memory.
        heading: of a chapter that begins with this step.
        draft: an earlier try at this step, which is gone on with.

    Yields:
        Events; the last one is `Made`, or `Incomplete` if sections are missing when all rounds
        are spent.

    Raises:
        ModelError: the model could not answer; what had come was streamed before.
        PromptTooLong: the prompt does not fit the model.
    """
    collected = Collected(language=state.brief.language)
    if draft is not None:
        collected.resume(draft)
    context = Context(state=state, asked=(), plan=plan.text, recalled=recalled, heading=heading)
    async for event in cell.fill("step", context, STEP_SECTIONS, collected):
        yield event
    if missing := collected.missing(NEEDED):
        yield Incomplete(missing=tuple(section.value for section in missing))
        return
    if not collected.sections.get(Section.RATIONALE):
        yield Notice(text="The model did not say why it changed the memory.")
    async for event in settle_memory(cell, context, collected):
        yield event
    yield Made(
        steps=(
            NewStep(
                kind=StepKind.WRITTEN,
                plan=plan,
                text=Text(
                    heading=heading,
                    paragraph=collected.sections[Section.PARAGRAPH],
                    rationale=collected.sections.get(Section.RATIONALE, ""),
                    memory=collected.sections[Section.MEMORY],
                    pinned=state.pinned,
                    plans=collected.plans(),
                ),
                making=replace(collected.making, model=cell.model.profile.name, recalled=recalled),
            ),
        )
    )


def step_of_draft(draft: Draft, state: State) -> NewStep | None:
    """The step that a draft makes as it stands; None if it has no words of a paragraph.

    A memory that did not come stays as it was before, and there are as many plans as came.
    """
    collected = Collected(language=state.brief.language)
    collected.resume(draft)
    paragraph = collected.text(Section.PARAGRAPH)
    if not paragraph:
        return None
    return NewStep(
        kind=StepKind.WRITTEN,
        plan=draft.plan,
        text=Text(
            heading=draft.heading,
            paragraph=paragraph,
            rationale=collected.text(Section.RATIONALE),
            memory=collected.sections.get(Section.MEMORY) or state.memory,
            pinned=state.pinned,
            plans=collected.plans(),
        ),
        making=collected.making,
    )


def next_prompt(
    cell: Cell, state: State, plan: str, recalled: tuple[Passage, ...], *, heading: str = ""
) -> Prompt:
    """The exact next request, without sending it."""
    context = Context(
        state=state,
        asked=cell.next_asked(STEP_SECTIONS),
        plan=plan,
        recalled=recalled,
        heading=heading,
    )
    return cell.prompt("step", context)
