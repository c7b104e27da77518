"""Deciding whether what looks like a label is one, here and now.

A line of prose may begin with ``Memory:`` too. What a prompt has asked for, what has come so far,
and how the line looks decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.sections import PLANS, PROSE, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.writer.reply.labels import Label
    from rgpt_tui.writer.reply.sheet import Sheet
    from rgpt_tui.writer.sections import Series

_OF_A_STEP: Final = frozenset({Section.PARAGRAPH, Section.RATIONALE, Section.MEMORY, *PLANS})


class Acceptance:
    """Knows what is expected and what has come."""

    def __init__(self, expected: Sequence[Section], language: str, sheet: Sheet) -> None:
        self._expected = frozenset(expected)
        self._chinese = language.split("-")[0] == "zh"
        self._sheet = sheet

    def target(self, label: Label, *, after_gap: bool) -> Section | Series | None:
        """What a label opens, or None if it is to be read as prose.

        Args:
            label: what looks like a label.
            after_gap: whether it stands after an empty line or at the beginning.
        """
        target, expected = self._choose(label)
        if label.closing or (self._sheet.open is None and (label.colon or label.marked)):
            return target
        sections = target if isinstance(target, tuple) else (target,)
        new = not any(self._sheet.has(section) and not self._sheet.guessed(section)
                      for section in sections)  # fmt: skip
        weak = isinstance(target, tuple) and self._sheet.open in PROSE
        if expected and new and not weak:
            return target
        strong = label.marked or label.key[-1].isdigit() or self._is_foreign(label)
        if expected:
            return target if strong or after_gap else None
        if _OF_A_STEP.issuperset(sections):
            return target if (strong or after_gap) and label.colon else None
        return target if label.marked and target is not Section.TITLE else None

    def _choose(self, label: Label) -> tuple[Section | Series, bool]:
        for target in label.targets:
            if isinstance(target, tuple):
                if wanted := tuple(each for each in target if each in self._expected):
                    return wanted, True
            elif target in self._expected:
                return target, True
        return label.targets[0], False

    def _is_foreign(self, label: Label) -> bool:
        """Whether the label is in another script than the story, so that it is no prose."""
        return label.key.isascii() is self._chinese
