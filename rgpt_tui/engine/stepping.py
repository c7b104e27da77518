"""A session that has steps written: it asks the engine, keeps drafts, and commits."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.engine.draft_keeping import DraftKeeper
from rgpt_tui.engine.editing import EditingSession
from rgpt_tui.engine.following import PATIENCE, Follower
from rgpt_tui.engine.incomplete import StepIncomplete, has_words, not_whole, why_incomplete
from rgpt_tui.engine.uninterrupted import in_thread, to_the_end
from rgpt_tui.models.errors import ModelError
from rgpt_tui.story.authors import Author
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.errors import Way
from rgpt_tui.story.records import Making
from rgpt_tui.writer.events import Event, Incomplete, Made, Refreshed, Replanned
from rgpt_tui.writer.plan_choice import NoSuchPlan
from rgpt_tui.writer.state import state_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from pathlib import Path
    from typing import Self

    from rgpt_tui.engine.backing_up import BackupRules
    from rgpt_tui.engine.interface import StoryEngine
    from rgpt_tui.story.records import Passage, Plan


class SteppingSession(EditingSession):
    """One story, whose steps are written by the engine."""

    def __init__(
        self,
        folder: Path,
        engine: StoryEngine,
        program: str,
        *,
        backups: BackupRules | None = None,
    ) -> None:
        """Make a session, as `EditingSession` does."""
        super().__init__(folder, engine, program, backups=backups)
        self._follower = Follower(engine.catch_up)
        self._in_flight: set[DraftKeeper] = set()

    async def __aenter__(self) -> Self:
        """Take the lock and open the book; see `EditingSession`."""
        await super().__aenter__()
        self._stack.push_async_callback(self._follower.stop)
        self._stack.push_async_callback(self._keep_drafts)
        return self

    @property
    def in_flight(self) -> frozenset[str]:
        """The ids of the drafts that are being written at the moment."""
        return frozenset(keeper.draft.id for keeper in self._in_flight)

    async def begin(self, *, draft: Draft | None = None) -> AsyncGenerator[Event, None]:
        """Write the opening of a story that has no step yet.

        Args:
            draft: an earlier try at it, which is gone on with.

        Raises:
            StepIncomplete: sections are missing after all rounds; a draft is kept.
            ModelError: the model could not answer; a draft is kept of what had come.
        """
        keeper = DraftKeeper(self.book, draft or await self._new_draft(None))
        making = self._engine.open_story(draft=keeper.draft)
        async with aclosing(self._keeping(making, keeper)) as events:
            async for event in events:
                yield event

    async def write(
        self,
        plan: Plan,
        *,
        heading: str = "",
        draft: Draft | None = None,
        decision: Making | None = None,
        passages: Sequence[Passage] | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Write the next step and commit it.

        Args:
            plan: what the paragraph is to do.
            heading: of a chapter that begins with this step.
            draft: an earlier try at it, which is gone on with, at the place that it is for.
            decision: what it took the autopilot to choose the plan.
            passages: exactly those that the prompt is to hold; None: those that are recalled.

        Yields:
            Events; after the commit a `Committed`.

        Raises:
            StepIncomplete: sections are missing after all rounds; a draft is kept.
            ModelError: the model could not answer; a draft is kept of what had come.
        """
        # Where nothing is recalled, nothing waits for the long-term memory.
        patience = PATIENCE if passages is None else 0.0
        at_tip = draft is None or draft.parent == await asyncio.to_thread(lambda: self.book.tip)
        # Elsewhere there is a memory to start from: see `WritingSession._written_at`.
        preparing = self.prepare(patience) if at_tip else self._follower.follow(patience)
        async with aclosing(preparing) as events:
            async for event in events:
                yield event
        draft = draft or await self._new_draft(plan, heading, decision)
        keeper = DraftKeeper(self.book, draft)
        making = self._engine.advance(plan, heading=heading, draft=draft, passages=passages)
        async with aclosing(self._keeping(making, keeper)) as events:
            async for event in events:
                yield event

    async def refresh(self) -> AsyncGenerator[Event, None]:
        """Make the memory and the plans at the tip anew from the text, as a new revision."""
        tip, remembered = await asyncio.to_thread(lambda: self.book.tip), False
        async with aclosing(self._engine.refresh()) as events:
            async for event in events:
                yield event
                if isinstance(event, Refreshed) and tip is not None:
                    remembered = True
                    for each in await to_the_end(self._refreshed(tip, event)):
                        yield each
                elif isinstance(event, Incomplete) and remembered:
                    raise StepIncomplete(
                        f"{why_incomplete(event)} The memory is made anew and saved. Have other "
                        "plans made, or write a plan of your own."
                    )
                elif isinstance(event, Incomplete):
                    raise StepIncomplete(
                        f"{why_incomplete(event)} The story is as it was. Try again, or write the "
                        "memory yourself."
                    ).offering(Way.EDIT_MEMORY)
        for event in await self.settle():
            yield event

    async def replan(self) -> AsyncGenerator[Event, None]:
        """Have other plans made for what could come next, as a new revision of the tip.

        The plans of earlier revisions stay in the book. A text without a memory gets that first,
        and plans with it.

        Raises:
            NoSuchPlan: the story has no step yet.
            StepIncomplete: the model did not give all of them; the plans are as they were.
            ModelError: the model could not answer; the plans are as they were.
        """
        state = await asyncio.to_thread(state_of, self.book)
        tip = state.tip
        if tip is None:
            raise NoSuchPlan(
                "The story has no opening yet, so nothing can be planned. Write the opening first."
            )
        making = self.refresh() if state.needs_refresh else self._engine.replan()
        async with aclosing(making) as events:
            async for event in events:
                yield event
                if isinstance(event, Replanned):
                    for each in await self.revise(tip, author=Author.MODEL, plans=event.plans):
                        yield each
                elif isinstance(event, Incomplete):
                    raise StepIncomplete(
                        f"{why_incomplete(event)} The plans are as they were. Try again, or write "
                        "a plan of your own."
                    )
        for event in await self.settle():
            yield event

    async def choose(self) -> AsyncGenerator[Event, None]:
        """Let the model decide as the author would how the story goes on."""
        async with aclosing(self._engine.choose()) as events:
            async for event in events:
                yield event

    async def prepare(self, patience: float = PATIENCE) -> AsyncGenerator[Event, None]:
        """See that there is a memory to start from, and let the long-term memory follow.

        Args:
            patience: seconds to wait for the long-term memory; then it goes on unseen.
        """
        state = await asyncio.to_thread(state_of, self.book)
        if state.needs_refresh:
            async with aclosing(self.refresh()) as events:
                async for event in events:
                    yield event
        async with aclosing(self._follower.follow(patience)) as following:
            async for event in following:
                yield event

    async def catch_up(self) -> AsyncGenerator[Event, None]:
        """Bring the long-term memory and the readable copy up to date with the book."""
        async with aclosing(self._follower.follow()) as following:
            async for progress in following:
                yield progress
        for event in await self.settle():
            yield event

    async def rebuild(self) -> AsyncGenerator[Event, None]:
        """Make the long-term memory anew from the book."""
        async with aclosing(self._engine.rebuild()) as events:
            async for event in events:
                yield event

    async def _new_draft(
        self, plan: Plan | None, heading: str = "", decision: Making | None = None
    ) -> Draft:
        tip = await asyncio.to_thread(lambda: self.book.tip)
        return Draft(parent=tip, plan=plan, heading=heading, making=decision or Making())

    async def _keeping(
        self, events: AsyncGenerator[Event, None], keeper: DraftKeeper
    ) -> AsyncGenerator[Event, None]:
        """Pass on the events of a step, keep its words as a draft, commit it once it is made."""
        self._in_flight.add(keeper)
        try:
            async with aclosing(events) as stream:
                async for event in stream:
                    notice = await keeper.watch(event)
                    yield event
                    if notice is not None:
                        yield notice
                    if isinstance(event, Made):
                        for each in await to_the_end(self._finish(event, keeper)):
                            yield each
                    elif isinstance(event, Incomplete):
                        raise not_whole(event, keeper.draft)
        except ModelError as error:
            if has_words(keeper.draft):
                error.offering(Way.GO_ON, *(error.ways or (Way.OTHER_MODEL,)))
            raise
        finally:
            self._in_flight.discard(keeper)
            # Also when the step is stopped or the model fails: what came is worth keeping.
            await self._keep(keeper)
        for event in await self.settle():
            yield event

    async def _keep_drafts(self) -> None:
        """Keep what is in flight when the session ends, whether or not its generator was closed."""
        for keeper in self._in_flight:
            await in_thread(keeper.keep)
        await in_thread(self.book.drafts.keep_held)

    async def _keep(self, keeper: DraftKeeper) -> None:
        try:
            await in_thread(keeper.keep)
        except BookUnwritable as error:
            # Neither a step nor a draft could be made of it: the book has it to offer all the same.
            raise BookUnwritable(f"{error} What the model wrote is held here until then.").offering(
                Way.SAVE_HELD
            ) from error

    async def _finish(self, made: Made, keeper: DraftKeeper) -> list[Event]:
        await asyncio.to_thread(self._complete_brief, made)
        draft = keeper.draft
        events = await self._commit(made.steps, draft_id=draft.id, behind=draft.parent)
        keeper.done()
        return events

    async def _refreshed(self, tip: str, event: Refreshed) -> list[Event]:
        # Where no plan came, those that were on offer are better than none.
        plans = {"plans": event.plans} if event.plans else {}
        revised = await self.revise(
            tip, author=Author.MODEL, memory=event.memory, rationale=event.rationale, **plans
        )
        await self.acknowledge_edits()
        return revised

    def _complete_brief(self, made: Made) -> None:
        """Give the brief the title and the outline that the opening invented, where it has none."""
        brief = self.book.brief
        complete = replace(
            brief, title=brief.title or made.title, outline=brief.outline or made.outline
        )
        if complete != brief:
            self.book.set_brief(complete)
