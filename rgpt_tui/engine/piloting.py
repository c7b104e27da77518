"""Running the autopilot: choose, write, commit, again and again, until a rule says to stop."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.engine.events import Committed, Progress, Stopped
from rgpt_tui.story.records import Plan, PlanSource
from rgpt_tui.writer.autopilot import Stop, StopRules, repeats
from rgpt_tui.writer.events import Chosen, Event, Notice

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.engine.session import WritingSession

AUTOPILOT = "autopilot"
"""What its progress is called."""
COMPARED = 5
"""How many earlier paragraphs are looked at for repeated text."""


async def fly(
    session: WritingSession,
    rules: StopRules,
    *,
    stop_after_step: asyncio.Event | None = None,
) -> AsyncGenerator[Event, None]:
    """Let the autopilot write.

    Args:
        session: of a story that has an opening.
        rules: when to stop.
        stop_after_step: set it to have the step that is being written finished, and no other begun.

    Yields:
        Events of each decision and step, and how far it is in steps; the last one is `Stopped`.
    """
    steps = 0
    spent: float | None = 0.0
    why: Stop | None = None
    asked = stop_after_step or asyncio.Event()
    while why is None:
        yield Progress(what=AUTOPILOT, done=steps, total=rules.steps or 0)
        words = (await asyncio.to_thread(session.book.length)).words
        if why := _asked(asked) or rules.reached(steps=steps, words=words, cost=spent):
            break
        async with aclosing(session.prepare()) as preparing:
            async for event in preparing:
                yield event
        chosen = None
        async with aclosing(session.choose()) as deciding:
            async for event in deciding:
                yield event
                chosen = event if isinstance(event, Chosen) else chosen
        if why := _asked(asked):
            break
        if chosen is None or chosen.ended:
            why = Stop.ENDING
            break
        last = await asyncio.to_thread(session.book.last_steps, COMPARED)
        language = (await asyncio.to_thread(lambda: session.book.brief)).language
        earlier = tuple(step.text.paragraph for step in last)
        async with aclosing(session.write(_plan(chosen), decision=chosen.making)) as writing:
            async for event in writing:
                yield event
                if not isinstance(event, Committed):
                    continue
                steps += 1
                spent = None if spent is None or event.cost is None else spent + event.cost
                if await asyncio.to_thread(repeats, event.paragraph, earlier, language):
                    why = Stop.REPEATED
    if why is Stop.COST and spent is None:
        yield Notice(text="The price of this model is not known, so no limit of cost can be kept.")
    yield Stopped(why=why.value)


def _asked(asked: asyncio.Event) -> Stop | None:
    return Stop.ASKED if asked.is_set() else None


def _plan(chosen: Chosen) -> Plan:
    return Plan(
        text=chosen.plan,
        source=PlanSource.AUTOPILOT,
        offered=chosen.offered,
        reason=chosen.reason,
    )
