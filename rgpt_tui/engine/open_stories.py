"""The stories that are open in an engine process, each by its folder."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.places import config_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from rgpt_tui.engine.calls import StoryAtWork
    from rgpt_tui.engine.engine import Engine


@dataclass(slots=True)
class _OpenStory:
    """An engine and the calls that use it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    story: StoryAtWork | None = None
    engine: Engine | None = None
    calls: set[asyncio.Task[object]] = field(default_factory=set)
    """Those that use the engine."""
    waiting: set[asyncio.Task[object]] = field(default_factory=set)
    giving_way: set[asyncio.Task[object]] = field(default_factory=set)
    """Those of the calls that end early when the engine is to be opened anew."""
    sent_away: set[asyncio.Task[object]] = field(default_factory=set)
    """Those that were told to."""


class OpenStories:
    """Engines, opened at the first call for their story."""

    def __init__(self) -> None:
        self._stories: dict[bytes, _OpenStory] = {}

    @asynccontextmanager
    async def use(self, story: StoryAtWork, *, gives_way: bool = False) -> AsyncIterator[Engine]:
        """The engine of a story, for the length of one call.

        An engine keeps the settings that it was opened with. A call with other ones waits until
        those under way are done, and has the engine opened anew.

        Args:
            story: which one, and with which settings.
            gives_way: this call may take long and can be gone on with at any time, so that a call
                with other settings ends it. That is no error: the context is left as at its end.

        Raises:
            BookUnreadable, StoryTooNew: the book cannot be read.
        """
        entry = self._stories.setdefault(story.folder, _OpenStory())
        task = asyncio.current_task()
        assert task is not None  # noqa: S101
        entry.waiting.add(task)
        try:
            async with entry.lock:
                engine = await _engine_for(entry, story)
                entry.calls.add(task)
                if gives_way:
                    entry.giving_way.add(task)
        finally:
            entry.waiting.discard(task)
        try:
            yield engine
        except asyncio.CancelledError:
            if task not in entry.sent_away:
                raise
            task.uncancel()
        finally:
            for tasks in (entry.calls, entry.giving_way, entry.sent_away):
                tasks.discard(task)

    async def close(self, folder: bytes) -> None:
        """End the calls of a story and close it; does nothing if it is not open."""
        entry = self._stories.get(folder)
        if entry is None:
            return
        for call in entry.calls | entry.waiting:
            call.cancel()
        async with entry.lock:
            await _done(entry.calls)
            await _close(entry)

    async def close_all(self) -> None:
        """Close every story."""
        await asyncio.gather(*map(self.close, list(self._stories)))


async def _engine_for(entry: _OpenStory, story: StoryAtWork) -> Engine:
    if entry.engine is None or entry.story != story:
        for call in entry.giving_way - entry.sent_away:
            entry.sent_away.add(call)
            call.cancel()
        await _done(entry.calls)
        await _close(entry)
        entry.engine = await _opened(story)
        entry.story = story
    return entry.engine


async def _opened(story: StoryAtWork) -> Engine:
    # Imported with the first story: what it brings along takes a tenth of a second.
    from rgpt_tui.engine.engine import Engine

    engine = Engine(
        Path(os.fsdecode(story.folder)),
        story.settings,
        template_folder=config_folder() / "templates",
        alone=story.alone,
    )
    return await engine.__aenter__()


async def _close(entry: _OpenStory) -> None:
    engine, entry.engine, entry.story = entry.engine, None, None
    if engine is not None:
        await engine.__aexit__(None, None, None)


async def _done(calls: set[asyncio.Task[object]]) -> None:
    if calls:
        await asyncio.wait(set(calls))
