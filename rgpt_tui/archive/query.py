"""What is asked of long-term memory, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rgpt_tui.story.records import Passage  # noqa: TC001 - msgspec reads the types at run time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rgpt_tui.story.records import Position

PLAN_WEIGHT = 1.0
"""The plan says what comes next: what it touches matters most."""
MEMORY_WEIGHT = 0.8
"""The memory says where the story stands: it is in the prompt already, so its echoes count less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One text that passages are recalled by."""

    text: str
    weight: float = PLAN_WEIGHT
    """From 0 to 1; scores of what this cue finds are multiplied by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallQuery:
    """What to recall, and from where in the story."""

    cues: tuple[Cue, ...]
    """A passage's score is the best that any cue gives it."""
    path: Mapping[str, Position]
    """Every step of the branch, by its id, with its place. Any other step is never recalled."""
    language: str = "en"
    exclude: frozenset[str] = frozenset()
    """Steps that the prompt holds already."""
    muted: frozenset[str] = frozenset()
    """Steps that the writer does not want to be recalled."""
    pinned: tuple[str, ...] = ()
    """Steps that always come first, as whole paragraphs, in this order."""
    limit: int = 4
    """Most passages to be recalled, the pinned ones not counted."""


class RecallMode(StrEnum):
    """How a recall was made."""

    HYBRID = "hybrid"
    """By meaning and by words."""
    KEYWORD = "keyword"
    """By words alone."""
    NOTHING = "nothing"
    """There was nothing to search in or nothing to search for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What came back."""

    hits: tuple[Passage, ...] = ()
    """Pinned passages first, then the best first."""
    near_misses: tuple[Passage, ...] = ()
    """What fell below the threshold or beyond the limit, best first."""
    mode: RecallMode = RecallMode.NOTHING
    notice: str | None = None
    """What the writer should know about this recall, such as that it was by keyword, and why."""
    elsewhere: frozenset[str] = frozenset()
    """Steps of the passages that are not on the branch that the story is on."""
    lacking: int = 0
    """Steps that were searched by words alone: the long-term memory does not hold them yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a catch-up has come."""

    done: int
    """Sentences that are in the archive now, of those that were missing."""
    total: int
    """Sentences that were missing; estimated from the steps read so far until the last one is."""
    steps_done: int = 0
    steps_total: int = 0
