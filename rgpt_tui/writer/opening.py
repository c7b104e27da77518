"""The opening: from the brief to a title, an outline, three paragraphs, a memory and plans."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.collected import Collected
from rgpt_tui.writer.context import Context
from rgpt_tui.writer.events import Event, Incomplete, Made
from rgpt_tui.writer.incoming import resume
from rgpt_tui.writer.remembering import settle_memory
from rgpt_tui.writer.sections import OPENINGS, PLANS, Section

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.writer.prompt import Prompt
    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State

OPENING_SECTIONS = (Section.TITLE, Section.OUTLINE, *OPENINGS, Section.MEMORY, *PLANS)


def opening_sections(state: State) -> tuple[Section, ...]:
    """What is asked for: a title or an outline that the writer gave is not."""
    given = {Section.TITLE: state.brief.title, Section.OUTLINE: state.brief.outline}
    return tuple(section for section in OPENING_SECTIONS if not given.get(section))


async def open_story(
    cell: Cell, state: State, *, draft: Draft | None = None
) -> AsyncGenerator[Event, None]:
    """Write the opening of a story that has no step yet.

    Args:
        cell: the model and what it is asked with.
        state: of the empty story; its brief says what the story is to be.
        draft: an earlier try, which is gone on with.

    Yields:
        Events; the last one is `Made`, or `Incomplete` if sections are missing when all rounds
        are spent, or if the writer has to say whether the text will do.

    Raises:
        ModelError: the model could not answer; what had come was streamed before.
        PromptTooLong: the prompt does not fit the model.
    """
    collected = Collected(language=state.brief.language)
    for event in resume(draft, collected):
        yield event
    wanted = opening_sections(state)
    context = Context(state=state, asked=())
    async with aclosing(cell.fill("opening", context, wanted, collected)) as events:
        async for event in events:
            yield event
    if missing := collected.missing(each for each in wanted if each is not Section.TITLE):
        yield Incomplete(
            missing=tuple(section.value for section in missing), why=cell.why_incomplete(collected)
        )
        return
    if why := collected.why_not_to_be_taken():
        yield Incomplete(missing=(), why=why)
        return
    async with aclosing(settle_memory(cell, context, collected)) as events:
        async for event in events:
            yield event
    sections = collected.sections
    first, second, third = (sections[each] for each in OPENINGS)
    yield Made(
        steps=(
            NewStep(kind=StepKind.OPENING, text=Text(paragraph=first)),
            NewStep(kind=StepKind.OPENING, text=Text(paragraph=second)),
            NewStep(
                kind=StepKind.OPENING,
                text=Text(
                    paragraph=third, memory=sections[Section.MEMORY], plans=collected.plans()
                ),
                making=replace(collected.making, model=cell.model.profile.name),
            ),
        ),
        title=sections.get(Section.TITLE, ""),
        outline=sections.get(Section.OUTLINE, ""),
    )


def opening_of_draft(draft: Draft) -> Made:
    """The opening that a draft makes as it stands: its paragraphs, and what came besides them.

    Without a paragraph there are no steps. A memory that did not come, or not to its end, is made
    from the text before the next step.
    """
    texts = {Section(name): text.strip() for name, text in draft.sections.items()}
    whole = {section: text for section, text in texts.items() if section != draft.unfinished}
    paragraphs = [texts[each] for each in OPENINGS if texts.get(each)]
    last = Text(
        paragraph=paragraphs[-1] if paragraphs else "",
        memory=whole.get(Section.MEMORY, ""),
        plans=tuple(whole[plan] for plan in PLANS if whole.get(plan)),
    )
    steps = [
        *(NewStep(kind=StepKind.OPENING, text=Text(paragraph=each)) for each in paragraphs[:-1]),
        NewStep(kind=StepKind.OPENING, text=last, making=draft.making),
    ]
    return Made(
        steps=tuple(steps) if paragraphs else (),
        title=whole.get(Section.TITLE, ""),
        outline=whole.get(Section.OUTLINE, ""),
    )


def opening_prompt(cell: Cell, state: State) -> Prompt:
    """The exact request that an opening begins with, without sending it."""
    context = Context(state=state, asked=())
    return cell.first_prompt("opening", context, opening_sections(state))
