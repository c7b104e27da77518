"""One reply while it comes: what has been read of it, and what of that was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.models.chat import FinishReason
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.records import SentRequest, Usage
from rgpt_tui.writer.events import Answered, Event, Rewritten, Words
from rgpt_tui.writer.reply.reader import Closed, ReplyReader, Withdrawn
from rgpt_tui.writer.seam import joint
from rgpt_tui.writer.sections import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rgpt_tui.models.chat import Finished
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.writer.collected import Collected
    from rgpt_tui.writer.prompt import Prompt

LEAST_UNLABELLED = 50
"""Words under no label that are taken for the first section, where several were asked for."""


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

    @property
    def broke_off(self) -> bool:
        """Whether it ended before the model was done, and not for its length."""
        return self.finished is None or self.finished.reason is FinishReason.CUT

    def feed(self, text: str) -> list[Event]:
        """Take more of the reply, and tell what is new."""
        self.text += text
        events: list[Event] = []
        for event in self._reader.feed(text):
            if event.section not in self._missing or isinstance(event, Closed):
                continue
            if isinstance(event, Withdrawn):
                events.append(self._rewrite(event.section, ""))
            else:
                events.append(self._show(event.section, event.text))
        return events

    def settle(self) -> list[Event]:
        """Have the reply collected, and tell where a section reads otherwise than it was shown."""
        stopped = self.finished is not None and self.finished.reason is FinishReason.STOP
        reply = self._reader.close(cut=not stopped)
        came = {section: reply.sections.get(section, "") for section in self._missing}
        if self._is_remark(came):
            came = {}
        spent = not (stopped or self.broke_off) and len(self._asked) == 1
        self._collected.take(came, reply.unfinished, spent=spent)
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
        self, prompt: Prompt, seconds: float, count_tokens: Callable[[str], int]
    ) -> Answered:
        """The account of it, which is also added to what the sections were made from."""
        collected, finished = self._collected, self.finished
        estimate = Usage(
            prompt_tokens=prompt.tokens, completion_tokens=count_tokens(self.text), estimated=True
        )
        answer = Answered(
            request=SentRequest(
                purpose=", ".join(section.value for section in self._asked),
                messages=prompt.messages,
                reply=self.text,
            ),
            usage=finished.usage if finished else estimate,
            cost=finished.cost if finished else None,
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
