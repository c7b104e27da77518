"""Running the autopilot: choose, write, commit, again and again, until a rule says to stop."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.engine.connection import EngineDied, EngineGone
from rgpt_tui.engine.events import Committed, Flight, Stopped
from rgpt_tui.story.costs import in_all
from rgpt_tui.story.counting import counted
from rgpt_tui.story.errors import Way
from rgpt_tui.story.records import Plan, PlanSource
from rgpt_tui.writer.autopilot import Nearest, Stop, StopRules, repeats
from rgpt_tui.writer.events import Answered, Chosen, Event, Notice

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.engine.session import WritingSession

AGAIN = 3
"""How often in a row, without a step between, it goes on after the engine has ended."""
_WENT_ON = Notice(text="The engine was started again. The autopilot goes on from what had come.")
COMPARED = 5
"""How many earlier paragraphs are looked at for repeated text."""


async def fly(
    session: WritingSession,
    rules: StopRules,
    *,
    stop_after_step: asyncio.Event | None = None,
) -> AsyncGenerator[Event, None]:
    """Let the autopilot write. Where no plans are on offer, it has some made first.

    Args:
        session: of a story that has an opening.
        rules: when to stop.
        stop_after_step: set it to have the step that is begun finished, and no other begun. One is
            begun as soon as something is made ready for it: what was asked for it is not wasted.

    Yields:
        Events of each decision and step, and how far it is; the last one is `Stopped`.

    Raises:
        EngineDied: the engine has ended again and again, or is not started again. After a single
            time it goes on from what had come: nobody may be there who would have it go on.
        RgptError: as `WritingSession.write` raises it.
    """
    steps = 0
    spent: float | None = 0.0
    why: Stop | None = None
    asked = stop_after_step or asyncio.Event()
    step, deaths, died = _Step(session), 0, False

    async def told(events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
        """Say, with the first of some events, that the engine was started again, if it was."""
        nonlocal died
        async with aclosing(events):
            async for event in events:
                if died:
                    yield _WENT_ON
                    died = False
                yield event

    words_before = (await asyncio.to_thread(session.book.length)).words
    while why is None:
        words = (await asyncio.to_thread(session.book.length)).words
        yield _flight(
            steps,
            rules.nearest(steps=steps, words=words, cost=spent, words_before=words_before),
        )
        stop = Stop.ASKED if asked.is_set() and not step.begun else None
        if why := stop or rules.reached(steps=steps, words=words, cost=spent):
            break
        try:
            async with aclosing(told(step.choose())) as deciding:
                async for event in deciding:
                    yield event
            if step.ended:
                why = Stop.ENDING
                break
            earlier, language = await asyncio.to_thread(_before, session)
            async with aclosing(told(step.write())) as writing:
                async for event in writing:
                    yield event
                    if not isinstance(event, Committed):
                        continue
                    steps += 1
                    spent = in_all(spent, step.prepared, event.cost)
                    if await asyncio.to_thread(repeats, event.paragraph, earlier, language):
                        why = Stop.REPEATED
        except EngineGone as error:
            raise EngineGone(f"{_stopped_after(steps)}. {error}") from error
        except EngineDied as error:
            # That it was started again is told by the first that comes of it: it need not be so.
            deaths, died = deaths + 1, True
            if deaths > AGAIN:
                raise EngineDied(
                    f"{_stopped_after(steps)}: the engine, the part of rgpt that writes and "
                    f"remembers, had to be started again {AGAIN} times and still did not get "
                    "through a step. Your story is saved, and words that had come are kept as a "
                    "draft."
                ).offering(Way.GO_ON) from error
        if step.done:
            step, deaths = _Step(session), 0
    if why is Stop.COST and spent is None:
        yield Notice(text="The price of this model is not known, so no limit of cost can be kept.")
    yield Stopped(why=why.value)


def _flight(steps: int, nearest: Nearest | None) -> Flight:
    if nearest is None:
        return Flight(step=steps + 1)
    return Flight(
        step=steps + 1,
        limit=nearest.rule.value,
        done=nearest.done,
        total=nearest.total,
        share=nearest.share,
    )


def _stopped_after(steps: int) -> str:
    return f"The autopilot has stopped after {counted(steps, 'step')}"


class _Step:
    """A step that is being made. What of it was there when the engine ended is not asked again."""

    def __init__(self, session: WritingSession) -> None:
        self._session = session
        self._chosen: Chosen | None = None
        self.begun = False
        self.ended = False
        """The story is at its end, and no step is to be made."""
        self.done = False
        self.prepared: float | None = 0.0
        """US dollars for a memory and plans to start from, which are not booked with the step."""

    async def choose(self) -> AsyncGenerator[Event, None]:
        self.begun = True
        if self._chosen is not None:
            return
        async with aclosing(self._prepare()) as preparing:
            async for event in preparing:
                if isinstance(event, Answered):
                    self.prepared = in_all(self.prepared, event.cost)
                yield event
        async with aclosing(self._session.choose()) as deciding:
            async for event in deciding:
                yield event
                self._chosen = event if isinstance(event, Chosen) else self._chosen
        self.ended = self._chosen is None or self._chosen.ended

    async def _prepare(self) -> AsyncGenerator[Event, None]:
        """See that there are a memory to start from, and plans to choose from."""
        async with aclosing(self._session.prepare()) as preparing:
            async for event in preparing:
                yield event
        if not await self._session.plans():
            async with aclosing(self._session.replan()) as planning:
                async for event in planning:
                    yield event

    async def write(self) -> AsyncGenerator[Event, None]:
        assert self._chosen is not None  # noqa: S101 - it has chosen, and not the end
        plan, draft = _plan(self._chosen), await self._session.unfinished()
        if draft is not None and draft.plan == plan:
            making = self._session.go_on(draft)
        else:
            making = self._session.write(plan, decision=self._chosen.making)
        async with aclosing(making) as writing:
            async for event in writing:
                self.done = self.done or isinstance(event, Committed)
                yield event


def _before(session: WritingSession) -> tuple[tuple[str, ...], str]:
    """The last paragraphs, and the language that they are in."""
    last = session.book.last_steps(COMPARED)
    return tuple(step.text.paragraph for step in last), session.book.brief.language


def _plan(chosen: Chosen) -> Plan:
    return Plan(
        text=chosen.plan,
        source=PlanSource.AUTOPILOT,
        offered=chosen.offered,
        reason=chosen.reason,
    )
