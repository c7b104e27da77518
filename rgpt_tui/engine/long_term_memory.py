"""The long-term memory of a book: the archive, fed from the book and asked about its branch."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.archive.archive import FOLDER, Archive
from rgpt_tui.archive.lance import TableBroken, give_back_memory
from rgpt_tui.archive.query import MEMORY_WEIGHT, Cue, RecallQuery
from rgpt_tui.archive.source import ArchivedText
from rgpt_tui.engine.embedding import gate_of
from rgpt_tui.engine.events import Progress
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from rgpt_tui.archive.query import Recall
    from rgpt_tui.archive.status import ArchiveStatus
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.story.records import Position
    from rgpt_tui.writer.state import State

LAST_SENTENCES = 3
"""How many sentences at the end of the memory passages are recalled by, besides the plan."""


class MemoryNotMade(RgptError):
    """Nothing could be stored where the long-term memory belongs."""


class BookSource:
    """The book, as the archive reads it."""

    def __init__(self, book: BookReader) -> None:
        self._book = book

    async def revisions(self) -> Mapping[str, int]:
        """The latest revision of every step in the book, by its id."""
        return await asyncio.to_thread(self._book.latest_revisions)

    async def read(self, steps: Sequence[str]) -> Sequence[ArchivedText]:
        """The texts of some steps."""
        return await asyncio.to_thread(self._read, steps)

    def _read(self, steps: Sequence[str]) -> list[ArchivedText]:
        with self._book.snapshot():
            language = self._book.brief.language
            return [
                ArchivedText(step=step, revision=revision, paragraph=paragraph, language=language)
                for step, revision, paragraph in self._book.paragraphs(steps)
            ]


class LongTermMemory:
    """Everything written in a story, recalled along its present branch."""

    def __init__(
        self, folder: Path, book: BookReader, settings: Settings, *, alone: bool = True
    ) -> None:
        """Make it ready to be opened.

        Args:
            folder: of the story.
            book: open for reading.
            settings: all of them.
            alone: the story's lock is held by this process; else the archive is only read.
        """
        self._alone = alone
        self._folder = folder
        self._book = book
        self._settings = settings

    async def __aenter__(self) -> Self:
        """Open the archive."""
        self._archive = await Archive.open(
            self._folder / FOLDER,
            BookSource(self._book),
            gate=gate_of(self._settings),
            read_only=not self._alone,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._archive.close()

    async def catch_up(self) -> AsyncGenerator[Progress, None]:
        """Take up what is new in the book, and tell how far it is."""
        async with aclosing(self._archive.catch_up()) as steps:
            async for step in steps:
                yield Progress(
                    what="sentences for the long-term memory", done=step.done, total=step.total
                )
        # Embedding leaves much behind that is not needed again soon.
        await asyncio.to_thread(give_back_memory)

    async def rebuild(self) -> AsyncGenerator[Progress, None]:
        """Make the archive anew from the book.

        Raises:
            MemoryNotMade: its folder cannot hold one.
        """
        try:
            await self._archive.rebuild()
        except TableBroken as error:
            raise MemoryNotMade(
                f"The long-term memory could not be made anew in {self._folder / FOLDER} "
                f"({error}). Your text is safe, and recall goes on by keyword. Move away what "
                "stands there, or give yourself the right to write there, and try again."
            ) from error
        async with aclosing(self.catch_up()) as steps:
            async for step in steps:
                yield step

    async def recall_for(self, state: State, plan: str) -> Recall:
        """What fits the next step: by its plan, and by where the memory says the story stands."""
        cues = [Cue(text=plan)]
        if last := split_sentences(state.memory, state.brief.language)[-LAST_SENTENCES:]:
            cues.append(Cue(text=" ".join(last), weight=MEMORY_WEIGHT))
        marks = await asyncio.to_thread(self._book.marks.all)
        exclude = frozenset(state.previous_ids)
        # A step may be written behind an earlier one than the tip.
        path = {
            step: position
            for step, position in (await self._path()).items()
            if position.number < state.position.number
        }
        return await self._archive.recall(
            RecallQuery(
                cues=tuple(cues),
                path=path,
                language=state.brief.language,
                exclude=exclude,
                muted=frozenset(step for step, mark in marks.items() if mark is Mark.MUTE),
                pinned=tuple(
                    step
                    for step, mark in marks.items()
                    if mark is Mark.PIN and step in path and step not in exclude
                ),
                limit=self._settings.recall_passages,
            )
        )

    async def search(self, text: str, limit: int, *, every_branch: bool = False) -> Recall:
        """What fits a text best, in all of the branch, near misses too: who searches, judges.

        Args:
            text: to search for.
            limit: how many passages at most.
            every_branch: search what stands on other branches too, but for those in the bin.
        """
        path = await self._path()
        places = await asyncio.to_thread(self._book.places) if every_branch else path
        found = await self._archive.recall(
            RecallQuery(
                cues=(Cue(text=text),),
                path=places,
                language=(await asyncio.to_thread(lambda: self._book.brief)).language,
                limit=limit,
            )
        )
        best = (*found.hits, *found.near_misses)
        elsewhere = frozenset(each.step for each in best if each.step not in path)
        return replace(found, hits=best[:limit], near_misses=best[limit:], elsewhere=elsewhere)

    def status(self) -> ArchiveStatus:
        """How the archive is."""
        return self._archive.status()

    async def _path(self) -> Mapping[str, Position]:
        path = await asyncio.to_thread(self._book.path)
        return {step.id: step.position for step in path}
