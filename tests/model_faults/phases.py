"""The phases of a step, and all else that a model is asked for: how each is begun, and gone on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.opening import OPENING_SECTIONS
from rgpt_tui.writer.plan_choice import own_plan
from rgpt_tui.writer.refresh import REFRESH_SECTIONS
from rgpt_tui.writer.sections import PLANS, Section

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.writer.events import Event

PLAN = own_plan("Mara follows the light down to the weir and finds the boat.")
MINE = "The bell rang, and nobody had pulled it. Mara went up to see."
STEP = (Section.PARAGRAPH, Section.RATIONALE, Section.MEMORY, *PLANS)
OPENING = tuple(each for each in OPENING_SECTIONS if each is not Section.TITLE)
"""The story has a title."""
DECISION = (Section.CHOICE, Section.REASON, Section.REVISED_PLAN, Section.ENDING)


def a_step(number: int = 1, **changes: object) -> NewStep:
    text = {
        "paragraph": f"Mara lit lamp {number}. The bell had stopped. Nobody came from the quay.",
        "rationale": "",
        "memory": f"Mara keeps the lamp of the ferry house. Tobias is away for {number} days.",
        "plans": tuple(f"Plan {plan}: the boat comes back." for plan in (1, 2, 3)),
    }
    return NewStep(kind=StepKind.WRITTEN, text=Text(**(text | changes)))


@dataclass(frozen=True)
class Phase:
    """Something that the model is asked for."""

    asked: Sequence[Section]
    begin: Callable[[WritingSession], AsyncGenerator[Event, None]]
    prepared: tuple[NewStep, ...] = (a_step(),)
    """The steps that the story has before."""
    drafted: bool = False
    """What comes is kept as a draft; else it goes into the step that is there."""
    survives: bool = False
    """A failure is no error here: the work is done as far as it goes without a model."""


async def _go_on(session: WritingSession) -> AsyncGenerator[Event, None]:
    """What the one key asks for: the rest of a draft if there is one, else a step anew."""
    draft = await session.unfinished()
    asking = (
        session.go_on(draft)
        if draft is not None
        else session.begin()
        if session.book.tip is None
        else session.write(PLAN, passages=())
    )
    async for event in asking:
        yield event


_IMPORTED = NewStep(kind=StepKind.IMPORTED, text=Text(paragraph=a_step().text.paragraph))

PHASES = {
    "opening": Phase(OPENING, _go_on, (), drafted=True),
    "step": Phase(STEP, _go_on, drafted=True),
    "replan": Phase(PLANS, lambda session: session.replan()),
    "refresh": Phase(REFRESH_SECTIONS, lambda session: session.refresh()),
    "import": Phase(REFRESH_SECTIONS, lambda session: session.prepare(0), (_IMPORTED,)),
    "choice": Phase(DECISION, lambda session: session.choose()),
    "own": Phase(STEP[1:], lambda session: session.write_own(MINE), survives=True),
}

WITHIN = {
    "opening, paragraph 2": ("opening", Section.OPENING_2),
    "opening, memory": ("opening", Section.MEMORY),
    "paragraph": ("step", Section.PARAGRAPH),
    "rationale": ("step", Section.RATIONALE),
    "memory": ("step", Section.MEMORY),
    "plan": ("step", Section.PLAN_2),
    "replan": ("replan", Section.PLAN_2),
    "refresh": ("refresh", Section.PLAN_1),
    "import": ("import", Section.PLAN_1),
    "own": ("own", Section.PLAN_1),
    "choice": ("choice", Section.REVISED_PLAN),
}
"""Where in a reply a break can be: the phase, and the section."""
