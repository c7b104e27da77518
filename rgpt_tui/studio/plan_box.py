"""The plans on offer, and the box with the one that the next step is written from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.story.records import Plan, PlanSource

if TYPE_CHECKING:
    from collections.abc import Sequence

ALIKE = 60.0
"""From this likeness on, of 100, what is in the box is an offered plan that was edited."""
TELLING = 30
"""Characters of a plan from which on it counts as there when it is a part of what is there."""


class NoPlan(RgptError):
    """The box is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBox:
    """What stands in the box, and where it came from."""

    plans: tuple[str, ...] = ()
    """On offer."""
    changed: frozenset[int] = frozenset()
    """The numbers of those among them that the writer edited in the book."""
    text: str = ""
    picked: int | None = None
    """The number of the plan that it was made from, counted from 1; None: the writer's own."""

    @classmethod
    def found(
        cls, plans: Sequence[str], text: str | None, changed: frozenset[int] = frozenset()
    ) -> PlanBox:
        """The box as it is when a story is come to.

        Args:
            plans: on offer.
            text: what the writer left in the box; None: nothing, so the first plan is in it.
            changed: the numbers of plans that the writer edited in the book.
        """
        box = cls(plans=tuple(plans), changed=changed)
        if text is None:
            return box.taking(1) if plans else box
        if text in box.plans:
            return box.taking(box.plans.index(text) + 1)
        return replace(box, text=text, picked=_nearest(text, plans))

    @property
    def untouched(self) -> bool:
        """Whether a plan stands in it as it was offered."""
        return self.picked is not None and self.text == self.plans[self.picked - 1]

    @property
    def usual(self) -> bool:
        """Whether the box is as it would be if the writer had done nothing."""
        return (self.untouched and self.picked == 1) or not (self.plans or self.text)

    @property
    def source(self) -> PlanSource:
        """Where the plan in it comes from."""
        if self.picked is None:
            return PlanSource.OWN
        if self.untouched and self.picked not in self.changed:
            return PlanSource.OFFERED
        return PlanSource.EDITED

    @property
    def origin(self) -> str:
        """The same in words, for its title."""
        if not self.text.strip():
            return "empty"
        if self.picked is None:
            return "your own plan"
        return f"plan {self.picked}" if self.untouched else f"plan {self.picked}, edited"

    def taking(self, number: int) -> PlanBox:
        """With an offered plan in it, counted from 1.

        Raises:
            NoPlan: there is none of that number.
        """
        if not 1 <= number <= len(self.plans):
            raise NoPlan(
                f"There is no plan {number} here. Write one of your own, or ask for new ones."
            )
        return replace(self, text=self.plans[number - 1], picked=number)

    def typed(self, text: str) -> PlanBox:
        """With what the writer made of it; what is like no plan on offer is their own."""
        if text in self.plans and (self.picked is None or self.plans[self.picked - 1] != text):
            return self.taking(self.plans.index(text) + 1)
        return replace(self, text=text, picked=_nearest(text, self.plans, self.picked))

    def emptied(self) -> PlanBox:
        """Ready for a plan of the writer's own."""
        return replace(self, text="", picked=None)

    def merged(self, number: int) -> PlanBox:
        """With an offered plan as a further paragraph."""
        if not self.text.strip():
            return self.taking(number)
        return replace(self, text=self.text.rstrip() + "\n\n" + self.plans[number - 1])

    def offered(self, plans: Sequence[str], changed: frozenset[int] = frozenset()) -> PlanBox:
        """With other plans on offer; what the writer made stays in the box as their own."""
        if tuple(plans) == self.plans:
            return replace(self, changed=changed)
        if self.untouched or not self.text.strip():
            return PlanBox.found(plans, None, changed)
        return PlanBox.found(plans, self.text, changed)

    def plan(self) -> Plan:
        """The plan to write from, word for word as it stands in the box.

        Raises:
            NoPlan: it is empty.
        """
        if not self.text.strip():
            raise NoPlan("The box for the plan is empty. Nothing was written.").offering(
                Way.SEE_PLANS, Way.OWN_PLAN
            )
        return Plan(text=self.text, source=self.source, offered=self.picked)


def _nearest(text: str, plans: Sequence[str], known: int | None = None) -> int | None:
    """The number of the plan that a text was made from, if it is like one.

    Args:
        text: in the box.
        plans: on offer.
        known: the number of the plan that it was made from so far.
    """
    if not text.strip():
        return None
    # The others are not compared with every key typed.
    if known is not None and _likeness(plans[known - 1], text) >= ALIKE:
        return known
    likeness = [_likeness(plan, text) for plan in plans]
    best = max(range(len(plans)), key=lambda index: likeness[index], default=None)
    return None if best is None or likeness[best] < ALIKE else best + 1


def _likeness(plan: str, text: str) -> float:
    """How much of a plan is in a text, up to 100."""
    from rapidfuzz import fuzz

    # A few words may stand in any text by chance.
    part = TELLING <= len(plan) <= len(text)
    return fuzz.partial_ratio(plan, text) if part else fuzz.ratio(plan, text)
