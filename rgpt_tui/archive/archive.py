"""The long-term memory of a story, as the rooms above use it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.catching_up import CatchUp
from rgpt_tui.archive.embedder import DEFAULT_EMBEDDER, Embedder, EmbedderMissing
from rgpt_tui.archive.gate import EmbedderGate
from rgpt_tui.archive.keywords import KeywordIndex
from rgpt_tui.archive.lance import TableBroken, connect
from rgpt_tui.archive.meaning import suits, vectors_of
from rgpt_tui.archive.mending import make_anew, open_as_it_is, open_or_mend
from rgpt_tui.archive.query import Recall
from rgpt_tui.archive.recall import allowed_steps, cues_of, gather, pinned_passages
from rgpt_tui.archive.searching import BesideTable, KeywordSearcher, Searcher, TableSearcher
from rgpt_tui.archive.status import (
    DAMAGED,
    MENDING,
    ArchiveStatus,
    untidy,
    unusable,
)
from rgpt_tui.story.derived import LONG_TERM_MEMORY

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Sequence, Set
    from pathlib import Path

    from rgpt_tui.archive.query import Cue, Progress, RecallQuery
    from rgpt_tui.archive.rows import StepState
    from rgpt_tui.archive.source import Source
    from rgpt_tui.archive.table import SentenceTable

FOLDER = LONG_TERM_MEMORY
"""The archive's folder inside that of a story."""


class Archive:
    """Everything written, by the sentence, recalled by meaning and by words.

    It is derived from the book and never the only copy of anything. Nothing that is wrong with
    LanceDB, its files or the embedder raises here: recall becomes worse, and says so.

    Only one process may write an archive: the one that holds the lock of the story.
    """

    def __init__(
        self, folder: Path, source: Source, gate: EmbedderGate, *, read_only: bool = False
    ) -> None:
        self._folder = folder
        self._read_only = read_only
        self._source = source
        self._gate = gate
        self._connection: Any = None
        self._table: SentenceTable | None = None
        self._states: dict[str, StepState] = {}
        self._unsure = False
        """Whether the table may hold something else than `_states` says."""
        self._trouble: str | None = None
        self._embedder_notice: str | None = None
        self._keywords: KeywordIndex | None = None
        self._writing = asyncio.Lock()
        self._turn = 0
        """Counts what ends a catch-up that is under way."""

    @classmethod
    async def open(
        cls,
        folder: Path,
        source: Source,
        *,
        embedder: str = DEFAULT_EMBEDDER,
        gate: EmbedderGate | None = None,
        read_only: bool = False,
    ) -> Archive:
        """Open the archive of a story, or begin one; it can recall what it holds at once.

        Args:
            folder: the folder of the archive, `FOLDER` inside that of the story.
            source: the book.
            embedder: see `rgpt_tui.archive.embedder.load_embedder`. It is not loaded yet.
            gate: the way to an embedder, in place of one by its name.
            read_only: another process holds the story's lock and may be writing the archive; it is
                recalled from as it is found, and neither mended nor brought up to date.
        """
        archive = cls(folder, source, gate or EmbedderGate(embedder), read_only=read_only)
        async with archive._writing:
            await archive._open_table()
        return archive

    async def _open_table(self) -> None:
        self._trouble = None
        self._unsure = False
        try:
            if self._read_only:
                self._table, self._states = await open_as_it_is(self._folder)
                return
            if self._connection is None:
                self._connection = await connect(self._folder)
            self._table, self._states, damaged = await open_or_mend(self._connection, self._folder)
        except TableBroken as error:
            self._give_up(error)
            return
        if damaged:
            self._trouble = MENDING

    def _give_up(self, error: TableBroken) -> None:
        self._table = None
        self._states = {}
        self._trouble = unusable(self._folder, error)

    async def catch_up(self) -> AsyncGenerator[Progress, None]:
        """Bring the archive up to date with the book, and yield how far it is.

        Only what is new or edited is embedded. It may be cancelled at any await, or left in the
        middle: what has been committed stays, the next call goes on from there. With nothing to
        do it yields nothing, and neither when it was opened to be read only. Another call,
        `rebuild` and `close` end one that is under way.
        """
        if self._read_only:
            return
        self._turn += 1
        turn = self._turn
        self._gate.retry()
        embedder = await self._embedder()
        for attempt in range(2):
            run: AsyncIterator[Progress] | None = None
            while True:
                # Not held while the caller has the word: it may never come back.
                async with self._writing:
                    if turn != self._turn:
                        return
                    try:
                        run = run or await self._begin(embedder)
                        progress = await anext(run)
                    except StopAsyncIteration:
                        return
                    except TableBroken as error:
                        # Once more with what the disk holds, mended or made anew; then no more.
                        if attempt:
                            self._give_up(error)
                        else:
                            await self._open_table()
                        break
                yield progress

    async def _embedder(self) -> Embedder | None:
        try:
            embedder = await self._gate.ready()
        except EmbedderMissing as error:
            self._embedder_notice = str(error)
            return None
        self._embedder_notice = None
        return embedder

    async def _begin(self, embedder: Embedder | None) -> AsyncIterator[Progress]:
        if self._table is None and self._unsure:
            await self._open_table()
        table = await self._ready_table(embedder)
        if self._unsure:
            self._states = await table.states()
        return self._run(CatchUp(table, self._states, self._source, self._gate, embedder))

    async def _run(self, catch_up: CatchUp) -> AsyncIterator[Progress]:
        self._unsure = True
        async for progress in catch_up.run():
            yield progress
        self._unsure = False
        self._embedder_notice = catch_up.notice or self._embedder_notice
        self._trouble = None

    async def _ready_table(self, embedder: Embedder | None) -> SentenceTable:
        if self._connection is None:
            self._connection = await connect(self._folder)
        table = self._table
        if table is None or not suits(table, embedder):
            name, dimensions = (embedder.name, embedder.dimensions) if embedder else ("", 1)
            table = await make_anew(self._connection, self._folder, name, dimensions)
            self._table = table
            self._states = {}
        return table

    async def recall(self, query: RecallQuery) -> Recall:
        """The passages that fit a query best, by meaning and words, or by words alone."""
        pinned = await pinned_passages(query, self._source)
        cues = cues_of(query)
        allowed = allowed_steps(query)
        if not cues or not allowed:
            return Recall(hits=tuple(pinned), notice=self._trouble)
        searcher: Searcher
        if self._table is not None:
            parts, vectors, unrelated, notice = await vectors_of(
                query, cues, self._table, self._gate
            )
            table = TableSearcher(
                table=self._table,
                cues=cues,
                parts=parts,
                vectors=vectors,
                unrelated=unrelated,
                archived=self._states.keys(),
                allowed=allowed,
            )
            searcher, missing = table, allowed - self._states.keys()
            if missing:
                searcher = BesideTable(table=table, rest=self._by_words(cues, missing))
            else:
                self._keywords = None
            try:
                notice = notice or self._trouble
                found = await gather(searcher, query, self._source, pinned, notice)
                return replace(found, lacking=len(missing))
            except TableBroken:
                self._table = None
                self._unsure = True
                self._trouble = DAMAGED
        by_words = self._by_words(cues, allowed)
        return await gather(by_words, query, self._source, pinned, self._trouble)

    def _by_words(self, cues: Sequence[Cue], steps: Set[str]) -> KeywordSearcher:
        index = self._keywords = self._keywords or KeywordIndex()
        return KeywordSearcher(index=index, source=self._source, cues=cues, allowed=steps)

    async def rebuild(self) -> None:
        """Forget everything that was derived; the next `catch_up` makes it anew.

        What was opened to be read only is left as it is.

        Raises:
            TableBroken: the folder cannot hold one; recall goes on by keyword.
        """
        if self._read_only:
            return
        self._turn += 1
        async with self._writing:
            self._keywords = None
            self._table = None
            self._states = {}
            try:
                if self._connection is None:
                    self._connection = await connect(self._folder)
                await make_anew(self._connection, self._folder, "", 1)
            except TableBroken as error:
                self._give_up(error)
                raise

    async def compact(self) -> None:
        """Merge what many small commits left; `catch_up` does so by itself when it pays."""
        async with self._writing:
            if self._table is not None:
                await self._tidy(self._table.compact())

    async def _tidy(self, tidying: Awaitable[None]) -> None:
        try:
            await tidying
        except TableBroken as error:
            self._unsure = True
            self._trouble = untidy(error)

    def status(self) -> ArchiveStatus:
        """How the archive is."""
        table = self._table
        return ArchiveStatus(
            steps=len(self._states),
            waiting=sum(not state.embedded for state in self._states.values()),
            sentences=table.sentences if table else 0,
            embedder=table.embedder if table else "",
            notice=self._trouble or self._embedder_notice,
        )

    async def close(self) -> None:
        """Tidy up for the next time and let go of everything."""
        self._turn += 1
        async with self._writing:
            if self._table is not None:
                if not self._read_only:
                    await self._tidy(self._table.tidy(resting=True, last=True))
                self._table.close()
            self._table = None
            self._gate.close()
