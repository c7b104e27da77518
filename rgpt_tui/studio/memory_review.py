"""The short-term memory and what became of it, as one list of sentences.

Three versions meet in it: the memory that the last step started from, the one that the model made
of it, and the one that the writer has now. The list is worked out from the three each time, so
that it is the same after a restart as before it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from rgpt_tui.story.measures import count_words
from rgpt_tui.story.pins import pinned_facts
from rgpt_tui.studio.memory_text import MemoryText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rgpt_tui.story.memory import MemoryLimit
    from rgpt_tui.story.records import Text


class Fate(StrEnum):
    """What became of a sentence."""

    KEPT = "kept"
    """It was there before the step and is there now."""
    ADDED = "added"
    """It is new."""
    DROPPED = "dropped"
    """It was there before the step and is there no longer."""
    REFUSED = "refused"
    """The model added it and the writer took it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One row of the list."""

    text: str
    fate: Fate
    here: int | None = None
    """Its number in the memory as it is now; None if it is not in it."""
    before: int | None = None
    """Its number in the memory before the step."""
    made: int | None = None
    """Its number in the memory that the model made."""
    locked: bool = False
    by_writer: bool = False
    """Neither the model nor the step before had it."""


@dataclass(frozen=True)
class MemoryReview:
    """The memory as the writer has it, beside what it was and what the model made of it."""

    before: str
    made: str
    text: str
    pinned: tuple[str, ...] = ()
    language: str = "en"

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The list: the sentences of the memory, and in their places those that went."""
        return tuple(self._sentences())

    @property
    def counts(self) -> Counter[Fate]:
        """How many sentences met which fate."""
        return Counter(sentence.fate for sentence in self.sentences)

    @property
    def first_change(self) -> int | None:
        """The row from which on the memory shows what the step did to it.

        What went stands before what came in its place, and may be more than there is room for:
        the first sentence that was added, or else the one behind the first that went.
        """
        fates = [each.fate for each in self.sentences]
        if Fate.ADDED in fates:
            return fates.index(Fate.ADDED)
        changed = [row for row, fate in enumerate(fates) if fate is not Fate.KEPT]
        if not changed:
            return None
        behind = (row for row in range(changed[0], len(fates)) if fates[row] is Fate.KEPT)
        return next(behind, changed[0])

    @property
    def length(self) -> tuple[int, int]:
        """Sentences and words of the memory as it is now."""
        return len(self._now.spans), count_words(self.text, self.language)

    def fits(self, limit: MemoryLimit) -> bool:
        """Whether it is within its limit."""
        sentences, words = self.length
        return sentences <= limit.sentences and words <= limit.words

    def span(self, row: int) -> tuple[int, int]:
        """Where a row stands in the text, or, if it went, where it would stand."""
        here = self.sentences[row].here
        if here is not None:
            start, end = self._now.spans[here]
            return start, end
        place = self._place(row)
        end = self._now.spans[place - 1].end if place else 0
        return end, end

    def toggled(self, row: int) -> MemoryReview:
        """With a sentence taken out, or put back where it was."""
        sentence = self.sentences[row]
        if sentence.here is not None:
            return replace(self, text=self._now.without(sentence.here))
        if sentence.made is not None:
            source, origin = MemoryText(self.made, self.language), sentence.made
        else:
            source, origin = MemoryText(self.before, self.language), sentence.before or 0
        return replace(self, text=self._now.with_one(source, origin, self._place(row)))

    def locked(self, row: int) -> MemoryReview:
        """With a sentence locked, or no longer."""
        sentence = self.sentences[row]
        if sentence.here is None:
            return self
        if not sentence.locked:
            return replace(self, pinned=(*self.pinned, sentence.text))
        spans = self._now.spans
        return replace(
            self,
            pinned=tuple(
                pin
                for pin in self.pinned
                if sentence.here not in pinned_facts(self.text, [pin], spans)
            ),
        )

    def taken_back(self) -> MemoryReview:
        """As it was before the step."""
        return replace(self, text=self.before)

    def retold(self, text: str) -> MemoryReview:
        """With another text; a lock follows its sentence where that was only reworded.

        Else the old words would come back into the memory at the next rewrite.
        """
        old, new = self._now, MemoryText(text, self.language)
        reworded: dict[int, int] = {}
        matcher = SequenceMatcher(None, old.sentences, new.sentences, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "replace" and i2 - i1 == j2 - j1:
                reworded |= dict(zip(range(i1, i2), range(j1, j2), strict=True))
        pins = []
        for pin in self.pinned:
            stood = pinned_facts(self.text, [pin], old.spans)
            if not stood or pinned_facts(text, [pin], new.spans):
                pins.append(pin)
            else:
                pins += [new.sentences[reworded[each]] for each in stood if each in reworded]
        return replace(self, text=text, pinned=tuple(dict.fromkeys(pins)))

    @cached_property
    def _now(self) -> MemoryText:
        return MemoryText(self.text, self.language)

    def _place(self, row: int) -> int:
        """How many sentences of the memory stand before a row."""
        return sum(each.here is not None for each in self.sentences[:row])

    def _sentences(self) -> Iterator[Sentence]:
        before = MemoryText(self.before, self.language).sentences
        made = MemoryText(self.made, self.language).sentences
        now = self._now
        locked = pinned_facts(self.text, self.pinned, now.spans)
        # Worked out from what does not change, so that no row jumps when it is taken out or in.
        both = list(_merged(before, made))
        texts = [made[new] if new is not None else before[old or 0] for old, new in both]
        for place, here in _merged(texts, now.sentences):
            old, new = both[place] if place is not None else (None, None)
            text = now.sentences[here] if here is not None else texts[place or 0]
            if here is not None:
                # Without an earlier memory there is nothing that it differs from.
                fate = Fate.KEPT if old is not None or not before else Fate.ADDED
            else:
                fate = Fate.DROPPED if old is not None else Fate.REFUSED
            yield Sentence(
                text=text,
                fate=fate,
                here=here,
                before=old,
                made=new,
                locked=here in locked,
                by_writer=here is not None and place is None,
            )


def _merged(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Two lists as one: numbers in the old and the new one; what went stands where it was.

    A sentence that only moved is one of the new list, with its number in the old one.
    """
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    operations = matcher.get_opcodes()
    left = {i for tag, i1, i2, _, _ in operations if tag != "equal" for i in range(i1, i2)}
    moved: dict[int, int] = {}
    for tag, _, _, j1, j2 in operations:
        if tag == "equal":
            continue
        for j in range(j1, j2):
            found = next((i for i in sorted(left) if old[i] == new[j]), None)
            if found is not None:
                moved[j] = found
                left.discard(found)
    for tag, i1, i2, j1, j2 in operations:
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            yield from ((i, None) for i in range(i1, i2) if i in left)
            yield from ((moved.get(j), j) for j in range(j1, j2))


def made_by_model(revisions: Sequence[Text]) -> str:
    """The memory as the model made it last.

    Args:
        revisions: every version of a step's text, the first one first.
    """
    made = ""
    plans: tuple[str, ...] | None = None
    for text in revisions:
        # A model that makes the memory anew makes the plans anew with it.
        if text.plans != plans or not made:
            made = text.memory
        plans = text.plans
    return made
