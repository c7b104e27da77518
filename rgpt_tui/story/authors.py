"""Whose words a revision of a step brought."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from rgpt_tui.story.records import StepKind


class Author(StrEnum):
    """Who made a revision."""

    MODEL = "model"
    WRITER = "writer"
    DRAFT = "draft"
    """It stood so in a draft that the writer brought."""


AUTHOR_OF: Final = {
    StepKind.OPENING: Author.MODEL,
    StepKind.WRITTEN: Author.MODEL,
    StepKind.IMPORTED: Author.DRAFT,
    StepKind.OWN: Author.WRITER,
}
"""Who made the first revision of a step."""
