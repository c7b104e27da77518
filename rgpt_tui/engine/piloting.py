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
    steps = 0
    spent: float | None = 0.0
    why: Stop | None = None
    while why is None:
        words = sum(step.words for step in session.book.path())
        if why := rules.reached(steps=steps, words=words, cost=spent):
            break
        async with aclosing(session.prepare()) as preparing:
            async for event in preparing:
                yield event
        chosen = None
        async with aclosing(session.choose()) as deciding:
            async for event in deciding:
                yield event
                chosen = event if isinstance(event, Chosen) else chosen
        if chosen is None or chosen.ended:
            why = Stop.ENDING
            break
        earlier = tuple(step.text.paragraph for step in session.book.last_steps(COMPARED))
        async with aclosing(session.write(_plan(chosen), decision=chosen.making)) as writing:
            async for event in writing:
                yield event
                if not isinstance(event, Committed):
                    continue
                steps += 1
                spent = None if spent is None or event.cost is None else spent + event.cost
                if repeats(event.paragraph, earlier, session.book.brief.language):
                    why = Stop.REPEATED
    if why is Stop.COST and spent is None:
        yield Notice(text="The price of this model is not known, so no limit of cost can be kept.")
    yield Stopped(why=why.value)


def _plan(chosen: Chosen) -> Plan:
    return Plan(
        text=chosen.plan,
        source=PlanSource.AUTOPILOT,
        offered=chosen.offered,
        reason=chosen.reason,
    )
