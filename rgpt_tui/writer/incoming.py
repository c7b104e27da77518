"""One reply while it comes: what has been read of it, and what of that was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.models.chat import FinishReason
from rgpt_tui.story.language import is_cjk
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.records import Usage
from rgpt_tui.writer.circling import Circling
from rgpt_tui.writer.events import Answered, Event, Rewritten, Words
from rgpt_tui.writer.reply.reader import Closed, ReplyReader, Withdrawn
from rgpt_tui.writer.reply.refusals import is_refusal
from rgpt_tui.writer.seam import joint, whole_sentences
from rgpt_tui.writer.sections import PROSE, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rgpt_tui.models.chat import Finished
    from rgpt_tui.models.prices import Price
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.writer.collected import Collected
    from rgpt_tui.writer.prompt import Prompt

LEAST_UNLABELLED = 50
"""Words under no label that are taken for the first section, where several were asked for."""
LONGEST_PROSE = 24_000
"""Characters; some ten times what is asked for. A model that goes on is not coming to an end."""
LONGEST_OTHER = 10_000
"""The same of a memory, a plan, and the rest."""
LESS_CJK = 2.5
"""A Chinese or Japanese text says as much in so many times fewer characters."""
IDLE = 6000
"""Characters that may come behind the last section before the reply is ended."""


class Incoming:
    """Turns a reply into events, such that words appended and sections rewritten give its text.

    Args:
        asked: the sections that the reply is to hold.
        wanted: those that would be taken up; what else it holds is not shown.
        collected: what has come before.
    """

    def __init__(
        self, asked: Sequence[Section], wanted: Sequence[Section], collected: Collected
    ) -> None:
        self.text = ""
        """The reply, word for word."""
        self.finished: Finished | None = None
        self._asked = asked
        self._wanted = wanted
        self._missing = collected.missing(wanted)
        self._collected = collected
        self._reader = ReplyReader(asked, collected.language)
        self._shown = dict(collected.begun)
        self._gone_on_with: set[Section] = set()
        self.stopped = ""
        """Why no more of it is wanted, in a sentence; empty while it may go on."""
        self._stopped_in: Section | None = None
        self._watchers: dict[Section, Circling] = {}
        self._lengths: dict[Section, int] = {}
        self._idle = 0

    @property
    def broke_off(self) -> bool:
        """Whether it ended before the model was done, and not for its length."""
        if self.stopped:
            return False
        return self.finished is None or self.finished.reason is FinishReason.CUT

    def feed(self, text: str) -> list[Event]:
        """Take more of the reply, and tell what is new."""
        self.text += text
        self._idle += len(text)
        events: list[Event] = []
        for event in self._reader.feed(text):
            if event.section not in self._missing or isinstance(event, Closed):
                continue
            if isinstance(event, Withdrawn):
                self._watchers.pop(event.section, None)
                self._lengths.pop(event.section, None)
                events.append(self._rewrite(event.section, ""))
            else:
                self._watch(event.section, event.text)
                events.append(self._show(event.section, event.text))
        if self._idle > IDLE and all(section in self._lengths for section in self._missing):
            self.stopped = "The model went on after all that was asked for; it was stopped."
        return events

    def settle(self) -> list[Event]:
        """Have the reply collected, and tell where a section reads otherwise than it was shown."""
        done = self.finished is not None and self.finished.reason is FinishReason.STOP
        reply = self._reader.close(cut=not done)
        came = {section: reply.sections.get(section, "") for section in self._missing}
        refusal = self._refusal(came, reply.remarks)
        if refusal or self._is_remark(came):
            came = {}
        unfinished = reply.unfinished
        if self._stopped_in in came:
            unfinished = self._stopped_in
            came[unfinished] = self._good_part(unfinished, came[unfinished])
        # Of prose that was stopped too soon the rest is asked for; all else is long enough.
        spent = not (done or self.broke_off) and (
            len(self._asked) == 1 or (self._stopped_in not in PROSE and bool(self.stopped))
        )
        self._collected.take(came, unfinished, spent=spent)
        if refusal:
            self._collected.refusal = refusal
            self._collected.refused[self._asked[0]] += 1
        self._collected.silent = 0 if self.text.strip() else self._collected.silent + 1
        events: list[Event] = []
        for section in self._missing:
            shown, text = self._shown.get(section, ""), self._collected.text(section)
            if text == shown:
                continue
            if text.startswith(shown):
                events.append(Words(section=section.value, text=text[len(shown) :]))
            else:
                events.append(self._rewrite(section, text))
        return events

    def answer(
        self,
        prompt: Prompt,
        seconds: float,
        count_tokens: Callable[[str], int],
        price: Price | None,
    ) -> Answered:
        """The account of it, which is also added to what the sections were made from.

        One that broke off, or was broken off, was not counted by its provider and is estimated.
        """
        collected, finished = self._collected, self.finished
        estimate = Usage(
            prompt_tokens=prompt.tokens, completion_tokens=count_tokens(self.text), estimated=True
        )
        about = price.of(estimate.prompt_tokens, estimate.completion_tokens) if price else None
        answer = Answered(
            request=prompt.sent(", ".join(each.value for each in self._asked), self.text),
            usage=finished.usage if finished else estimate,
            cost=finished.cost if finished else about,
            seconds=seconds,
            sections={
                section.value: text
                for section, text in {**collected.sections, **collected.begun}.items()
            },
            unfinished=next((section.value for section in collected.begun), None),
            missing=tuple(section.value for section in collected.missing(self._wanted)),
        )
        collected.making = collected.making.plus(answer.request, answer.usage, answer.cost, seconds)
        return answer

    def _is_remark(self, came: Mapping[Section, str]) -> bool:
        """Whether several sections were asked for and a few words came, under no label: a refusal.

        Taken for the first of them, it would stand in the story.
        """
        texts = [text for text in came.values() if text]
        if len(self._asked) == 1 or len(texts) != 1 or texts[0] != self.text.strip():
            return False
        return count_words(texts[0], self._collected.language) < LEAST_UNLABELLED

    def _refusal(self, came: Mapping[Section, str], remarks: str) -> str:
        """The model's refusal to write, if that is all that came."""
        texts = [text for text in came.values() if text.strip()]
        said = texts[0] if len(texts) == 1 else "" if texts else remarks
        return said.strip() if is_refusal(said) else ""

    def _watch(self, section: Section, text: str) -> None:
        """See whether a section goes in circles, or on without an end."""
        self._idle = 0
        language = self._collected.language
        length = self._lengths[section] = self._lengths.get(section, 0) + len(text)
        longest = LONGEST_PROSE if section in PROSE else LONGEST_OTHER
        watcher = self._watchers.setdefault(section, Circling(language))
        if self.stopped:
            return
        name = section.value.replace("_", " ")
        if watcher.feed(text):
            self.stopped = (
                f"In the {name} the model said the same again and again, so it was stopped. What "
                "came before that is kept."
            )
        elif length > (longest / LESS_CJK if is_cjk(language) else longest):
            self.stopped = (
                f"The {name} went on past any measure, so it was stopped. What came is kept."
            )
        if self.stopped:
            self._stopped_in = section

    def _good_part(self, section: Section, text: str) -> str:
        """A section that was stopped, up to where it went wrong."""
        good = self._watchers[section].good
        if good is not None:
            return text[:good].rstrip()
        whole, _ = whole_sentences(text, self._collected.language)
        return whole if whole.strip() else text

    def _show(self, section: Section, text: str) -> Event:
        before = self._shown.get(section, "")
        if section not in self._gone_on_with:
            self._gone_on_with.add(section)
            text = joint(before, self._collected.language) + text
        self._shown[section] = before + text
        return Words(section=section.value, text=text)

    def _rewrite(self, section: Section, text: str) -> Event:
        self._shown[section] = text
        return Rewritten(section=section.value, text=text)


def resume(draft: Draft | None, collected: Collected) -> list[Event]:
    """Take up an earlier try, if there is one, and tell each of its sections as it now stands."""
    if draft is None:
        return []
    collected.resume(draft)
    return [Rewritten(section=name, text=collected.text(Section(name))) for name in draft.sections]
