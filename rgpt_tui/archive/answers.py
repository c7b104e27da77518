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


def candidates(
    found: Any, cues: list[int], cosines: Sequence[float | None], relevances: list[float]
) -> list[Candidate]:
    """The rows of an Arrow table, each with the cue that found it and its two scores."""
    columns = (found[column].to_pylist() for column in FOUND)
    return [
        Candidate(
            step=step,
            revision=revision,
            place=Place(*place),
            cue=cue,
            cosine=cosine,
            relevance=relevance,
        )
        for step, revision, place, cue, cosine, relevance in zip(
            *columns, cues, cosines, relevances, strict=True
        )
    ]


def cosines_to(found: Any, vector: NDArray[float32] | None) -> list[float | None]:
    """The cosines of a vector with the rows of an Arrow table; None where one is missing."""
    if vector is None or not len(found):
        return [None] * len(found)
    column = found["vector"].combine_chunks()
    there = column.is_valid().to_pylist()
    if not any(there):
        return [None] * len(found)
    cosines = iter((column.flatten().to_numpy().reshape(-1, len(vector)) @ vector).tolist())
    return [next(cosines) if each else None for each in there]
