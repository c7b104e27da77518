"""The vectors of what is asked, where the embedder and the table have any in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.archive.embedder import EmbedderMissing
from rgpt_tui.archive.parts import parts_of, wholes
from rgpt_tui.archive.status import behind, unspoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rgpt_tui.archive.embedder import Embedder
    from rgpt_tui.archive.gate import EmbedderGate
    from rgpt_tui.archive.parts import Part
    from rgpt_tui.archive.query import Cue, RecallQuery
    from rgpt_tui.archive.table import SentenceTable


def suits(table: SentenceTable, embedder: Embedder | None) -> bool:
    """Whether the vectors of a table are those of the embedder, if there is one."""
    return embedder is None or (
        table.embedder == embedder.name and table.dimensions == embedder.dimensions
    )


async def vectors_of(
    query: RecallQuery, cues: Sequence[Cue], table: SentenceTable, gate: EmbedderGate
) -> tuple[Sequence[Part], NDArray[float32] | None, float, str | None]:
    """The parts of the cues, their vectors, the embedder's zero, and why there are none."""
    try:
        embedder = await gate.ready()
        if not embedder.speaks(query.language):
            return wholes(cues), None, 0.0, unspoken(embedder.name, query.language)
        if not suits(table, embedder):
            return wholes(cues), None, 0.0, behind(embedder.name)
        parts = parts_of(cues, query.language)
        vectors = await gate.query([part.text for part in parts])
    except EmbedderMissing as error:
        return wholes(cues), None, 0.0, str(error)
    return parts, vectors, embedder.unrelated, None
