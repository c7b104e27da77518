"""What is said where the model did not give all that a step needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.writer.events import Incomplete


class StepIncomplete(RgptError):
    """Sections are missing after all rounds; what came is kept as a draft."""


def why_incomplete(event: Incomplete) -> str:
    """Why sections are missing, in a sentence."""
    return event.why or f"The model did not give {_listed(event.missing)}."


def not_whole(event: Incomplete, draft: Draft) -> StepIncomplete:
    """Why a step is not made, what is kept of it, and how it goes on."""
    if not any(text.strip() for text in draft.sections.values()):
        why = event.why or f"{why_incomplete(event)[:-1]} in as many requests as `rounds` allows."
        return StepIncomplete(
            f"{why} Nothing is lost. Change the plan, try again, or choose another model."
        )
    if not event.missing:
        return StepIncomplete(
            f"{event.why} It is not in the story yet, and kept as a draft."
        ).offering(Way.TAKE_DRAFT, Way.WRITE)
    why = event.why or (
        f"The model did not give {_listed(event.missing)} in as many requests as the setting "
        "`rounds` allows."
    )
    return StepIncomplete(f"{why} What came is kept as a draft.").offering(
        Way.GO_ON, Way.KEEP_DRAFT
    )


def _listed(sections: Sequence[str]) -> str:
    return ", ".join(f"the {section.replace('_', ' ')}" for section in sections)
