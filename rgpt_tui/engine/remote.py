"""The engine of one story behind the pipe: the same methods, the same events, the same errors."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from rgpt_tui.engine.calls import (
    Advance,
    AskForecast,
    AskNextPrompt,
    CatchUp,
    Choose,
    CloseStory,
    OpenStory,
    Rebuild,
    RecallFor,
    Refresh,
    Replan,
    Search,
    StoryAtWork,
    WriteCopy,
)
from rgpt_tui.settings import Settings, Topic
from rgpt_tui.story.memory import MemoryLimit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from pathlib import Path

    from rgpt_tui.archive.query import Recall
    from rgpt_tui.engine.client import EngineClient
    from rgpt_tui.engine.engine import Engine
    from rgpt_tui.engine.events import Progress
    from rgpt_tui.engine.forecast import Forecast
    from rgpt_tui.engine.interface import StoryEngine
    from rgpt_tui.engine.next_prompt import NextPrompt
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.records import Passage, Plan
    from rgpt_tui.writer.events import Event

OF_THE_ENGINE = frozenset({Topic.MODEL, Topic.CELL, Topic.MEMORY})


class RemoteEngine:
    """One story at work, in the engine process. All errors are those of `Engine`, or
    `EngineDied`.
    """

    def __init__(
        self, client: EngineClient, folder: Path, settings: Settings, *, alone: bool = True
    ) -> None:
        """See `EngineClient.story`."""
        self._client = client
        self._folder = os.fsencode(folder.absolute())
        self._alone = alone
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Have other settings hold from the next call on, such as another model.

        That call waits until what is under way is done. A catch-up of the long-term memory does
        not hold it up: it ends early, and the next one goes on from there.
        """
        self._settings = settings
        self._story = StoryAtWork(
            folder=self._folder, settings=for_engine(settings), alone=self._alone
        )

    @property
    def memory_limit(self) -> MemoryLimit:
        """How long the short-term memory may get."""
        return MemoryLimit(
            sentences=self._settings.memory_sentences, words=self._settings.memory_words
        )

    def open_story(self, *, draft: Draft | None = None) -> AsyncGenerator[Event, None]:
        """Write the opening of a story that has no step yet."""
        return self._client.stream(OpenStory(story=self._story, draft=draft))

    def advance(
        self,
        plan: Plan,
        *,
        heading: str = "",
        draft: Draft | None = None,
        passages: Sequence[Passage] | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Write the next step from a plan and from these passages, or those that it recalls."""
        return self._client.stream(
            Advance(
                story=self._story,
                plan=plan,
                heading=heading,
                draft=draft,
                passages=None if passages is None else tuple(passages),
            )
        )

    def replan(self) -> AsyncGenerator[Event, None]:
        """Make other plans for what could come next, and nothing else."""
        return self._client.stream(Replan(story=self._story))

    def choose(self) -> AsyncGenerator[Event, None]:
        """Decide as the author would how the story goes on."""
        return self._client.stream(Choose(story=self._story))

    def refresh(self) -> AsyncGenerator[Event, None]:
        """Make memory and plans anew from the text."""
        return self._client.stream(Refresh(story=self._story))

    async def recall(self, plan: str) -> Recall:
        """The passages that fit a plan and what the memory says last."""
        return await self._client.ask(RecallFor(story=self._story, plan=plan))

    async def search(self, text: str, limit: int, *, every_branch: bool = False) -> Recall:
        """The passages that fit a text best, of the branch from end to end, or of every branch."""
        return await self._client.ask(
            Search(story=self._story, text=text, limit=limit, every_branch=every_branch)
        )

    def catch_up(self) -> AsyncGenerator[Progress, None]:
        """Bring the long-term memory up to date with the book."""
        return self._client.stream(CatchUp(story=self._story))

    def rebuild(self) -> AsyncGenerator[Event, None]:
        """Make the long-term memory anew from the book."""
        return self._client.stream(Rebuild(story=self._story))

    async def next_prompt(
        self, plan: str, *, heading: str = "", passages: Sequence[Passage] | None = None
    ) -> NextPrompt:
        """The exact next request, without sending it, and what was recalled for it."""
        return await self._client.ask(
            AskNextPrompt(
                story=self._story,
                plan=plan,
                heading=heading,
                passages=None if passages is None else tuple(passages),
            )
        )

    async def forecast(self, plan: str, *, passages: Sequence[Passage] | None = None) -> Forecast:
        """Tokens and cost of the next step, and of reaching the target length."""
        return await self._client.ask(
            AskForecast(
                story=self._story,
                plan=plan,
                passages=None if passages is None else tuple(passages),
            )
        )

    async def write_copy(self) -> list[Event]:
        """Bring the readable copy up to date; a notice says if it could not be written."""
        return [*await self._client.ask(WriteCopy(story=self._story))]

    async def aclose(self) -> None:
        """End what is under way for the story and close it over there; the next call opens it.

        An engine that does not answer is ended for it.
        """
        from rgpt_tui.engine.connection import EngineDied

        # An engine that has ended has nothing open.
        with suppress(EngineDied):
            await self._client.ask_or_end(CloseStory(folder=self._folder))


def for_engine(settings: Settings) -> Settings:
    """The settings that the engine works by; how the studio looks is no reason to open it anew."""
    defaults = Settings()
    others = {
        each.name: getattr(defaults, each.name)
        for each in fields(Settings)
        if each.metadata["topic"] not in OF_THE_ENGINE
    }
    return replace(settings, **others)


if TYPE_CHECKING:

    def _both_are_story_engines(here: Engine, there: RemoteEngine) -> tuple[StoryEngine, ...]:
        return here, there
