"""What has come of the sections so far, over all the rounds of a step."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from rgpt_tui.story.records import Making
from rgpt_tui.story.sentences import split_sentences
from rgpt_tui.writer.sections import PLANS, PROSE, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rgpt_tui.story.drafts import Draft

ENOUGH_SENTENCES = 8
"""A paragraph that was cut off is whole enough from here on, short of its last, broken sentence."""
SAME_PLAN = 92.0
"""Two plans that are this much alike, in per cent, are one plan."""
SHORTEST_REPEAT = 20
"""Characters that a piece must repeat from the end of the one before to be taken for a repeat."""
CJK_ENDS = "。！？”」』…—，"


@dataclass(slots=True)
class Collected:
    """The sections of a step as they come together."""

    language: str
    sections: dict[Section, str] = field(default_factory=dict)
    begun: dict[Section, str] = field(default_factory=dict)
    """Prose that broke off and is to be gone on with."""
    making: Making = field(default_factory=Making)
    """The requests that they came from, with what these took."""

    def missing(self, wanted: Iterable[Section]) -> tuple[Section, ...]:
        """Which sections have yet to come."""
        return tuple(section for section in wanted if not self.sections.get(section))

    def take(self, replied: Mapping[Section, str], unfinished: Section | None) -> None:
        """Add what a reply held. What is there already is never replaced.

        Args:
            replied: the sections of the reply.
            unfinished: the one that was still open when it ended early.
        """
        for section, piece in replied.items():
            if not piece.strip() or self.sections.get(section):
                continue
            text = join_prose(self.begun.pop(section, ""), piece)
            if section is not unfinished:
                self.sections[section] = text
                continue
            text, whole = self._whole_sentences(section, text)
            if whole:
                self.sections[section] = text
            elif text:
                self.begun[section] = text

    def text(self, section: Section) -> str:
        """What there is of a section, whole or begun."""
        return self.sections.get(section) or self.begun.get(section, "")

    def resume(self, draft: Draft) -> None:
        """Take up an earlier try, so that only the rest is asked for."""
        unfinished = Section(draft.unfinished) if draft.unfinished else None
        self.take({Section(name): text for name, text in draft.sections.items()}, unfinished)
        self.making = draft.making

    def drop_equal_plans(self) -> tuple[Section, ...]:
        """Forget plans that say the same as an earlier one, so that they are asked for again."""
        from rapidfuzz import fuzz

        dropped = []
        for first, second in combinations(PLANS, 2):
            one, other = self.sections.get(first), self.sections.get(second)
            if one and other and fuzz.ratio(one, other) >= SAME_PLAN:
                del self.sections[second]
                dropped.append(second)
        return tuple(dropped)

    def plans(self) -> tuple[str, ...]:
        """The plans that came, in order."""
        return tuple(self.sections[plan] for plan in PLANS if self.sections.get(plan))

    def _whole_sentences(self, section: Section, text: str) -> tuple[str, bool]:
        """A broken-off text without its broken sentence, and whether it can stand as it is.

        Only prose is worth keeping in part; a broken memory or plan is asked for again.
        """
        if section not in PROSE:
            return "", False
        sentences = split_sentences(text, self.language)
        if not sentences or len(sentences) == 1:
            return text.strip(), False
        end = text.rfind(sentences[-1])
        return text[:end].rstrip(), len(sentences) > ENOUGH_SENTENCES


def join_prose(before: str, piece: str) -> str:
    """Two pieces of prose as one. Words that the second repeats from the end of the first go."""
    if not before:
        return piece
    for length in range(min(len(before), len(piece)), SHORTEST_REPEAT, -1):
        if before.endswith(piece[:length]):
            piece = piece[length:].lstrip()
            break
    return before + joint(before) + piece


def joint(before: str) -> str:
    """What stands between two pieces of prose: a space, or nothing after Chinese or Japanese."""
    return "" if not before or before[-1].isspace() or before[-1] in CJK_ENDS else " "
