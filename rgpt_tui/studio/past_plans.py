"""What became of the plans of a step, as the pane of the plans shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.writer.plan_choice import changed_by_hand

if TYPE_CHECKING:
    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.story.records import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPlans:
    """What became of the plans of a step."""

    written: frozenset[int]
    """The numbers, counted from 1, of those that a step was written from."""
    changed: frozenset[int]
    """The numbers of those that the writer edited in the book."""


def past_plans(book: BookReader, step: Step) -> PastPlans:
    """Read what became of the plans of the step that the story stands at."""
    children = book.children(step.id)
    offered = {child.plan.offered for child in children if child.plan is not None}
    revisions = book.revisions(step.id)
    numbers = range(1, len(step.text.plans) + 1)
    return PastPlans(
        written=frozenset(number for number in offered if number is not None),
        changed=frozenset(number for number in numbers if changed_by_hand(revisions, number)),
    )
