"""Asking a small model for one section alone: by which template, and how long it may get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.sections import PROSE, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SYSTEM: Final = "alone/system"

LONGEST: Final = {
    Section.PARAGRAPH: 600,
    Section.OPENING_1: 600,
    Section.OPENING_2: 600,
    Section.OPENING_3: 600,
    Section.RATIONALE: 160,
    Section.MEMORY: 400,
    Section.PLAN_1: 180,
    Section.PLAN_2: 180,
    Section.PLAN_3: 180,
    Section.TITLE: 24,
    Section.OUTLINE: 320,
    Section.CHOICE: 8,
    Section.REASON: 100,
    Section.REVISED_PLAN: 180,
    Section.ENDING: 8,
}
"""Tokens of a section: a small model does not know when to stop."""


def template_of(section: Section, template: str) -> str:
    """The template that asks for a section alone; all plans share one, and all openings.

    Args:
        section: the one that is asked for.
        template: the one that would ask for all sections at once.
    """
    name = template if template == "shorten" else section.value.rstrip("_123")
    return f"alone/{name}"


def next_alone(missing: Sequence[Section], tries: Mapping[Section, int]) -> Section:
    """Which missing section to ask for: the one that was asked for least, the first of several.

    So a section that a model cannot give does not keep the others from being asked for. But what
    comes after prose is made from it and waits for it.
    """
    prose = next((index for index, each in enumerate(missing) if each in PROSE), len(missing))
    return min(missing[: prose + 1], key=lambda section: tries.get(section, 0))
