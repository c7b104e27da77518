"""The engine as a front end has it: a process that is asked, and started again when it ends.

What is said to it is imported when something is said, since the studio's first frame waits for
whatever is imported here.
"""

from __future__ import annotations

import asyncio
import importlib
import os
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rgpt_tui.beside import beside
from rgpt_tui.engine.keeping import EngineKeeper

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.engine.calls import Question, Stream
    from rgpt_tui.engine.errands import BundleFound, ModelsFound
    from rgpt_tui.engine.remote import RemoteEngine
    from rgpt_tui.formats.draft import Draft
    from rgpt_tui.models.starter.weights import FetchProgress
    from rgpt_tui.settings import Settings

T = TypeVar("T")


class EngineClient(EngineKeeper):
    """What the engine process can be asked."""

    def story(self, folder: Path, settings: Settings, *, alone: bool = True) -> RemoteEngine:
        """The engine of one story; it is opened over there with the first call.

        Args:
            folder: of the story.
            settings: all of them.
            alone: the story's lock is held by this process, so that the archive may be written.
        """
        from rgpt_tui.engine.remote import RemoteEngine

        return RemoteEngine(self, folder, settings, alone=alone)

    async def find_models(self, settings: Settings) -> ModelsFound:
        """The models that could be used, and the one that the settings lead to."""
        await _load_errands()
        from rgpt_tui.engine.errands import FindModels
        from rgpt_tui.engine.remote import for_engine

        return await self.ask(FindModels(settings=for_engine(settings)))

    async def fetch_starter(self) -> AsyncGenerator[FetchProgress, None]:
        """Fetch the starter model; see `models.starter.weights.fetch_weights`."""
        await _load_errands()
        from rgpt_tui.engine.errands import FetchStarter

        async with aclosing(self.stream(FetchStarter())) as events:
            async for event in events:
                yield event

    async def read_draft(self, path: Path, language: str = "") -> tuple[Draft, str]:
        """A file to import, cut into steps, and its language; see `engine.importing`."""
        await _load_errands()
        from rgpt_tui.engine.errands import ReadDraft

        return await self.ask(ReadDraft(path=os.fsencode(path.absolute()), language=language))

    async def look_into_bundle(self, path: Path) -> BundleFound:
        """What is in a bundle; see `engine.importing`."""
        await _load_errands()
        from rgpt_tui.engine.errands import LookIntoBundle

        return await self.ask(LookIntoBundle(path=os.fsencode(path.absolute())))

    async def take_bundle_in(self, path: Path, stories: Path, title: str) -> Path:
        """The folder of the story that is made of a bundle on a shelf; see `engine.importing`."""
        await _load_errands()
        from rgpt_tui.engine.errands import TakeBundleIn

        ask = TakeBundleIn(
            path=os.fsencode(path.absolute()),
            stories=os.fsencode(stories.absolute()),
            title=title,
        )
        folder: bytes = await self.ask(ask)
        return Path(os.fsdecode(folder))

    async def ask(self, question: Question[T]) -> T:
        """The answer to a question, once the engine is there.

        Raises:
            RgptError: there is none; `EngineDied` if the engine ends or cannot be had.
        """
        connection = await self._ready()
        return await connection.ask(question)

    async def ask_or_end(self, question: Question[T]) -> T:
        """As `ask`, for what nobody can go on without: an engine that is silent is ended for it.

        Raises:
            RgptError: as for `ask`; `EngineDied` also where it was ended.
        """
        ending = beside(self.end_when_silent())
        try:
            return await self.ask(question)
        finally:
            ending.cancel()

    async def stream(self, stream: Stream[T]) -> AsyncGenerator[T, None]:
        """The events of a stream, once the engine is there; closing it ends the call.

        Raises:
            RgptError: it failed; `EngineDied` if the engine ends or cannot be had.
        """
        connection = await self._ready()
        async with aclosing(connection.stream(stream)) as events:
            async for event in events:
                yield event


async def _load_errands() -> None:
    """Import, off the event loop, what takes too long to be imported on it."""
    await asyncio.to_thread(importlib.import_module, "rgpt_tui.engine.errands")
