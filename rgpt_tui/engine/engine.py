"""The engine: the model, the long-term memory and the recurrent cell of one story.

It reads the book and never writes it. Everything slow or heavy is in here: the model is found
and the archive opened when they are first needed, and closed with the engine.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, aclosing
from typing import TYPE_CHECKING

from rgpt_tui.engine.events import CHOSEN, Progress, Recalled
from rgpt_tui.engine.following import PATIENCE, Follower
from rgpt_tui.engine.footprint import share_arenas
from rgpt_tui.engine.forecast import forecast_of, history_of
from rgpt_tui.engine.long_term_memory import LongTermMemory
from rgpt_tui.engine.next_prompt import NextPrompt
from rgpt_tui.engine.readable import ReadableCopy
from rgpt_tui.engine.story_cell import StoryCell
from rgpt_tui.story.reading import BookReader
from rgpt_tui.writer.advance import advance, next_prompt
from rgpt_tui.writer.autopilot import choose, choosing_prompt
from rgpt_tui.writer.events import Event, Notice
from rgpt_tui.writer.opening import open_story, opening_prompt
from rgpt_tui.writer.refresh import REFRESH_PARAGRAPHS, refresh, refresh_prompt
from rgpt_tui.writer.replanning import replan
from rgpt_tui.writer.state import state_after, state_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from pathlib import Path
    from typing import Self

    from rgpt_tui.archive.query import Recall
    from rgpt_tui.engine.forecast import Forecast
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.memory import MemoryLimit
    from rgpt_tui.story.records import Passage, Plan
    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State


class Engine:
    """One story at work."""

    def __init__(
        self, folder: Path, settings: Settings, *, template_folder: Path, alone: bool = True
    ) -> None:
        """Make an engine; nothing is opened before it is needed.

        Args:
            folder: of the story.
            settings: all of them.
            template_folder: where the writer's own templates for all stories may be.
            alone: the story's lock is held by this process, so that the archive may be written.
        """
        self._alone = alone
        self._folder = folder
        self._settings = settings
        self._template_folder = template_folder
        self._stack = AsyncExitStack()
        self._memory: LongTermMemory | None = None
        # Calls run side by side, and no archive may be opened twice.
        self._opening_memory = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Open the book for reading.

        Raises:
            BookUnreadable, StoryTooNew: it cannot be read.
        """
        share_arenas()
        self._book = self._stack.enter_context(
            await asyncio.to_thread(BookReader.open, self._folder)
        )
        self._copy = ReadableCopy(self._folder, self._book)
        self._stack.push_async_callback(self._copy.close)
        self._cell = StoryCell(self._folder, self._book, self._settings, self._template_folder)
        self._stack.push_async_callback(self._cell.close)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def memory_limit(self) -> MemoryLimit:
        """How long the short-term memory may get."""
        return self._cell.memory_limit

    async def plans(self) -> tuple[str, ...]:
        """The plans on offer at the tip."""
        return (await self._state()).plans

    async def open_story(self, *, draft: Draft | None = None) -> AsyncGenerator[Event, None]:
        """Write the opening of a story that has no step yet; see `writer.opening.open_story`."""
        cell, chosen = await self._cell.ready()
        for event in chosen:
            yield event
        state = await (self._state() if draft is None else self._state_after(draft.parent))
        async with aclosing(open_story(cell, state, draft=draft)) as events:
            async for event in events:
                yield event

    async def advance(
        self,
        plan: Plan,
        *,
        heading: str = "",
        draft: Draft | None = None,
        passages: Sequence[Passage] | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Recall, and write the next step; see `writer.advance.advance`.

        Args:
            plan: what the paragraph is to do.
            heading: of a chapter that begins with this step.
            draft: an earlier try at this step, which is gone on with; the step follows on its
                parent.
            passages: exactly those that the prompt is to hold; None: those that are recalled.
        """
        cell, chosen = await self._cell.ready()
        for event in chosen:
            yield event
        state = await (self._state() if draft is None else self._state_after(draft.parent))
        if passages is None:
            recall = await self._recall(state, plan.text)
            if recall.notice:
                yield Notice(text=recall.notice)
            told = Recalled(
                hits=recall.hits, near_misses=recall.near_misses, mode=recall.mode.value
            )
        else:
            told = Recalled(hits=tuple(passages), near_misses=(), mode=CHOSEN)
        yield told
        step = advance(cell, state, plan, told.hits, heading=heading, draft=draft)
        async with aclosing(step) as events:
            async for event in events:
                yield event

    async def choose(self) -> AsyncGenerator[Event, None]:
        """Decide as the author would how the story goes on; see `writer.autopilot.choose`."""
        cell, chosen = await self._cell.ready()
        for event in chosen:
            yield event
        state = await self._state()
        recall = await self._recall(state, " ".join(state.plans))
        async with aclosing(choose(cell, state, recall.hits)) as events:
            async for event in events:
                yield event

    async def replan(self) -> AsyncGenerator[Event, None]:
        """Make other plans for what could come next; see `writer.replanning.replan`."""
        cell, chosen = await self._cell.ready()
        for event in chosen:
            yield event
        state = await self._state()
        seen = await asyncio.to_thread(_plans_seen, self._book, state.tip)
        async with aclosing(replan(cell, state, seen)) as events:
            async for event in events:
                yield event

    async def refresh(self) -> AsyncGenerator[Event, None]:
        """Make memory and plans anew from the text; see `writer.refresh.refresh`."""
        cell, chosen = await self._cell.ready()
        for event in chosen:
            yield event
        state = await self._state(REFRESH_PARAGRAPHS)
        async with aclosing(refresh(cell, state)) as events:
            async for event in events:
                yield event

    async def recall(self, plan: str) -> Recall:
        """The passages that fit a plan and what the memory says last."""
        return await self._recall(await self._state(), plan)

    async def search(self, text: str, limit: int, *, every_branch: bool = False) -> Recall:
        """The passages that fit a text best, of the branch from end to end, or of every branch."""
        return await (await self._open_memory()).search(text, limit, every_branch=every_branch)

    async def catch_up(self) -> AsyncGenerator[Progress, None]:
        """Bring the long-term memory up to date with the book."""
        memory = await self._open_memory()
        async with aclosing(memory.catch_up()) as events:
            async for event in events:
                yield event

    async def rebuild(self) -> AsyncGenerator[Event, None]:
        """Make the long-term memory anew from the book."""
        memory = await self._open_memory()
        async with aclosing(memory.rebuild()) as events:
            async for event in events:
                yield event

    async def next_prompt(
        self, plan: str, *, heading: str = "", passages: Sequence[Passage] | None = None
    ) -> NextPrompt:
        """The exact next request without sending it, and what was recalled for it.

        Args:
            plan: what the paragraph is to do.
            heading: of a chapter that begins with this step.
            passages: exactly those that the prompt is to hold; None: those that are recalled.

        Raises:
            PromptTooLong: it does not fit the model.
            NoModelFound: there is no model to make it for.
        """
        cell, state = await self._cell.to_show(), await self._state()
        if passages is None and state.tip is not None and not state.needs_refresh:
            await self._follow_for_a_while()
        return await self._shown(cell, state, plan, heading, passages)

    async def forecast(self, plan: str, *, passages: Sequence[Passage] | None = None) -> Forecast:
        """What the next step would take, and all steps to the length that is aimed at.

        Args:
            plan: what the paragraph is to do.
            passages: exactly those that the prompt is to hold; None: those that are recalled.

        Raises:
            PromptTooLong: the next prompt does not fit the model.
            NoModelFound: there is no model to ask.
        """
        cell, state = await self._cell.to_show(), await self._state()
        shown = await self._shown(cell, state, plan, "", passages)
        history = await asyncio.to_thread(history_of, self._book, cell.model.profile.name)
        hits = shown.recall.hits if shown.recall else tuple(passages or ())
        choosing = choosing_prompt(cell, state, hits)
        return forecast_of(cell, state, shown.prompt, history, choosing)

    async def write_copy(self) -> list[Event]:
        """Bring the readable copy up to date; a notice says if it could not be written."""
        return await self._copy.write()

    async def _shown(
        self,
        cell: Cell,
        state: State,
        plan: str,
        heading: str,
        passages: Sequence[Passage] | None,
    ) -> NextPrompt:
        recall = None
        if state.tip is None:
            prompt = opening_prompt(cell, state)
        elif state.needs_refresh:
            # A text without a memory gets one first; the step's own request comes after that.
            prompt = refresh_prompt(cell, await self._state(REFRESH_PARAGRAPHS))
        else:
            if passages is None:
                recall = await self._recall(state, plan)
            hits = recall.hits if recall else tuple(passages or ())
            prompt = next_prompt(cell, state, plan, hits, heading=heading)
        return NextPrompt(prompt=prompt, recall=recall, notices=tuple(cell.templates.notices))

    async def _follow_for_a_while(self) -> None:
        """Let the long-term memory follow as long as a step would wait for it."""
        follower = Follower(self.catch_up)
        async with aclosing(follower.follow(PATIENCE)) as following:
            async for _ in following:
                pass
        await follower.stop()

    async def _state(self, paragraphs: int | None = None) -> State:
        count = paragraphs or self._settings.previous_paragraphs
        return await asyncio.to_thread(state_of, self._book, count)

    async def _state_after(self, step_id: str | None) -> State:
        count = self._settings.previous_paragraphs
        return await asyncio.to_thread(state_after, self._book, step_id, count)

    async def _recall(self, state: State, plan: str) -> Recall:
        return await (await self._open_memory()).recall_for(state, plan)

    async def _open_memory(self) -> LongTermMemory:
        async with self._opening_memory:
            if self._memory is None:
                self._memory = await self._stack.enter_async_context(
                    LongTermMemory(self._folder, self._book, self._settings, alone=self._alone)
                )
            return self._memory


def _plans_seen(book: BookReader, step_id: str | None) -> tuple[str, ...]:
    """Every plan that a step has offered in any of its revisions, the newest last."""
    revisions = [] if step_id is None else book.revisions(step_id)
    plans = [plan for text in revisions for plan in text.plans if plan.strip()]
    # One that is on offer again counts as new: where room is short, the oldest are left out.
    return tuple(reversed(dict.fromkeys(reversed(plans))))
