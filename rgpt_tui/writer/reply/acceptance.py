"""Deciding whether what looks like a label is one, here and now.

A line of prose may begin with ``Memory:`` too. What was asked for, what has come so far, and how
the line looks decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.sections import PLANS, PROSE, WEAK_NAMES, Section, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.writer.reply.labels import Label
    from rgpt_tui.writer.reply.sheet import Sheet

_OF_A_STEP: Final = frozenset({Section.PARAGRAPH, Section.RATIONALE, Section.MEMORY, *PLANS})
_BESIDE_PROSE: Final = _OF_A_STEP | PROSE
"""What a model writes next to a passage, whether or not it was asked for."""
_OF_A_CHOICE: Final = frozenset({Section.CHOICE, Section.REVISED_PLAN})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for in this reply."""

    target: Target
    expected: bool = False
    guess: bool = False
    """It is near what was expected, and gives way to the exact name if that comes too."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The target, as sections."""
        return self.target if isinstance(self.target, tuple) else (self.target,)


class Acceptance:
    """Knows what is expected and what has come."""

    def __init__(self, expected: Sequence[Section], language: str, sheet: Sheet) -> None:
        self._expected = tuple(expected)
        self._chinese = language.split("-")[0] == "zh"
        self._sheet = sheet

    def meaning(self, targets: Sequence[Target]) -> Meaning:
        """Choose what a name stands for among the things that it can stand for."""
        for target in targets:
            if isinstance(target, tuple):
                if wanted := tuple(section for section in target if section in self._expected):
                    return Meaning(wanted, expected=True)
            elif target in self._expected:
                return Meaning(target, expected=True)
        if len(self._expected) == 1 and isinstance(targets[0], Section):
            # Asked for plan 2 alone, a small model may well write "Plan 1:" over it.
            (only,) = self._expected
            alike = (PLANS, PROSE)
            if not self._sheet.has(only) and any(
                only in kind and targets[0] in kind for kind in alike
            ):
                return Meaning(only, expected=True, guess=True)
        return Meaning(targets[0])

    def accept(self, label: Label, *, after_gap: bool) -> Meaning | None:
        """Say what a label opens, or None if it is to be read as text.

        Args:
            label: what looks like a label.
            after_gap: whether it stands after an empty line or at the beginning.
        """
        meaning = self.meaning(label.targets)
        if label.closing:
            return meaning
        if not meaning.expected and (
            self._is_of_the_answer(meaning) or self._is_of_the_passage(label, meaning)
        ):
            return None
        weak = label.key in WEAK_NAMES and not label.marked
        stands_out = label.marked or label.numbered or self._is_foreign(label)
        if not label.colon and not stands_out and not after_gap:
            return None
        if meaning.expected and not self._has_come(meaning):
            return None if weak and self._is_text(label, meaning, after_gap) else meaning
        if weak:
            return None
        if meaning.expected:
            return meaning if stands_out or after_gap else None
        if self._sheet.open is None or _OF_A_STEP.issuperset(meaning.sections):
            evident = (label.colon or label.marked) and (stands_out or after_gap)
            return meaning if evident else None
        return meaning if label.marked and meaning.target is not Section.TITLE else None

    def _is_text(self, label: Label, meaning: Meaning, after_gap: bool) -> bool:
        """Whether a weak name rather belongs to the text in which it stands."""
        section = self._sheet.open
        if section in meaning.sections:
            return not self._sheet.guessed(section)
        if section not in PROSE or after_gap or label.alone:
            return False
        awaited = next((each for each in self._expected if not self._sheet.has(each)), None)
        return awaited not in meaning.sections

    def _is_of_the_answer(self, meaning: Meaning) -> bool:
        """Whether it names a plan where the answer is to name or revise one."""
        choosing = not _OF_A_CHOICE.isdisjoint(self._expected)
        return choosing and not set(PLANS).isdisjoint(meaning.sections)

    def _is_of_the_passage(self, label: Label, meaning: Meaning) -> bool:
        """Whether a name that was not asked for is rather a word of the story, as in a note there.

        That is one that no step has, such as ``**Outline:**``. Where a passage alone was asked for
        and has no label of its own, the reply is in no sections, and weak names are words as well.
        """
        section = self._sheet.open
        alone = len(self._expected) == 1 and self._expected[0] in PROSE
        if label.tag or not (section in PROSE or (section is None and alone)):
            return False
        if not _BESIDE_PROSE.issuperset(meaning.sections):
            return True
        unlabelled = section is None or self._sheet.guessed(section)
        return alone and unlabelled and label.key in WEAK_NAMES

    def _has_come(self, meaning: Meaning) -> bool:
        return all(
            self._sheet.has(section) and not self._sheet.guessed(section)
            for section in meaning.sections
        )

    def _is_foreign(self, label: Label) -> bool:
        """Whether the label is in another script than the story, so that it is no prose."""
        return label.key.isascii() is self._chinese
