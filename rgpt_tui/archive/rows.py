"""What goes into the table of sentences, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence on its way into the table."""

    step: str
    revision: int
    ordinal: int
    text: str
    language: str


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
    ordinal: int
    text: str
    cue: int
    """Which cue found it, by its place among them."""
    cosine: float | None = None
    relevance: float = 0.0
    """Its BM25 score."""
