"""A writing session: one story, its lock, and every commit to its book.

The session is the only thing that writes a book. It asks the engine for the next step, keeps the
words of the reply as a draft while they come, commits the finished step, and has the long-term
memory and the readable copy follow. The command line and the studio both write through it.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from rgpt_tui.engine.draft_keeping import DraftKeeper
from rgpt_tui.engine.events import Revised, committed
from rgpt_tui.engine.following import PATIENCE, Follower
from rgpt_tui.engine.readable import write_copy
from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.records import Making
from rgpt_tui.writer.advance import step_of_draft
from rgpt_tui.writer.events import Event, Incomplete, Made, Refreshed
from rgpt_tui.writer.opening import opening_of_draft
from rgpt_tui.writer.state import state_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine, Sequence
    from pathlib import Path
    from typing import Self

    from rgpt_tui.engine.interface import StoryEngine
    from rgpt_tui.engine.next_prompt import NextPrompt
    from rgpt_tui.story.marks import Mark
    from rgpt_tui.story.records import Brief, NewStep, Passage, Plan


T = TypeVar("T")


class StepIncomplete(RgptError):
    """Sections are missing after all rounds; what came is kept as a draft."""


class WritingSession:
    """One story being written."""

    def __init__(self, folder: Path, engine: StoryEngine, program: str) -> None:
        self._folder = folder
        self._engine = engine
        self._program = program
        self._follower = Follower(engine.catch_up)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Take the lock and open the book.

        Raises:
            StoryLocked: another program writes the story.
            BookUnreadable, BookUnwritable, StoryTooNew: the book cannot be opened.
        """
        async with AsyncExitStack() as stack:
            stack.enter_context(WriterLock(self._folder, self._program))
            self.book = stack.enter_context(await asyncio.to_thread(Book.open, self._folder))
            stack.push_async_callback(self._follower.stop)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    # What a writer does

    def plans(self) -> tuple[str, ...]:
        """The plans on offer at the tip."""
        tip = self.book.tip
        return () if tip is None else self.book.step(tip).text.plans

    async def begin(self, *, draft: Draft | None = None) -> AsyncGenerator[Event, None]:
        """Write the opening of a story that has no step yet."""
        keeper = DraftKeeper(self.book, draft or self._new_draft(None, "", None))
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
            draft: an earlier try at it, which is gone on with.
            decision: what it took the autopilot to choose the plan.
            passages: exactly those that the prompt is to hold; None: those that are recalled.

        Yields:
            Events; after the commit a `Committed`.

        Raises:
            StepIncomplete: sections are missing after all rounds; a draft is kept.
            ModelError: the model could not answer; a draft is kept of what had come.
        """
        async with aclosing(self.prepare()) as events:
            async for event in events:
                yield event
        keeper = DraftKeeper(self.book, draft or self._new_draft(plan, heading, decision))
        making = self._engine.advance(plan, heading=heading, draft=keeper.draft, passages=passages)
        async with aclosing(self._keeping(making, keeper)) as events:
            async for event in events:
                yield event

    async def refresh(self) -> AsyncGenerator[Event, None]:
        """Make the memory and the plans at the tip anew from the text, as a new revision."""
        tip = self.book.tip
        async with aclosing(self._engine.refresh()) as events:
            async for event in events:
                yield event
                if isinstance(event, Refreshed) and tip is not None:
                    changes = {
                        "memory": event.memory,
                        "plans": event.plans,
                        "rationale": event.rationale,
                    }
                    for each in await self.revise(tip, **changes):
                        yield each
                    await self.acknowledge_edits()
                elif isinstance(event, Incomplete):
                    raise StepIncomplete(
                        f"The model did not give {_listed(event.missing)}. The story is as it "
                        "was. Try again, or write the memory yourself with `rgpt edit`."
                    )

    async def revise(self, step_id: str, **changes: Any) -> list[Event]:
        """Give a step a new revision; the earlier ones stay in the book.

        Returns:
            A `Revised`, and a notice if the readable copy could not follow.
        """
        step = await asyncio.to_thread(self.book.revise, step_id, **changes)
        revised = Revised(
            id=step.id,
            number=step.number,
            revision=step.revision,
            memory=step.text.memory,
            plans=step.text.plans,
        )
        return [revised, *await write_copy(self._folder, self.book)]

    async def change_brief(self, brief: Brief) -> list[Event]:
        """Change what stays true of the whole story; the brief as it was stays in the book."""
        await asyncio.to_thread(self.book.set_brief, brief)
        return await write_copy(self._folder, self.book)

    async def mark(self, step_id: str, mark: Mark | None) -> None:
        """Pin or mute a step, or, without a mark, take away the one that it has."""
        if mark is None:
            await asyncio.to_thread(self.book.marks.take_off, step_id)
        else:
            await asyncio.to_thread(self.book.marks.put, step_id, mark)

    async def acknowledge_edits(self) -> None:
        """Dismiss the marks “written before this edit”."""
        await asyncio.to_thread(self.book.acknowledge_edits)

    async def add(self, steps: Sequence[NewStep]) -> list[Event]:
        """Commit steps that no model made, such as those of an imported draft."""
        return await self._commit(steps, draft=None)

    async def keep_draft(self, draft: Draft) -> list[Event]:
        """Make a step of what a draft has, or the steps of an opening.

        A memory that it lacks stays as it was, or is made before the next step.

        Raises:
            StepIncomplete: it has no words of a paragraph.
        """
        if draft.plan is None:
            made = opening_of_draft(draft)
            await asyncio.to_thread(self._complete_brief, made)
            steps = made.steps
        else:
            step = step_of_draft(draft, state_of(self.book), self._engine.memory_limit)
            steps = () if step is None else (step,)
        if not steps:
            raise StepIncomplete(
                "The draft has no words of a paragraph, so it cannot become a step. It stays "
                "as it is. Write the step anew with `rgpt write`."
            )
        return await self._commit(steps, draft=draft)

    async def move(self, *, back: bool) -> list[Event]:
        """Undo or redo a step.

        Returns:
            A notice if the readable copy could not follow.

        Raises:
            NothingToMove: there is none.
        """
        await asyncio.to_thread(self.book.undo if back else self.book.redo)
        return await write_copy(self._folder, self.book)

    async def catch_up(self) -> AsyncGenerator[Event, None]:
        """Bring the long-term memory up to date with the book, to the end."""
        async with aclosing(self._follower.follow()) as following:
            async for event in following:
                yield event

    async def rebuild(self) -> AsyncGenerator[Event, None]:
        """Make the long-term memory anew from the book."""
        async with aclosing(self._engine.rebuild()) as events:
            async for event in events:
                yield event

    async def next_prompt(
        self, plan: str, *, heading: str = "", passages: Sequence[Passage] | None = None
    ) -> NextPrompt:
        """The exact next request, without sending it."""
        return await self._engine.next_prompt(plan, heading=heading, passages=passages)

    async def choose(self) -> AsyncGenerator[Event, None]:
        """Let the model decide as the author would how the story goes on."""
        async with aclosing(self._engine.choose()) as events:
            async for event in events:
                yield event

    # How it is done

    def _new_draft(self, plan: Plan | None, heading: str, decision: Making | None) -> Draft:
        return Draft(parent=self.book.tip, plan=plan, heading=heading, making=decision or Making())

    async def prepare(self) -> AsyncGenerator[Event, None]:
        """See that there is a memory to start from, and let the long-term memory follow."""
        if state_of(self.book).needs_refresh:
            async with aclosing(self.refresh()) as events:
                async for event in events:
                    yield event
        async with aclosing(self._follower.follow(PATIENCE)) as following:
            async for event in following:
                yield event

    async def _keeping(
        self, events: AsyncGenerator[Event, None], keeper: DraftKeeper
    ) -> AsyncGenerator[Event, None]:
        """Pass on the events of a step, keep its words as a draft, commit it once it is made."""
        try:
            async with aclosing(events) as stream:
                async for event in stream:
                    await keeper.watch(event)
                    yield event
                    if isinstance(event, Made):
                        for each in await _to_the_end(self._finish(event, keeper)):
                            yield each
                    elif isinstance(event, Incomplete):
                        raise StepIncomplete(
                            f"The model did not give {_listed(event.missing)} in as many "
                            "requests as the setting `rounds` allows. What came is kept as a "
                            "draft: `rgpt write --from-draft` asks for the rest again, "
                            "`rgpt write --keep-draft` makes a step of what is there."
                        )
        finally:
            # Also when the step is stopped or the model fails: what came is worth keeping.
            keeper.keep()

    async def _finish(self, made: Made, keeper: DraftKeeper) -> list[Event]:
        await asyncio.to_thread(self._complete_brief, made)
        events = await self._commit(made.steps, draft=keeper.draft)
        keeper.done()
        return events

    async def _commit(self, steps: Sequence[NewStep], *, draft: Draft | None) -> list[Event]:
        saved = await asyncio.to_thread(self.book.commit, steps, draft=draft.id if draft else None)
        events: list[Event] = [
            committed(step, new.making) for step, new in zip(saved, steps, strict=True)
        ]
        return events + await write_copy(self._folder, self.book)

    def _complete_brief(self, made: Made) -> None:
        """Give the brief the title and the outline that the opening invented, where it has none."""
        brief = self.book.brief
        complete = replace(
            brief, title=brief.title or made.title, outline=brief.outline or made.outline
        )
        if complete != brief:
            self.book.set_brief(complete)


async def _to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """What the work comes to; a cancellation waits until it is done, so that none is half done."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _listed(sections: Sequence[str]) -> str:
    return ", ".join(f"the {section.replace('_', ' ')}" for section in sections)
