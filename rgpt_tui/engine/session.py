"""A writing session: one story, its lock, and every commit to its book.

The session is the only thing that writes a book. It asks the engine for the next step, keeps the
words of the reply as a draft while they come, commits the finished step, and has the long-term
memory and the readable copy follow. The command line and the studio both write through it.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.engine.incomplete import StepIncomplete
from rgpt_tui.engine.own_paragraph import OwnSession
from rgpt_tui.engine.uninterrupted import in_thread, to_the_end
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.errors import Way
from rgpt_tui.story.reading import NoSuchStep
from rgpt_tui.story.records import Plan, StepKind
from rgpt_tui.writer.advance import step_of_draft
from rgpt_tui.writer.events import Event, Made
from rgpt_tui.writer.opening import opening_of_draft
from rgpt_tui.writer.plan_choice import NoSuchPlan
from rgpt_tui.writer.state import state_after

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from rgpt_tui.archive.query import Recall
    from rgpt_tui.engine.forecast import Forecast
    from rgpt_tui.engine.next_prompt import NextPrompt
    from rgpt_tui.story.records import Passage

__all__ = ["StepIncomplete", "WritingSession"]


class WritingSession(OwnSession):
    """One story being written."""

    async def reroll(
        self,
        step_id: str,
        plan: Plan | None = None,
        *,
        heading: str | None = None,
        passages: Sequence[Passage] | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Write a step once more, as an alternate beside it; of an opening, all of its steps.

        The step stays in the book, and what was written after it. Where nothing comes of it, the
        story stands where it stood; what had come is kept as a draft.

        Args:
            step_id: the step.
            plan: what the paragraph is to do; None: what it was to do.
            heading: of a chapter that begins with it; None: the one that it has.
            passages: as `write` takes them.

        Raises:
            NoSuchStep: there is none of that id.
            NoSuchPlan: the step was written from no plan, and none is given; or it begins the
                story and is no opening, so that there is nothing to write it from.
            StepIncomplete, ModelError: as `write` raises them.
        """
        step = await asyncio.to_thread(self.book.step, step_id)
        if step.kind is StepKind.OPENING:
            place, writing = None, self.begin(draft=Draft(parent=None))
        elif step.parent is None:
            raise NoSuchPlan(
                "The story begins with this step, and rgpt did not write it as an opening, so it "
                "cannot be written again. Nothing was written."
            ).offering(Way.EDIT_PARAGRAPH)
        else:
            plan = plan or step.plan
            if plan is None:
                raise NoSuchPlan(
                    "This step was not written from a plan, so it cannot be written again from "
                    "one. Nothing was written."
                ).offering(Way.EDIT_PARAGRAPH, Way.FROM_BEFORE)
            heading = step.text.heading if heading is None else heading
            place = step.parent
            draft = Draft(parent=place, plan=plan, heading=heading)
            writing = self.write(plan, heading=heading, draft=draft, passages=passages)
        async with aclosing(self._written_at(place, writing)) as events:
            async for event in events:
                yield event

    async def go_on(
        self, draft: Draft, *, passages: Sequence[Passage] | None = None
    ) -> AsyncGenerator[Event, None]:
        """Ask for what a draft lacks, at the place that it was written for, and commit it.

        Raises:
            StepIncomplete, ModelError: as `write` raises them; the draft has what came as well.
        """
        if draft.plan is None:
            writing = self.begin(draft=draft)
        else:
            writing = self.write(draft.plan, heading=draft.heading, draft=draft, passages=passages)
        async with aclosing(self._written_at(draft.parent, writing)) as events:
            async for event in events:
                yield event

    async def unfinished(self) -> Draft | None:
        """The draft of what was to follow the tip that was kept last, if one is open."""
        return await asyncio.to_thread(lambda: self.book.drafts.latest(self.book.tip))

    async def keep_draft(self, draft: Draft) -> list[Event]:
        """Make a step of what a draft has, or the steps of an opening, where it was written for.

        A memory that it lacks stays as it was, or is made before the next step.

        Raises:
            StepIncomplete: it has no words of a paragraph.
        """
        return await to_the_end(self._keep_as_step(draft))

    async def next_prompt(
        self, plan: str, *, heading: str = "", passages: Sequence[Passage] | None = None
    ) -> NextPrompt:
        """The exact next request, without sending it."""
        return await self._engine.next_prompt(plan, heading=heading, passages=passages)

    async def recall(self, plan: str) -> Recall:
        """The passages that the next step would be told for a plan."""
        return await self._engine.recall(plan)

    async def search(self, text: str, limit: int, *, every_branch: bool = False) -> Recall:
        """The passages that fit a text best, of the branch or of every branch."""
        return await self._engine.search(text, limit, every_branch=every_branch)

    async def forecast(self, plan: str, *, passages: Sequence[Passage] | None = None) -> Forecast:
        """What the next step would take, and all steps to the length that is aimed at."""
        return await self._engine.forecast(plan, passages=passages)

    async def _written_at(
        self, place: str | None, writing: AsyncGenerator[Event, None]
    ) -> AsyncGenerator[Event, None]:
        """Write behind a step.

        The tip moves with the commit and not before, so that a kill leaves the story where it
        stood. Only to a step of another branch, or of a text without a memory, it goes first, and
        comes back if nothing is committed there.
        """
        was = await asyncio.to_thread(lambda: self.book.tip)
        goes_first = was != place and not await asyncio.to_thread(self._has_memory, place)
        try:
            if goes_first:
                await in_thread(self._place_tip, place)
            async with aclosing(writing) as events:
                async for event in events:
                    yield event
        finally:
            if goes_first:
                await to_the_end(self._return(place, was))

    def _has_memory(self, place: str | None) -> bool:
        """Whether a step is on the path and has what the next one starts from."""
        try:
            return not state_after(self.book, place).needs_refresh
        except NoSuchStep:
            return False

    async def _return(self, place: str | None, was: str | None) -> None:
        if await asyncio.to_thread(lambda: self.book.tip) == place:
            await self.go_to(was)

    async def _keep_as_step(self, draft: Draft) -> list[Event]:
        made = await asyncio.to_thread(self._made_of, draft)
        if not made.steps:
            raise StepIncomplete(
                "The draft has no words of a paragraph, so it cannot become a step. It stays "
                "as it is."
            ).offering(Way.WRITE)
        await asyncio.to_thread(self._complete_brief, made)
        return await self._commit(made.steps, draft_id=draft.id, behind=draft.parent)

    def _made_of(self, draft: Draft) -> Made:
        if draft.plan is None:
            return opening_of_draft(draft)
        state = state_after(self.book, draft.parent)
        step = step_of_draft(draft, state, self._engine.memory_limit)
        return Made(steps=() if step is None else (step,))
