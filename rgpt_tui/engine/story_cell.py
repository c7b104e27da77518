"""The recurrent cell of one story: its model is found and opened when it is first asked."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.engine.events import ModelChosen
from rgpt_tui.engine.model_choice import choose_model, open_model
from rgpt_tui.models.chat import ChatModel
from rgpt_tui.story.memory import MemoryLimit
from rgpt_tui.writer.context import Sizes
from rgpt_tui.writer.rounds import Cell
from rgpt_tui.writer.templates import Templates

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.settings import Settings
    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.writer.events import Event


class StoryCell:
    """The cell that writes a story, once there is a model, and one that shows what it would do."""

    def __init__(
        self, folder: Path, book: BookReader, settings: Settings, template_folder: Path
    ) -> None:
        self._book = book
        self._settings = settings
        self._template_folders = [folder / "templates", template_folder]
        self._stack = AsyncExitStack()
        self._cell: Cell | None = None
        self._language = ""
        # Calls run side by side, and no model may be opened twice.
        self._opening = asyncio.Lock()

    @property
    def memory_limit(self) -> MemoryLimit:
        """How long the short-term memory may get."""
        settings = self._settings
        return MemoryLimit(sentences=settings.memory_sentences, words=settings.memory_words)

    async def ready(self) -> tuple[Cell, list[Event]]:
        """The cell with its model, and, when this call has found it, the event that says so.

        Raises:
            NoModelFound: there is none.
            ModelError: its name or its key is wrong.
        """
        async with self._opening:
            language = await self._written_in()
            if self._cell is not None:
                if language != self._language:
                    # The writer has said since that the story is in another one.
                    self._cell.templates = self._templates(language)
                    self._language = language
                return self._cell, []
            choice = await choose_model(self._settings)
            async with AsyncExitStack() as opened:
                model = await opened.enter_async_context(open_model(choice))
                # A wrong name or a missing key is told now, before anything slow is done.
                await model.warm_up()
                self._stack.push_async_exit(opened.pop_all())
            self._cell, self._language = self._cell_of(model, language), language
            return self._cell, [ModelChosen(name=choice.profile.name, why=choice.why)]

    async def to_show(self) -> Cell:
        """A cell that makes the prompts that would be sent, whether or not its model is open.

        Raises:
            NoModelFound: there is none to make them for.
        """
        language = await self._written_in()
        if self._cell is not None:
            return replace(self._cell, templates=self._templates(language))
        return self._cell_of(ChatModel((await choose_model(self._settings)).profile), language)

    async def close(self) -> None:
        """Let go of the model; one that rgpt runs itself is ended."""
        await self._stack.aclose()

    async def _written_in(self) -> str:
        return (await asyncio.to_thread(lambda: self._book.brief)).language

    def _cell_of(self, model: ChatModel, language: str) -> Cell:
        sizes = Sizes(limit=self.memory_limit)
        return Cell(model, self._templates(language), sizes, self._settings.rounds)

    def _templates(self, language: str) -> Templates:
        return Templates(language, self._template_folders)
