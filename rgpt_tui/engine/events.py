"""What a writing session tells besides the events of the cell: recall, progress, commits."""

from __future__ import annotations

from rgpt_tui.story.records import Making, Passage, Step, Usage
from rgpt_tui.writer.events import Event

CHOSEN = "chosen"
"""How passages were found that the writer chose: nothing was recalled."""


class ModelChosen(Event, frozen=True):
    """Which model is asked, and why that one."""

    name: str
    why: str


class Recalled(Event, frozen=True):
    """The passages from earlier in the book that the next step is told."""

    hits: tuple[Passage, ...]
    near_misses: tuple[Passage, ...]
    mode: str
    """How they were found: ``hybrid``, ``keyword`` or ``nothing``; ``chosen`` by the writer."""


class Progress(Event, frozen=True):
    """How far something slow has come."""

    what: str
    done: int
    total: int
    """0 where it is not known."""


class RecalledPassage(Event, frozen=True, tag=False):
    """A passage, as the record of a step names it."""

    step: str
    score: float
    text: str


class Committed(Event, frozen=True, tag="step"):
    """A step is in the book, safe on the disk."""

    id: str
    number: int
    kind: str
    heading: str
    plan: str
    plan_source: str
    reason: str
    """Why the autopilot took that plan."""
    paragraph: str
    rationale: str
    memory: str
    plans: tuple[str, ...]
    recalled: tuple[RecalledPassage, ...]
    model: str
    usage: Usage
    cost: float | None
    seconds: float
    rounds: int


class Revised(Event, frozen=True):
    """A step has a new revision of its text: an edit, or a memory made anew."""

    id: str
    number: int
    revision: int
    memory: str
    plans: tuple[str, ...]


class Flight(Event, frozen=True):
    """How far the autopilot is, by the limit that it comes to first."""

    step: int
    """The one that it is at, or would be if it went on; counted from 1."""
    limit: str = ""
    """``steps``, ``words`` or ``cost``; empty where none holds."""
    done: float = 0.0
    """Steps of this run, words of the whole story, or US dollars of this run."""
    total: float = 0.0
    """Of these at the limit."""
    share: float = 0.0
    """Of the way there from where the run began, up to 1."""

    @property
    def way(self) -> str:
        """How far it is, in words; empty where no limit holds."""
        if self.limit == "steps":
            return f"{min(self.step, self.total):,.0f} of {self.total:,.0f}"
        if self.limit == "words":
            return f"{self.done:,.0f} of {self.total:,.0f} words"
        return f"${self.done:,.2f} of ${self.total:,.2f}" if self.limit else ""


class Stopped(Event, frozen=True):
    """The autopilot has stopped."""

    why: str


def committed(step: Step, making: Making) -> Committed:
    """The event of a step that was committed.

    Args:
        step: as it is in the book.
        making: what it was made from.
    """
    plan = step.plan
    return Committed(
        id=step.id,
        number=step.number,
        kind=step.kind.value,
        heading=step.text.heading,
        plan=plan.text if plan else "",
        plan_source=plan.source.value if plan else "",
        reason=plan.reason if plan else "",
        paragraph=step.text.paragraph,
        rationale=step.text.rationale,
        memory=step.text.memory,
        plans=step.text.plans,
        recalled=tuple(
            RecalledPassage(step=each.step, score=each.score, text=each.text)
            for each in making.recalled
        ),
        model=making.model,
        usage=making.usage,
        cost=making.cost,
        seconds=making.seconds,
        rounds=making.rounds,
    )
