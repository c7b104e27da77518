"""What the prose view is told: an outline of all steps, and the texts of those near the reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.story.marks import Mark


class Author(StrEnum):
    """Whose words they are; each has the component class `prose--<value>`."""

    MODEL = "model"
    EDITED = "edited"
    OWN = "own"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step in the outline of a story."""

    id: str
    words: int
    """How many there are in its paragraph: what its height is estimated from."""
    heading: str = ""
    """Set above the paragraph; not empty where a chapter begins."""
    stale: bool = False
    """Whether it was written before an edit of something that comes before it."""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Some characters of a text that have one author."""

    start: int
    end: int
    author: Author


@dataclass(frozen=True, slots=True, kw_only=True)
class StepText:
    """The paragraph of a step."""

    id: str
    text: str
    runs: tuple[Run, ...] = ()
    """In order, without overlap; what no run covers is shown as plain text."""
