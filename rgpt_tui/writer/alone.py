"""Asking a small model for one section alone: by which template, and how long it may get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.models.profile import PromptSize
from rgpt_tui.writer.sections import PLANS, PROSE, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rgpt_tui.writer.templates import Templates

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


SHORTEST: Final = {
    **LONGEST,
    **dict.fromkeys(PROSE, 260),
    Section.RATIONALE: 60,
    Section.MEMORY: 100,
    **dict.fromkeys((*PLANS, Section.REVISED_PLAN), 90),
    Section.OUTLINE: 140,
}
"""The same for a tiny one, which goes in circles after a page."""


def longest(section: Section, size: PromptSize) -> int:
    """How many tokens a section may get."""
    return (SHORTEST if size is PromptSize.SHORT else LONGEST)[section]


def system_of(size: PromptSize, templates: Templates) -> str:
    """The template of the system message."""
    return _found("system", size, templates)


def template_of(section: Section, template: str, size: PromptSize, templates: Templates) -> str:
    """The template that asks for a section alone; all plans share one, and all openings.

    Args:
        section: the one that is asked for.
        template: the one that would ask for all sections at once.
        size: how much may be asked of the model.
        templates: where these are.
    """
    name = template if template == "shorten" else section.value.rstrip("_123")
    return _found(name, size, templates)


def _found(name: str, size: PromptSize, templates: Templates) -> str:
    """A template in the size that the model needs, where the language has one."""
    short = f"short/{name}"
    return short if size is PromptSize.SHORT and templates.has(short) else f"alone/{name}"


def next_alone(missing: Sequence[Section], tries: Mapping[Section, int]) -> Section:
    """Which missing section to ask for: the one that was asked for least, the first of several.

    So a section that a model cannot give does not keep the others from being asked for. But what
    comes after prose is made from it and waits for it.
    """
    prose = next((index for index, each in enumerate(missing) if each in PROSE), len(missing))
    return min(missing[: prose + 1], key=lambda section: tries.get(section, 0))
