"""A session in which the writer writes a paragraph with their own hand."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.engine.events import Committed
from rgpt_tui.engine.stepping import SteppingSession
from rgpt_tui.story.authors import Author
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import NewStep, Plan, PlanSource, StepKind, Text
from rgpt_tui.writer.advance import step_of_draft
from rgpt_tui.writer.events import Answered, Event, Incomplete, Made, Notice
from rgpt_tui.writer.sections import Section
from rgpt_tui.writer.state import state_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.writer.state import State


class NothingWritten(RgptError):
    """A paragraph of the writer's own has no words."""


class OwnSession(SteppingSession):
    """One story, to which the writer adds paragraphs that have a memory and plans made of them."""

    async def write_own(
        self, text: str, *, heading: str = "", plan: Plan | None = None
    ) -> AsyncGenerator[Event, None]:
        """Make a step of the writer's own paragraph, then have it remembered and planned from.

        It is in the book before a model is asked. Without one it stays so, with the memory as it
        was before it; the state says then that it needs a refresh.

        Args:
            text: the paragraph, which stays as it is.
            heading: of a chapter that begins with it.
            plan: what it was to do, if the writer had one.

        Yields:
            A `Committed` first; a `Revised` when memory and plans are made; a `Notice` if they
            could not be.

        Raises:
            NothingWritten: it has no words.
        """
        if not text.strip():
            raise NothingWritten("The paragraph is empty. Nothing was saved. Write it first.")
        before = await asyncio.to_thread(state_of, self.book)
        own = ""
        kept = Text(heading=heading, paragraph=text, memory=before.memory, pinned=before.pinned)
        for event in await self.add([NewStep(kind=StepKind.OWN, plan=plan, text=kept)]):
            yield event
            own = event.id if isinstance(event, Committed) else own
        draft = Draft(
            parent=before.tip,
            plan=plan,
            heading=heading,
            sections={Section.PARAGRAPH.value: text},
        )
        # What the writer wrote is not told by what was written long ago: nothing is recalled.
        asking = (
            self.refresh()
            if before.needs_refresh
            else self._engine.advance(
                plan or Plan(text="", source=PlanSource.OWN),
                heading=heading,
                draft=draft,
                passages=(),
            )
        )
        answered: Answered | None = None
        try:
            async with aclosing(asking) as events:
                async for event in events:
                    answered = event if isinstance(event, Answered) else answered
                    if isinstance(event, Made):
                        new = event.steps[0].text
                        for each in await self.revise(
                            own,
                            author=Author.MODEL,
                            rationale=new.rationale,
                            memory=new.memory,
                            plans=new.plans,
                        ):
                            yield each
                    elif isinstance(event, Incomplete):
                        why = event.why or "The model did not give all that was asked for."
                        for each in await self._remember(own, before, answered, why):
                            yield each
                    else:
                        yield event
        except RgptError as error:
            for event in await self._remember(own, before, answered, str(error)):
                yield event
        for event in await self.settle():
            yield event

    async def _remember(
        self, own: str, before: State, answered: Answered | None, why: str
    ) -> list[Event]:
        """Give the writer's own paragraph the memory that came, where not all of the rest did.

        Args:
            own: the step of the paragraph.
            before: what it followed.
            answered: the last reply; None: there was none.
            why: not all came.
        """
        sections = answered.sections if answered else {}
        if answered is None or before.needs_refresh or Section.MEMORY.value not in sections:
            return [_not_remembered(why)]
        made = step_of_draft(
            Draft(parent=before.tip, plan=None, sections=answered.sections),
            before,
            self._engine.memory_limit,
        )
        if made is None:
            return [_not_remembered(why)]
        new = made.text
        revised = await self.revise(
            own,
            author=Author.MODEL,
            rationale=new.rationale,
            memory=new.memory,
            plans=new.plans,
        )
        told = Notice(
            text=f"Your paragraph and its memory are in the book. Not all plans could be made: "
            f"{why} Ask for new plans, or write your own."
        )
        return [*revised, told]


def _not_remembered(why: str) -> Notice:
    return Notice(
        text=f"Your paragraph is in the book. Its memory and plans could not be made: {why} They "
        "are made before the next step, or when you refresh the memory."
    )
