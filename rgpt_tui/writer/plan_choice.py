"""Which plan the next step is written from: one of those on offer, or the writer's own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.story.records import Plan, PlanSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.story.records import Text


EDITED = 70.0
"""From this likeness on, in per cent, a plan is an earlier one that was edited."""


class NoSuchPlan(RgptError):
    """There is no plan of that number, or it is empty."""


def changed_by_hand(revisions: Sequence[Text], number: int) -> bool:
    """Whether a plan on offer was edited by the writer since the model made it.

    Args:
        revisions: every version of the text that offers the plan, the first one first.
        number: of the plan, counted from 1.
    """
    for before, after in reversed(list(pairwise(revisions))):
        if before.plans[number - 1 : number] != after.plans[number - 1 : number]:
            # A model that makes the memory anew makes the plans anew with it.
            same = (before.memory, before.rationale) == (after.memory, after.rationale)
            return same and not _all_new(before.plans, after.plans)
    return False


def _all_new(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether every plan gave way to another one, as when a model was asked for other plans.

    Who edits plans by hand leaves one as it was, or words of one.
    """
    from rapidfuzz import fuzz

    return len(before) == len(after) and all(
        fuzz.ratio(old, new) < EDITED for old, new in zip(before, after, strict=True)
    )


def offered_plan(plans: Sequence[str], number: int, *, edited: bool = False) -> Plan:
    """One of the plans on offer, counted from 1.

    Args:
        plans: on offer.
        number: of the plan.
        edited: whether the writer has changed it.

    Raises:
        NoSuchPlan: there is none of that number, or it is empty.
    """
    if not 1 <= number <= len(plans):
        offers = f"offers plans 1 to {len(plans)}" if plans else "offers no plans"
        raise NoSuchPlan(
            f"There is no plan {number}: the story {offers} here. Nothing was written."
        ).offering(Way.SEE_PLANS, Way.OWN_PLAN)
    source = PlanSource.EDITED if edited else PlanSource.OFFERED
    return Plan(text=_said(plans[number - 1]), source=source, offered=number)


def own_plan(text: str) -> Plan:
    """A plan in the writer's own words.

    Raises:
        NoSuchPlan: it is empty.
    """
    return Plan(text=_said(text), source=PlanSource.OWN)


def _said(plan: str) -> str:
    if not plan.strip():
        raise NoSuchPlan(
            "The plan is empty. Nothing was written. Say in a few sentences what is to happen "
            "next with --plan, or take another of the plans on offer with --pick."
        )
    return plan
