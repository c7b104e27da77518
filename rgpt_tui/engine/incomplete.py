"""What is said where the model did not give all that a step needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.writer.section_words import listed

if TYPE_CHECKING:
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.writer.events import Incomplete


class StepIncomplete(RgptError):
    """Sections are missing after all rounds; what came is kept as a draft."""


def why_incomplete(event: Incomplete) -> str:
    """Why sections are missing, in a sentence."""
    return event.why or f"The model did not give {listed(event.missing)}."


def has_words(draft: Draft) -> bool:
    """Whether something of a draft is there to be gone on with."""
    return any(text.strip() for text in draft.sections.values())


def not_whole(event: Incomplete, draft: Draft) -> StepIncomplete:
    """Why a step is not made, what is kept of it, and how it goes on."""
    if not has_words(draft):
        return StepIncomplete(
            f"{_why(event)} Nothing is lost. Change the plan, try again, or choose another model."
        )
    if not event.missing:
        return StepIncomplete(
            f"{event.why} It is not in the story yet, and kept as a draft."
        ).offering(Way.TAKE_DRAFT, Way.WRITE)
    return StepIncomplete(f"{_why(event)} What came is kept as a draft.").offering(
        Way.GO_ON, Way.KEEP_DRAFT, Way.OTHER_MODEL
    )


def _why(event: Incomplete) -> str:
    """Why sections are missing though they were asked for again."""
    return event.why or (
        f"The model did not give {listed(event.missing)}, though it was asked several times."
    )
