"""Bringing the table up to date with the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.archive.embedder import Embedder, EmbedderMissing
from rgpt_tui.archive.pieces import pieces, short_enough
from rgpt_tui.archive.query import Progress
from rgpt_tui.archive.rows import Row, StepState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rgpt_tui.archive.gate import EmbedderGate
    from rgpt_tui.archive.pieces import Piece
    from rgpt_tui.archive.source import ArchivedText, Source
    from rgpt_tui.archive.table import SentenceTable

STEPS_READ = 25
SENTENCES_A_COMMIT = 500
"""What an interruption may cost, at most: some seconds of embedding."""
SENTENCES_A_BATCH = 64
"""What a recall, or a cancel, may have to wait for: a third of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What there is to do."""

    gone: Sequence[str]
    """Steps in the table that the book does not have."""
    wanted: Sequence[str]
    """Steps that are new, edited, or still without vectors, in the order of the book."""


def plan(
    book: Mapping[str, int], states: Mapping[str, StepState], embedder: Embedder | None
) -> Work:
    """Compare the book with the table.

    Args:
        book: the latest revision of every step.
        states: what the table holds.
        embedder: None if there is none; then steps without vectors are left as they are.
    """

    def missing(step: str, revision: int) -> bool:
        state = states.get(step)
        if state is None or state.revision != revision:
            return True
        return not state.embedded and embedder is not None and embedder.speaks(state.language)

    return Work(
        gone=[step for step in states if step not in book],
        wanted=[step for step, revision in book.items() if missing(step, revision)],
    )


class CatchUp:
    """One run of it. What it has committed is there, wherever it is cancelled."""

    def __init__(
        self,
        table: SentenceTable,
        states: dict[str, StepState],
        source: Source,
        gate: EmbedderGate,
        embedder: Embedder | None,
    ) -> None:
        self._table = table
        self._states = states
        self._source = source
        self._gate = gate
        self._embedder = embedder
        self._fits = embedder.fits if embedder else short_enough
        self._done = 0
        self._seen = 0
        self._steps_done = 0
        self.notice: str | None = None

    async def run(self) -> AsyncIterator[Progress]:
        """Do what there is to do.

        Raises:
            TableBroken: the table could not be read or written.
        """
        work = plan(await self._source.revisions(), self._states, self._embedder)
        await self._drop(work.gone)
        batch: list[tuple[ArchivedText, list[Piece]]] = []
        for start in range(0, len(work.wanted), STEPS_READ):
            wanted = work.wanted[start : start + STEPS_READ]
            for text in await self._source.read(wanted):
                found = pieces(text.paragraph, text.language, self._fits)
                self._seen += len(found)
                batch.append((text, found))
            last = start + STEPS_READ >= len(work.wanted)
            if last or sum(len(found) for _, found in batch) >= SENTENCES_A_COMMIT:
                async for _ in self._commit(batch):
                    yield self._progress(len(work.wanted), len(batch))
                self._steps_done += len(batch)
                batch = []
                yield self._progress(len(work.wanted), 0)
                await self._table.tidy(resting=last)

    def _progress(self, steps: int, under_way: int) -> Progress:
        read = self._steps_done + under_way
        total = self._seen if read >= steps or not read else round(self._seen * steps / read)
        return Progress(
            done=self._done,
            total=max(total, self._done),
            steps_done=self._steps_done,
            steps_total=steps,
        )

    async def _drop(self, steps: Sequence[str]) -> None:
        if steps:
            await self._table.delete(steps)
            for step in steps:
                self._states.pop(step, None)

    async def _commit(
        self, batch: Sequence[tuple[ArchivedText, list[Piece]]]
    ) -> AsyncIterator[None]:
        """Embed some steps and put them into the table in place of what it held of them."""
        rows = [
            Row(
                step=text.step,
                revision=text.revision,
                language=text.language,
                piece=piece,
            )
            for text, found in batch
            for piece in found
        ]
        vectors: list[NDArray[float32] | None] = [None] * len(rows)
        # Sentences of like length together: a batch costs what its longest costs, for each.
        order = sorted(range(len(rows)), key=lambda at: len(rows[at].piece.text))
        for start in range(0, len(order), SENTENCES_A_BATCH):
            some = order[start : start + SENTENCES_A_BATCH]
            await self._embed(rows, vectors, some)
            self._done += len(some)
            yield
        await self._drop([text.step for text, _ in batch if text.step in self._states])
        await self._table.add(rows, vectors)
        there = {row.step: True for row in rows}
        for row, vector in zip(rows, vectors, strict=True):
            there[row.step] &= vector is not None
        for text, _ in batch:
            self._states[text.step] = StepState(
                revision=text.revision,
                language=text.language,
                embedded=there.get(text.step, True),
            )

    async def _embed(
        self, rows: Sequence[Row], vectors: list[NDArray[float32] | None], some: Sequence[int]
    ) -> None:
        embedder = self._embedder
        if embedder is None:
            return
        spoken = [at for at in some if embedder.speaks(rows[at].language)]
        if not spoken:
            return
        try:
            made = await self._gate.batch([rows[at].piece.text for at in spoken])
        except EmbedderMissing as error:
            # The rest is kept without vectors, found by keyword, and embedded another time.
            self._embedder = None
            self.notice = str(error)
            return
        for at, vector in zip(spoken, made, strict=True):
            vectors[at] = vector
