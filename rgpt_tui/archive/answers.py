"""What LanceDB answers, as candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.pieces import Place
from rgpt_tui.archive.rows import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

FOUND = ("step", "revision", "place")
"""What a search reads of a row; its words are read from the book."""


def nearest_rows(found: Any, several: bool) -> list[Candidate]:
    """The rows of an answer to a search by vectors.

    Args:
        found: an Arrow table.
        several: whether there were several vectors.
    """
    parts = found["query_index"].to_pylist() if several else [0] * len(found)
    return [
        Candidate(step=step, revision=revision, place=Place(*place), part=part, cosine=1 - distance)
        for step, revision, place, part, distance in zip(
            *_columns(found, *FOUND), parts, *_columns(found, "_distance"), strict=True
        )
    ]


def matching_rows(
    found: Any, parts: Sequence[int], vectors: NDArray[float32] | None
) -> list[Candidate]:
    """The rows of an answer to a search by words, once for each vector that they are compared with.

    Args:
        found: an Arrow table.
        parts: the places of the vectors' parts among all parts.
        vectors: an array [parts, dimensions], or None to compare with none.
    """
    cosines = _cosines(found, vectors) if vectors is not None else [[None]] * len(found)
    return [
        Candidate(
            step=step,
            revision=revision,
            place=Place(*place),
            part=part,
            cosine=cosine,
            relevance=relevance,
        )
        for step, revision, place, relevance, row in zip(
            *_columns(found, *FOUND, "_score"), cosines, strict=True
        )
        for part, cosine in zip(parts, row, strict=False)
    ]


def _columns(found: Any, *names: str) -> list[list[Any]]:
    return [found[name].to_pylist() for name in names]


def _cosines(found: Any, vectors: NDArray[float32]) -> list[list[float | None]]:
    """The cosines of each row with some vectors; a None where the row has no vector."""
    if not len(found):
        return []
    column = found["vector"].combine_chunks()
    there = column.is_valid().to_pylist()
    kept = column.flatten().to_numpy().reshape(-1, vectors.shape[1])
    cosines = iter((kept @ vectors.T).tolist())
    return [next(cosines) if each else [None] for each in there]
