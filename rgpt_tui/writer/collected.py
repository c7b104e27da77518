"""What has come of the sections so far, over all the rounds of a step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rgpt_tui.story.measures import count_words
from rgpt_tui.story.records import Making
from rgpt_tui.writer.foreign import foreign_script
from rgpt_tui.writer.seam import join_prose, joint, whole_sentences
from rgpt_tui.writer.sections import PLANS, PROSE, Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from rgpt_tui.story.drafts import Draft

ENOUGH_SENTENCES = 15
"""A paragraph that broke off is whole enough from here on, short of its last, broken sentence."""
LONGEST_TITLE = 12
"""Words, or Chinese characters; what is longer is no title."""
SAME_PLAN = 92.0
"""Two plans that are this much alike, in per cent, are one plan."""
LEAST_WORDS = 4
"""Fewer words than these say nothing that could be remembered."""
VANISHED = 0.2
"""A rewritten memory that has less than this share of the words that it had has been lost."""


@dataclass(slots=True)
class Collected:
    """The sections of a step as they come together."""

    language: str
    told: str = ""
    """The plan that the paragraph is written from: a plan that offers it again is none."""
    seen: tuple[str, ...] = ()
    """Plans that the writer has seen and wants others for."""
    memory_before: str = ""
    """What a rewritten memory is measured by; empty where the memory is made anew."""
    tolerated: str = ""
    """A script that is not the language's, in which the story is written all the same."""
    adding: bool = False
    """The model is asked only for what that memory lacks."""
    sections: dict[Section, str] = field(default_factory=dict)
    begun: dict[Section, str] = field(default_factory=dict)
    """Prose that broke off and is to be gone on with."""
    doubted: dict[Section, str] = field(default_factory=dict)
    """What came and was not good enough; it is asked for once more, and stands after that."""
    tries: Counter[Section] = field(default_factory=Counter)
    """How often each section was asked for."""
    accepted: set[Section] = field(default_factory=set)
    """Sections that the writer has seen, and wants as they are."""
    refusal: str = ""
    """What the model said in place of what it was asked for, the last time that it did."""
    refused: Counter[Section] = field(default_factory=Counter)
    """How often a request that asked for a section first of all was refused."""
    silent: int = 0
    """How many replies in a row were empty."""
    making: Making = field(default_factory=Making)
    """The requests that they came from, with what these took."""

    def missing(self, wanted: Iterable[Section]) -> tuple[Section, ...]:
        """Which sections have yet to come."""
        return tuple(section for section in wanted if not self.sections.get(section))

    def tried_enough(self, section: Section, optional: Collection[Section]) -> bool:
        """Whether a missing section is not worth another request for its own sake.

        Args:
            section: the one that is missing.
            optional: those that one request is enough for.
        """
        enough = 1 if section in optional else 2 if section in self.doubted else None
        return enough is not None and self.tries[section] >= enough

    def text(self, section: Section) -> str:
        """What there is of a section, whole or begun."""
        return self.sections.get(section) or self.begun.get(section, "")

    def plans(self) -> tuple[str, ...]:
        """The plans that came, in order."""
        return tuple(self.sections[plan] for plan in PLANS if self.sections.get(plan))

    def take(
        self, replied: Mapping[Section, str], unfinished: Section | None, *, spent: bool = False
    ) -> None:
        """Add what a reply held. What is there already is never replaced.

        Args:
            replied: the sections of the reply.
            unfinished: the one that was still open when it ended early.
            spent: it ended because it was as long as it may be, though one section alone was
                asked for; asked again, the model would only run on again.
        """
        for section, piece in replied.items():
            if not piece.strip() or self.sections.get(section) or self._is_no_title(section, piece):
                continue
            text = join_prose(self.begun.pop(section, ""), piece, self.language)
            if section is not unfinished:
                self._take_whole(section, text)
            elif spent:
                whole, _ = whole_sentences(text, self.language)
                self._take_whole(section, (whole if whole.strip() else text).rstrip())
            elif section in PROSE:
                self._take_begun(section, text)
            # A broken memory or plan is asked for again.

    def resume(self, draft: Draft) -> None:
        """Take up an earlier try, so that only the rest is asked for."""
        for name, text in draft.sections.items():
            section = Section(name)
            if name == draft.unfinished:
                self.take({section: text}, section)
            elif text.strip():
                self.sections[section] = text
                self.accepted.add(section)
        self.making = draft.making

    def doubt(self) -> tuple[Section, ...]:
        """Set aside what is not good enough, so that it is asked for once more.

        That is a plan that says what another says, what was just told or what the writer has seen
        before, a memory of which next to nothing is left, and whatever is in a script that is not
        the story's.

        Returns:
            The sections that were set aside.
        """
        dubious = [plan for plan in PLANS if self._says_nothing_new(plan)]
        if self.memory_vanished():
            dubious.append(Section.MEMORY)
        dubious += [each for each in self.foreign() if each not in dubious]
        dubious = [section for section in dubious if section not in self.doubted]
        for section in dubious:
            self.doubted[section] = self.sections.pop(section)
        return tuple(dubious)

    def foreign(self) -> dict[Section, str]:
        """What each section is written in that is clearly not in the story's language."""
        scripts = {
            section: foreign_script(text, self.language)
            for section, text in self.sections.items()
            if section not in self.accepted
        }
        return {
            each: script for each, script in scripts.items() if script not in ("", self.tolerated)
        }

    def why_not_to_be_taken(self) -> str:
        """Why the writer is asked before the prose gets into the story; empty if they are not."""
        script = next((found for each, found in self.foreign().items() if each in PROSE), "")
        return script and (
            f"The text came in {script}, and again when it was asked for once more, though the "
            f"language of the story is “{self.language}”."
        )

    def take_back(self) -> tuple[Section, ...]:
        """Let what was set aside stand where nothing better came; tell which sections."""
        back = self.missing(self.doubted)
        for section in back:
            self.sections[section] = self.doubted[section]
        return back

    def memory_vanished(self) -> bool:
        """Whether the new memory has next to nothing of the words that the one before had."""
        memory = self.sections.get(Section.MEMORY)
        if not memory:
            return False
        before = count_words(self.memory_before, self.language)
        return count_words(memory, self.language) < VANISHED * before

    def _is_no_title(self, section: Section, text: str) -> bool:
        """Whether a small model wrote about the novel instead of naming it."""
        return section is Section.TITLE and count_words(text, self.language) > LONGEST_TITLE

    def _take_whole(self, section: Section, text: str) -> None:
        if section is Section.MEMORY and self.adding:
            text = remembered_further(self.memory_before, text, self.language)
        self.sections[section] = text

    def _take_begun(self, section: Section, text: str) -> None:
        text, sentences = whole_sentences(text, self.language)
        if sentences >= ENOUGH_SENTENCES:
            self.sections[section] = text.rstrip()
        elif text:
            self.begun[section] = text

    def _says_nothing_new(self, plan: Section) -> bool:
        from rapidfuzz import fuzz

        text = self.sections.get(plan)
        if not text:
            return False
        others = [self.sections.get(other, "") for other in PLANS[: PLANS.index(plan)]]
        known = [self.told, *self.seen, *others]
        return any(fuzz.ratio(text, other) >= SAME_PLAN for other in known if other)


def remembered_further(before: str, new: str, language: str) -> str:
    """A memory as it was, with what a model wrote at its end."""
    before = before.rstrip()
    if not before:
        return new
    if count_words(new, language) < LEAST_WORDS:
        return before
    return before + ("\n" if "\n" in before else joint(before, language)) + new
