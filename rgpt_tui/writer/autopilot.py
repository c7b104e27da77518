"""The autopilot: the paper's simulated human, who chooses a plan, says why, and revises it."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rgpt_tui.models.errors import ModelError
from rgpt_tui.story.errors import Way
from rgpt_tui.story.sentences import split_sentences
from rgpt_tui.writer.collected import Collected
from rgpt_tui.writer.context import Context
from rgpt_tui.writer.events import Chosen, Event, Notice
from rgpt_tui.writer.plan_choice import NoSuchPlan
from rgpt_tui.writer.reply.answers import read_choice, read_yes
from rgpt_tui.writer.sections import Section

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from rgpt_tui.story.records import Passage
    from rgpt_tui.writer.prompt import Prompt
    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State

DECISION = (Section.CHOICE, Section.REASON, Section.REVISED_PLAN)
FORGIVEN = frozenset({Section.REASON, Section.ENDING})
"""A decision without them is one all the same."""
SAME_TEXT = 85.0
"""Two paragraphs that are this much alike, in per cent, are a story going round in circles."""
REPEATED_SHARE = 0.5
"""So is one that has at least this share of its sentences in common with earlier ones."""


async def choose(
    cell: Cell, state: State, recalled: tuple[Passage, ...] = ()
) -> AsyncGenerator[Event, None]:
    """Decide as the author would how the story goes on.

    Args:
        cell: the model and what it is asked with.
        state: with the plans to choose from, at least one.
        recalled: passages from long-term memory.

    Yields:
        Events; the last one is `Chosen`. A decision that cannot be read takes the first plan.

    Raises:
        NoSuchPlan: there is no plan to choose from.
        ModelError: the model could not answer, and had not chosen before.
        PromptTooLong: the prompt does not fit the model.
    """
    if not state.plans:
        raise NoSuchPlan(
            "There are no plans to choose from at this place of the story. Nothing was written."
        ).offering(Way.NEW_PLANS, Way.OWN_PLAN)
    wanted = _wanted(cell, state)
    collected = Collected(language=state.brief.language, tolerated=state.foreign_script)
    context = Context(state=state, asked=(), recalled=recalled)
    filling = cell.fill("autopilot", context, wanted, collected, optional=FORGIVEN)
    try:
        async with aclosing(filling) as events:
            async for event in events:
                yield event
    except ModelError as error:
        if read_choice(collected.sections.get(Section.CHOICE, "")) is None:
            raise
        yield Notice(text=f"The autopilot takes the plan that it chose as it stands: {error}")
    number = read_choice(collected.sections.get(Section.CHOICE, ""))
    if number is None or not 1 <= number <= len(state.plans):
        yield Notice(text="The autopilot's choice could not be read; it takes plan 1.")
        number = 1
    yield Chosen(
        plan=collected.sections.get(Section.REVISED_PLAN) or state.plans[number - 1],
        offered=number,
        reason=collected.sections.get(Section.REASON, ""),
        ended=read_yes(collected.sections.get(Section.ENDING, "")),
        making=collected.making,
    )


def choosing_prompt(cell: Cell, state: State, recalled: Sequence[Passage]) -> Prompt | None:
    """The first request of a choice, without sending it; None before the opening is written.

    Where no plans are on offer yet, it is the request without them.

    Raises:
        PromptTooLong: it does not fit the model.
    """
    if state.tip is None:
        return None
    context = Context(state=state, asked=(), recalled=tuple(recalled))
    return cell.first_prompt("autopilot", context, _wanted(cell, state))


def _wanted(cell: Cell, state: State) -> tuple[Section, ...]:
    return (*DECISION, Section.ENDING) if _may_end(cell, state) else DECISION


def _may_end(cell: Cell, state: State) -> bool:
    """Whether it is worth asking if the story is over: a small model has no notion of it, unless
    the length is reached.
    """
    target = state.brief.target_words
    return not cell.one_at_a_time or (target is not None and state.words >= target)


class Stop(StrEnum):
    """Why the autopilot stopped."""

    STEPS = "steps"
    WORDS = "words"
    COST = "cost"
    ENDING = "ending"
    REPEATED = "repeated text"
    ASKED = "asked to"
    """Whoever let it write wanted it to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The limit that a run comes to first, and how far it is."""

    rule: Stop
    done: float
    total: float
    share: float
    """Of the way to it, up to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRules:
    """When the autopilot stops; a rule that is None does not hold."""

    steps: int | None = None
    words: int | None = None
    """Words of the whole story."""
    cost: float | None = None
    """US dollars spent in this run."""

    def reached(self, *, steps: int, words: int, cost: float | None) -> Stop | None:
        """The rule that says to stop, if any does.

        Args:
            steps: written in this run.
            words: of the whole story.
            cost: spent in this run; None if it is not known: then a limit counts as reached.
        """
        if self.steps is not None and steps >= self.steps:
            return Stop.STEPS
        if self.words is not None and words >= self.words:
            return Stop.WORDS
        if self.cost is not None and (cost is None or cost >= self.cost):
            return Stop.COST
        return None

    def nearest(
        self, *, steps: int, words: int, cost: float | None, words_before: int
    ) -> Nearest | None:
        """The limit that a run has gone the greatest part of the way to; None where none holds.

        Args:
            steps: written in this run.
            words: of the whole story.
            cost: spent in this run; None if it is not known.
            words_before: of the story when the run began.
        """
        ways = (
            (Stop.STEPS, 0.0, steps, self.steps),
            (Stop.WORDS, words_before, words, self.words),
            (Stop.COST, 0.0, cost, self.cost),
        )
        limits = [
            Nearest(rule=rule, done=done, total=total, share=_share(done - began, total - began))
            for rule, began, done, total in ways
            if done is not None and total is not None
        ]
        return max(limits, key=lambda each: each.share, default=None)


def _share(done: float, total: float) -> float:
    return min(1.0, done / total) if total > 0 else 1.0


def repeats(paragraph: str, earlier: tuple[str, ...], language: str = "en") -> bool:
    """Whether a paragraph says again what earlier ones said, or over and over the same thing."""
    from rapidfuzz import fuzz

    if any(fuzz.ratio(paragraph, each) >= SAME_TEXT for each in earlier):
        return True
    said = {sentence for each in earlier for sentence in split_sentences(each, language)}
    sentences = split_sentences(paragraph, language)
    new = set(sentences) - said
    return bool(sentences) and len(sentences) - len(new) >= REPEATED_SHARE * len(sentences)
