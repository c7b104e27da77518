"""The sections of a reply in words, as a writer would name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.sections import OPENINGS, PLANS, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAMES: Final[dict[Section, str]] = {
    Section.PARAGRAPH: "the paragraph",
    Section.RATIONALE: "the reason for the new memory",
    Section.MEMORY: "the memory",
    Section.TITLE: "the title",
    Section.OUTLINE: "the outline",
    Section.CHOICE: "the choice of a plan",
    Section.REASON: "the reason for the choice",
    Section.REVISED_PLAN: "the revised plan",
    Section.ENDING: "the word whether the story is over",
    **{section: f"plan {number}" for number, section in enumerate(PLANS, 1)},
    **{section: f"paragraph {number}" for number, section in enumerate(OPENINGS, 1)},
}
_DOING: Final = {
    Section.CHOICE: "choosing a plan",
    Section.REASON: "saying why that plan",
    Section.REVISED_PLAN: "revising the plan",
    Section.ENDING: "asking whether the story is over",
}
_MANY: Final = {2: "two", 3: "three"}


def doing(section: str) -> str:
    """What a model does that writes a section, such as “writing the memory”."""
    known = Section(section)
    return _DOING.get(known) or f"writing {NAMES[known]}"


def listed(sections: Sequence[str]) -> str:
    """Sections in a row, such as “the paragraph, the memory and the three plans”."""
    left = [Section(section) for section in sections]
    names = []
    while left:
        section = left.pop(0)
        for series, what in ((PLANS, "plans"), (OPENINGS, "paragraphs")):
            several = [section, *_of(series, left)] if section in series else []
            if len(several) > 1:
                # Where one of them came, those that are missing are not all of them.
                whole = len(several) == len(series)
                names.append(f"{'the ' if whole else ''}{_MANY[len(several)]} {what}")
                left = [each for each in left if each not in several]
                break
        else:
            names.append(NAMES[section])
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _of(series: Iterable[Section], sections: Iterable[Section]) -> list[Section]:
    return [each for each in sections if each in series]
