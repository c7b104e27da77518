"""What goes into the table of sentences, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.archive.pieces import Piece, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence on its way into the table."""

    step: str
    revision: int
    language: str
    piece: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """What the table holds of a step."""

    revision: int
    language: str
    embedded: bool
    """Whether each of its sentences has a vector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A row that a search returned."""

    step: str
    revision: int
    place: Place
    part: int
    """Which part of the cues it was compared with, by its place among them."""
    cosine: float | None = None
    relevance: float = 0.0
    """Its BM25 score, with the words of the whole cue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A sentence that fits some cue."""

    step: str
    revision: int
    place: Place
    score: float
    """How well it fits the best cue, from 0 to 1, weight included."""
