"""The recall tray: what long-term memory offers for the next step, and what of it is taken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import PassageOrigin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rgpt_tui.archive.query import Recall
    from rgpt_tui.story.records import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the writer said about one passage, for the next request only."""

    taken: bool
    trimmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A passage in the tray."""

    passage: Passage
    hit: bool
    """It was recalled; else it was nearly."""
    taken: bool
    """It goes into the next request."""
    trimmed: bool = False
    """Only the sentence that was found goes."""

    @property
    def can_be_trimmed(self) -> bool:
        """Whether there is more of it than the sentence that was found."""
        sentence = self.passage.sentence.strip()
        return bool(sentence) and sentence != self.passage.text.strip()

    def sent(self) -> Passage:
        """The passage as it goes into the request."""
        text = self.passage.sentence if self.trimmed else self.passage.text
        origin = self.passage.origin if self.hit else PassageOrigin.CHOSEN
        return replace(self.passage, text=text, origin=origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """The passages for one step: hits, near misses, and what was taken of an earlier recall."""

    plan: str | None = None
    """The plan that they were recalled for; None: nothing was recalled yet."""
    entries: tuple[Entry, ...] = ()
    notice: str = ""
    """What the writer should know about the recall."""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    """What the writer said, by step."""

    @property
    def touched(self) -> bool:
        """Whether the writer changed what is taken."""
        return bool(self.choices)

    def recalled(self, plan: str, recall: Recall) -> Tray:
        """With what was recalled for a plan; what the writer said stands.

        A passage that the writer took stays, even where it was not recalled again. Recalled once
        more for its plan, a tray that the writer touched is given nothing that was not in it, but
        what is pinned: other passages are only offered.
        """
        was: Mapping[str, bool] = {}
        if self.touched and plan == self.plan:
            was = {entry.passage.step: entry.taken for entry in self.entries}
        entries = [self._entry(each, was, hit=True) for each in recall.hits]
        entries += [self._entry(each, was, hit=False) for each in recall.near_misses]
        there = {entry.passage.step for entry in entries}
        entries += [
            replace(entry, hit=False)
            for entry in self.entries
            if entry.passage.step not in there
            and entry.taken
            and entry.passage.step in self.choices
        ]
        return replace(self, plan=plan, entries=tuple(entries), notice=recall.notice or "")

    def unavailable(self, notice: str) -> Tray:
        """As it was, for no plan in particular: nothing could be recalled."""
        return replace(self, plan=None, notice=notice)

    def forgetful(self) -> Tray:
        """Without what the writer said."""
        return replace(self, plan=None, choices={})

    def toggled(self, index: int) -> Tray:
        """With a passage taken into the next request, or out of it."""
        entry = self.entries[index]
        return self._with(index, replace(entry, taken=not entry.taken))

    def trimmed(self, index: int) -> Tray:
        """With a passage cut to the sentence that was found, or with its neighbours again."""
        entry = self.entries[index]
        if not entry.can_be_trimmed:
            return self
        return self._with(index, replace(entry, trimmed=not entry.trimmed, taken=True))

    def marked(self, step: str, mark: Mark | None) -> Tray:
        """With what a pin or a mute means for the next request, until it is recalled again.

        A passage that is muted stays in sight; without its mark it is as it was.
        """
        choices = dict(self.choices)
        if mark is Mark.PIN:
            choices.pop(step, None)
        entries = []
        for entry in self.entries:
            taken = entry.taken
            if entry.passage.step == step:
                unmarked = choices.get(step, Choice(taken=entry.hit)).taken
                taken = unmarked if mark is None else mark is Mark.PIN
            entries.append(replace(entry, taken=taken))
        return replace(self, entries=tuple(entries), choices=choices)

    def has(self, step: str) -> bool:
        """Whether a passage of a step is in the tray, taken or not."""
        return any(entry.passage.step == step for entry in self.entries)

    def passages(self) -> tuple[Passage, ...]:
        """Those that go into the next request."""
        return tuple(entry.sent() for entry in self.entries if entry.taken)

    def passages_for(self, plan: str) -> tuple[Passage, ...] | None:
        """Exactly those that the next request is to hold; None: whatever is recalled for it."""
        return self.passages() if self.touched or self.plan == plan else None

    def _entry(self, passage: Passage, was: Mapping[str, bool], *, hit: bool) -> Entry:
        taken = hit
        if was:
            taken = was.get(passage.step, passage.origin is PassageOrigin.PINNED)
        choice = self.choices.get(passage.step, Choice(taken=taken))
        entry = Entry(passage=passage, hit=hit, taken=choice.taken, trimmed=choice.trimmed)
        return replace(entry, trimmed=entry.trimmed and entry.can_be_trimmed)

    def _with(self, index: int, entry: Entry) -> Tray:
        choice = Choice(taken=entry.taken, trimmed=entry.trimmed)
        entries = (*self.entries[:index], entry, *self.entries[index + 1 :])
        return replace(self, entries=entries, choices={**self.choices, entry.passage.step: choice})


def sent_tray(passages: Sequence[Passage], near_misses: Sequence[Passage] = ()) -> Tray:
    """What went into a request that was sent, and what nearly did."""
    hits = [Entry(passage=each, hit=True, taken=True) for each in passages]
    return Tray(
        entries=(*hits, *(Entry(passage=each, hit=False, taken=False) for each in near_misses))
    )
