"""The LanceDB table of sentences: its columns, and all that is done with them."""

from __future__ import annotations

import asyncio
import warnings
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rgpt_tui.archive import index
from rgpt_tui.archive.answers import FOUND, matching_rows, nearest_rows
from rgpt_tui.archive.lance import OtherFormat, TableBroken, give_back_memory, lance_errors
from rgpt_tui.archive.rows import Candidate, Row, StepState
from rgpt_tui.archive.schema import EMBEDDER_KEY, FORMAT, FORMAT_KEY, is_ours, schema
from rgpt_tui.archive.words import words_kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

NAME = "sentences"
VECTOR_INDEX = "vector_idx"
WORD_INDEX = "words_idx"
LOOSE_FILES = 20
"""Files, one a commit, from which merging them pays: a thousand make a search take 134 ms."""
UNINDEXED = 1_000
"""Rows that the indexes may lack: each search reads them one by one."""
KEEP_VERSIONS = timedelta(seconds=30)
"""Each merging of files leaves the old ones behind for as long."""


def listed(steps: Sequence[str]) -> str:
    """Step ids as a list in SQL."""
    return ", ".join("'" + step.replace("'", "''") + "'" for step in steps)


class SentenceTable:
    """One row a sentence. A step is written by one commit: it is there as a whole or not at all."""

    def __init__(self, table: Any, embedder: str, dimensions: int) -> None:
        self._table = table
        self.embedder = embedder
        self.dimensions = dimensions
        self.sentences = 0
        self._litter = False
        """Whether there are files of old versions that are not needed any more."""
        self._indexed = False

    @property
    def has_vector_index(self) -> bool:
        """Whether vectors are searched by an index; exactly, if not."""
        return self._indexed

    @classmethod
    async def create(cls, connection: Any, embedder: str, dimensions: int) -> SentenceTable:
        """A new, empty table in place of any older one.

        Args:
            connection: from `connect`.
            embedder: the name of what makes the vectors; empty if nothing does.
            dimensions: of a vector; 1 if there are none.
        """
        with lance_errors():
            table = await connection.create_table(
                NAME, schema=schema(embedder, dimensions), mode="overwrite"
            )
            created = cls(table, embedder, dimensions)
            await created._index_words()
            return created

    @classmethod
    async def open(cls, connection: Any) -> SentenceTable:
        """The table as it is.

        Raises:
            TableBroken: there is none, it cannot be read, or it is not of this format.
        """
        with lance_errors():
            table = await connection.open_table(NAME)
            found = await table.schema()
            metadata = found.metadata or {}
            made_as = metadata.get(FORMAT_KEY, b"").decode()
            if made_as not in ("", FORMAT):
                raise OtherFormat(f"the table is of format {made_as}, not {FORMAT}")
            if not is_ours(found):
                raise TableBroken("the table has other columns than rgpt gives it")
            embedder = metadata.get(EMBEDDER_KEY, b"").decode()
            opened = cls(table, embedder, found.field("vector").type.list_size)
            opened._indexed = VECTOR_INDEX in await opened._indexes()
            return opened

    async def _indexes(self) -> list[str]:
        return [each.name for each in await self._table.list_indices()]

    async def check(self) -> None:
        """Search once in each way, so that damage shows before a writer searches.

        Raises:
            TableBroken: the table or an index of it cannot be read.
        """
        import numpy

        with lance_errors():
            if WORD_INDEX not in await self._indexes():
                raise TableBroken("the index of words is missing")
        probe = numpy.ones((1, self.dimensions), dtype=numpy.float32)
        await self.matching(["a"], 1, "", vectors=probe)
        await self.nearest(probe, 1, "")

    async def index_anew(self) -> None:
        """Build the indexes from the rows, whatever they were."""
        with lance_errors():
            await self._index_words()
            if self._indexed:
                await self._index_vectors()

    async def _index_words(self) -> None:
        await self._table.create_index(
            "words", config=index.full_text(), name=WORD_INDEX, replace=True
        )

    async def _index_vectors(self) -> None:
        await self._table.create_index(
            "vector", config=index.vectors(), name=VECTOR_INDEX, replace=True
        )

    async def states(self) -> dict[str, StepState]:
        """What is there of each step; reads through the light columns of the whole table."""
        with lance_errors():
            light = ["step", "revision", "language", "embedded"]
            rows = await self._table.query().select(light).to_arrow()
            self.sentences = rows.num_rows
            steps = rows.group_by("step").aggregate(
                [("revision", "min"), ("language", "min"), ("embedded", "all")]
            )
            columns = ("step", "revision_min", "language_min", "embedded_all")
            return {
                step: StepState(revision=revision, language=language, embedded=embedded)
                for step, revision, language, embedded in zip(
                    *(steps[column].to_pylist() for column in columns), strict=True
                )
            }

    async def add(self, rows: Sequence[Row], vectors: Sequence[NDArray[float32] | None]) -> None:
        """Append some rows in one commit; a row without a vector is found by keyword alone."""
        import pyarrow as pa

        if not rows:
            return
        with lance_errors():
            form = schema(self.embedder, self.dimensions)
            columns = [
                pa.array([row.step for row in rows]),
                pa.array([row.revision for row in rows], pa.int32()),
                pa.array([row.language for row in rows]),
                pa.array([" ".join(words_kept(row.piece.text)) for row in rows]),
                pa.array([row.piece.place for row in rows], form.field("place").type),
                pa.array([vector is not None for vector in vectors]),
                pa.array(vectors, form.field("vector").type),
            ]
            await self._table.add(pa.table(columns, schema=form))
            self.sentences += len(rows)

    async def delete(self, steps: Sequence[str]) -> None:
        """Take out all rows of some steps."""
        with lance_errors():
            for start in range(0, len(steps), 1000):
                await self._table.delete(f"step IN ({listed(steps[start : start + 1000])})")
            self.sentences = await self._table.count_rows()

    async def nearest(self, vectors: NDArray[float32], count: int, where: str) -> list[Candidate]:
        """The sentences nearest to some vectors, `count` for each of them at most.

        Args:
            vectors: an array [parts, dimensions].
            count: how many for each.
            where: a condition in SQL that rows must meet first; empty for none.
        """
        with lance_errors():
            query = (
                self._table.query()
                .nearest_to([*vectors])
                .distance_type("cosine")
                .select([*FOUND, "_distance"])
                .limit(count)
            )
            if where:
                query = query.where(where)
            if self._indexed:
                query = query.nprobes(index.PARTITIONS).refine_factor(index.REFINE)
            found = await query.to_arrow()
        return nearest_rows(found, len(vectors) > 1)

    async def matching(
        self,
        words: Sequence[str],
        count: int,
        where: str,
        *,
        parts: Sequence[int] = (0,),
        vectors: NDArray[float32] | None = None,
    ) -> list[Candidate]:
        """The sentences that have some of the words, `count` at most.

        Args:
            words: from `rgpt_tui.archive.words.words_asked`.
            count: how many.
            where: as in `nearest`.
            parts: the places of the cue's parts among those of all cues.
            vectors: of these parts, to compare with what is found: an array [parts, dimensions].
        """
        from lancedb.query import MatchQuery

        if not words:
            return []
        columns = [*FOUND, "_score"]
        with lance_errors():
            query = self._table.query().nearest_to_text(MatchQuery(" ".join(words), "words"))
            query = query.select([*columns, "vector"] if vectors is not None else columns)
            if where:
                query = query.where(where)
            found = await query.limit(count).to_arrow()
            return matching_rows(found, parts, vectors)

    async def tidy(self, *, resting: bool = False, last: bool = False) -> None:
        """Do what `compact` and `index_vectors` do if there is enough of it to do.

        Args:
            resting: whether nothing more will be added soon.
            last: whether nothing else will use the table.
        """
        # A merging shortly before may have left nothing to do but this.
        no_index = not self._indexed and index.pays(self.sentences, self.dimensions)
        much_is_new = resting and (no_index or await self._unindexed() >= UNINDEXED)
        if much_is_new or await self._loose_files() >= LOOSE_FILES:
            await self.compact(last=last)
            # Not in the middle of an import: it would have to be built anew at its end.
            if resting and await self.index_vectors(segments=1 if much_is_new else index.SEGMENTS):
                await self.compact(last=last)
        elif last and self._litter:
            await self.compact(last=True)

    async def _loose_files(self) -> int:
        """How many files could be merged; those of different segments of an index never are."""
        with lance_errors():
            stats = await self._table.stats()
            return int(stats["fragment_stats"]["num_fragments"]) - await self._segments()

    async def _segments(self) -> int:
        stats = await self._table.index_stats(VECTOR_INDEX) if self._indexed else None
        return 0 if stats is None else int(stats.num_indices or 0)

    async def _unindexed(self) -> int:
        with lance_errors():
            stats = await self._table.index_stats(WORD_INDEX)
            return 0 if stats is None else int(stats.num_unindexed_rows)

    async def compact(self, *, last: bool = False) -> None:
        """Merge what small commits left, bring the indexes up to date, drop old versions.

        Args:
            last: whether nothing else will use the table; then no old version is kept.
        """
        keep = timedelta(0) if last else KEEP_VERSIONS
        with lance_errors(), warnings.catch_warnings():
            # That a retention of nothing is only for the last user of a table is known here.
            warnings.simplefilter("ignore", UserWarning)
            await self._table.optimize(cleanup_older_than=keep)
        self._litter = not last
        await asyncio.to_thread(give_back_memory)

    async def index_vectors(self, segments: int = index.SEGMENTS) -> bool:
        """Build the vector index if there are more sentences than exact search is good for.

        Each merging of files adds a segment for the new rows to it, and the files of different
        segments are never merged, so that it is built anew when there are many.

        Args:
            segments: how many there may be.

        Returns:
            Whether it was built.
        """
        if not index.pays(self.sentences, self.dimensions):
            return False
        with lance_errors():
            if self._indexed and await self._segments() <= segments:
                return False
            await self._index_vectors()
        self._indexed = True
        return True

    def close(self) -> None:
        """Let go of the files."""
        self._table.close()
