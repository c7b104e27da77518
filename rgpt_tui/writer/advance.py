"""One step of the recurrent cell: ``next = advance(state, plan, recalled)``."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.story.memory import MemoryLimit, trim_memory
from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.collected import Collected
from rgpt_tui.writer.context import Context
from rgpt_tui.writer.events import Event, Incomplete, Made, Notice
from rgpt_tui.writer.incoming import resume
from rgpt_tui.writer.remembering import settle_memory
from rgpt_tui.writer.sections import PLANS, Section

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.records import Passage, Plan
    from rgpt_tui.writer.prompt import Prompt
    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State

STEP_SECTIONS = (Section.PARAGRAPH, Section.RATIONALE, Section.MEMORY, *PLANS)
FORGIVEN = frozenset({Section.RATIONALE})
"""A model that rewrites the memory without saying why is not asked again for the reason."""


async def advance(
    cell: Cell,
    state: State,
    plan: Plan,
    recalled: tuple[Passage, ...] = (),
    *,
    heading: str = "",
    draft: Draft | None = None,
) -> AsyncGenerator[Event, None]:
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
        are spent, or if the writer has to say whether the text will do.

    Raises:
        ModelError: the model could not answer; what had come was streamed before.
        PromptTooLong: the prompt does not fit the model.
    """
    collected = Collected(
        language=state.brief.language,
        told=plan.text,
        memory_before=state.memory,
        tolerated=state.foreign_script,
        adding=cell.adds_to_memory,
    )
    for event in resume(draft, collected):
        yield event
    context = Context(state=state, asked=(), plan=plan.text, recalled=recalled, heading=heading)
    filling = cell.fill("step", context, STEP_SECTIONS, collected, optional=FORGIVEN)
    async with aclosing(filling) as events:
        async for event in events:
            yield event
    if missing := collected.missing(each for each in STEP_SECTIONS if each not in FORGIVEN):
        yield Incomplete(
            missing=tuple(section.value for section in missing), why=cell.why_incomplete(collected)
        )
        return
    if why := collected.why_not_to_be_taken():
        yield Incomplete(missing=(), why=why)
        return
    if not collected.sections.get(Section.RATIONALE):
        yield Notice(text="The model did not say why it changed the memory.")
    async with aclosing(settle_memory(cell, context, collected)) as events:
        async for event in events:
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


def step_of_draft(draft: Draft, state: State, limit: MemoryLimit | None = None) -> NewStep | None:
    """The step that a draft makes as it stands; None if it has no words of a paragraph.

    Args:
        draft: what had come. A broken sentence at the end of its paragraph stays, for the writer
            to finish.
        state: what the step was to start from. A memory that did not come, or not to its end,
            stays as it is there.
        limit: of the memory; None: the usual one.
    """
    texts = {Section(name): text for name, text in draft.sections.items()}
    if not texts.get(Section.PARAGRAPH, "").strip():
        return None
    whole = {section: text for section, text in texts.items() if section != draft.unfinished}
    memory, _ = trim_memory(
        whole.get(Section.MEMORY) or state.memory,
        state.pinned,
        limit or MemoryLimit(),
        state.brief.language,
    )
    return NewStep(
        kind=StepKind.WRITTEN,
        plan=draft.plan,
        text=Text(
            heading=draft.heading,
            paragraph=texts[Section.PARAGRAPH].strip(),
            rationale=texts.get(Section.RATIONALE, ""),
            memory=memory,
            pinned=state.pinned,
            plans=tuple(whole[plan] for plan in PLANS if whole.get(plan)),
        ),
        making=draft.making,
    )


def next_prompt(
    cell: Cell, state: State, plan: str, recalled: tuple[Passage, ...], *, heading: str = ""
) -> Prompt:
    """The exact next request, without sending it."""
    return cell.first_prompt(
        "step",
        Context(state=state, asked=(), plan=plan, recalled=recalled, heading=heading),
        STEP_SECTIONS,
    )
