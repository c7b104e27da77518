"""Running the autopilot: choose, write, commit, again and again, until a rule says to stop."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.engine.events import Committed, Stopped
from rgpt_tui.story.records import Plan, PlanSource
from rgpt_tui.writer.autopilot import Stop, StopRules, repeats
from rgpt_tui.writer.events import Chosen, Event, Notice

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.engine.session import WritingSession

COMPARED = 5
"""How many earlier paragraphs are looked at for repeated text."""


async def fly(session: WritingSession, rules: StopRules) -> AsyncGenerator[Event, None]:
    """Let the autopilot write.

    Args:
        session: of a story that has an opening.
        rules: when to stop.

    Yields:
        Events of each decision and step; the last one is `Stopped`.
    """
    steps, spent = 0, 0.0
    while True:
        words = sum(step.words for step in session.book.path())
        if why := rules.reached(steps=steps, words=words, cost=spent):
            yield Stopped(why=why.value)
            return
        async with aclosing(session.prepare()) as preparing:
            async for event in preparing:
                yield event
        chosen = None
        async with aclosing(session.choose()) as deciding:
            async for event in deciding:
                yield event
                if isinstance(event, Chosen):
                    chosen = event
        if chosen is None or chosen.ended:
            yield Stopped(why=Stop.ENDING.value)
            return
        earlier = tuple(step.text.paragraph for step in session.book.last_steps(COMPARED))
        plan = Plan(
            text=chosen.plan,
            source=PlanSource.AUTOPILOT,
            offered=chosen.offered,
            reason=chosen.reason,
        )
        written = None
        async with aclosing(session.write(plan, decision=chosen.making)) as writing:
            async for event in writing:
                yield event
                if isinstance(event, Committed):
                    written = event
        if written is None:
            return
        steps += 1
        if written.cost is None and rules.cost is not None:
            yield Notice(text="The price of this model is not known, so no cost limit holds.")
        spent += written.cost or 0.0
        if repeats(written.paragraph, earlier):
            yield Stopped(why=Stop.REPEATED.value)
            return
