"""Rounds: asking a model for sections until all are there, a bounded number of times.

One mechanism serves three needs. A strong model fills every section in one request; a small one
is asked for a section at a time; and after a broken or cut reply the next round asks for what is
still missing, so that a good paragraph is never thrown away.
"""

from __future__ import annotations

import time
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rgpt_tui.models.chat import ChatRequest, Delta, Finished, FinishReason
from rgpt_tui.models.chat import Waiting as ModelWaiting
from rgpt_tui.models.errors import ContextTooLong, ModelError, ReplyStalled
from rgpt_tui.models.profile import SectionsPerCall
from rgpt_tui.story.records import SentRequest, Usage
from rgpt_tui.writer.collected import joint
from rgpt_tui.writer.compose import compose
from rgpt_tui.writer.context import Sizes
from rgpt_tui.writer.events import Answered, Asking, Event, Notice, Rewritten, Waiting, Words
from rgpt_tui.writer.reply.reader import Closed, ReplyReader, Withdrawn
from rgpt_tui.writer.sections import Section

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from rgpt_tui.models.chat import ChatModel
    from rgpt_tui.writer.collected import Collected
    from rgpt_tui.writer.context import Context
    from rgpt_tui.writer.prompt import Prompt
    from rgpt_tui.writer.templates import Templates

SMALLER = 0.75
"""The share of the window that is used after a model has said that a prompt is too long."""
TIGHTEST = 0.4
"""Below this share of the window there is no use in trying on."""

LONGEST_ALONE = {
    Section.PARAGRAPH: 600,
    Section.OPENING_1: 600,
    Section.OPENING_2: 600,
    Section.OPENING_3: 600,
    Section.RATIONALE: 160,
    Section.MEMORY: 400,
    Section.OUTLINE: 320,
    Section.TITLE: 24,
    Section.CHOICE: 8,
    Section.ENDING: 8,
    Section.REASON: 100,
}
"""Tokens of a section that a small model is asked for alone: it does not know when to stop."""
LONGEST_PLAN_ALONE = 180


@dataclass(slots=True)
class Cell:
    """What the recurrent cell works with: the model, its templates, and the sizes to keep to."""

    model: ChatModel
    templates: Templates
    sizes: Sizes = field(default_factory=Sizes)
    repairs: int = 4
    """How many requests a step may take beyond those that it takes when all goes well."""
    window_share: float = 1.0
    """How much of the model's context window is used; less after it has proved too large."""

    @property
    def one_at_a_time(self) -> bool:
        """Whether the model is asked for one section a request."""
        return self.model.profile.sections_per_call is SectionsPerCall.ONE

    def prompt(self, template: str, context: Context) -> Prompt:
        """The prompt that asks for the sections of a context.

        Raises:
            PromptTooLong: it does not fit the model.
        """
        profile, system, reply_tokens = self.model.profile, "system", None
        if self.one_at_a_time and template != "shorten":
            section = context.asked[0]
            system, template = "alone/system", f"alone/{_alone(section)}"
            reply_tokens = LONGEST_ALONE.get(section, LONGEST_PLAN_ALONE)
        return compose(
            replace(context, sizes=self.sizes),
            template=template,
            system=system,
            templates=self.templates,
            count_tokens=self.model.count_tokens,
            window=int(profile.context_window * self.window_share),
            reply_tokens=min(reply_tokens or profile.max_reply_tokens, profile.max_reply_tokens),
        )

    def next_asked(self, missing: Sequence[Section]) -> tuple[Section, ...]:
        """Which of the missing sections the next request asks for."""
        return tuple(missing[:1] if self.one_at_a_time else missing)

    async def fill(
        self, template: str, context: Context, wanted: Sequence[Section], collected: Collected
    ) -> AsyncIterator[Event]:
        """Ask until every wanted section has come or the rounds are spent.

        Args:
            template: the template of the user message.
            context: what the prompts say; the sections asked for and given are filled in here.
            wanted: the sections that are needed, in the order of asking.
            collected: takes up what comes.

        Raises:
            ModelError: the model could not answer. What had come is in `collected`.
            PromptTooLong: the prompt does not fit the model.
        """
        missing = collected.missing(wanted)
        rounds = self.repairs + (len(missing) if self.one_at_a_time else 1)
        while missing and rounds > 0:
            rounds -= 1
            asked = self.next_asked(missing)
            context = replace(
                context,
                asked=asked,
                given={s: text for s, text in collected.sections.items() if s in wanted},
                begun=collected.begun.get(asked[0], ""),
            )
            try:
                async for event in self._ask(template, context, wanted, collected):
                    yield event
            except ContextTooLong:
                self.window_share *= SMALLER
                if self.window_share < TIGHTEST:
                    raise
                yield Notice(
                    text="The model says that the prompt is too long for it. Nothing is lost; "
                    "it is shortened and sent again."
                )
            if rounds > 0:
                collected.drop_equal_plans()
            missing = collected.missing(wanted)

    async def _ask(
        self, template: str, context: Context, wanted: Sequence[Section], collected: Collected
    ) -> AsyncIterator[Event]:
        prompt = self.prompt(template, context)
        for notice in self.templates.notices:
            yield Notice(text=notice)
        self.templates.notices.clear()
        yield Asking(
            round=collected.making.rounds + 1,
            sections=tuple(section.value for section in context.asked),
            prompt=prompt,
        )
        reading = _Reading(context, set(collected.sections))
        started, failure = time.monotonic(), None
        request = ChatRequest(
            messages=prompt.messages,
            max_tokens=prompt.reply_tokens,
            temperature=self.model.profile.temperature,
        )
        try:
            async with aclosing(self.model.stream(request)) as stream:
                async for part in stream:
                    if isinstance(part, Delta):
                        for words in reading.feed(part.text):
                            yield words
                    elif isinstance(part, ModelWaiting):
                        yield Waiting(seconds=part.seconds, reason=part.reason)
                    elif isinstance(part, Finished):
                        reading.finished = part
        except ReplyStalled:
            # What had come stands; the next round asks for the rest.
            yield Notice(text="The reply stopped coming. What came is kept; the rest is asked for.")
        except ModelError as error:
            failure = error
        for event in reading.settle(collected):
            yield event
        finished = reading.finished
        sent = SentRequest(
            purpose=", ".join(section.value for section in context.asked),
            messages=prompt.messages,
            reply=reading.reply,
        )
        usage = finished.usage if finished else Usage(estimated=True)
        cost = finished.cost if finished else None
        seconds = time.monotonic() - started
        collected.making = collected.making.plus(sent, usage, cost, seconds)
        texts = {**collected.sections, **collected.begun}
        yield Answered(
            request=sent,
            usage=usage,
            cost=cost,
            seconds=seconds,
            sections={section.value: text for section, text in texts.items()},
            unfinished=next((section.value for section in collected.begun), None),
            missing=tuple(section.value for section in collected.missing(wanted)),
        )
        if failure is not None:
            raise failure


class _Reading:
    """One reply while it comes: what was read of it, and what was shown."""

    def __init__(self, context: Context, there: set[Section]) -> None:
        self.reply = ""
        self.finished: Finished | None = None
        self._reader = ReplyReader(context.asked, context.state.brief.language)
        self._there = there
        self._shown: dict[Section, str] = {}
        if context.begun:
            self._shown[context.asked[0]] = context.begun
        self._started: set[Section] = set()

    def feed(self, text: str) -> list[Event]:
        self.reply += text
        events: list[Event] = []
        for event in self._reader.feed(text):
            if event.section in self._there or isinstance(event, Closed):
                continue
            if isinstance(event, Withdrawn):
                self._shown[event.section] = ""
                events.append(Rewritten(section=event.section.value, text=""))
            else:
                events.append(self._show(event.section, event.text))
        return events

    def settle(self, collected: Collected) -> list[Event]:
        """Take the reply up, and tell where it reads otherwise than it was shown."""
        whole = self.finished is not None and self.finished.reason is FinishReason.STOP
        reply = self._reader.close(cut=not whole)
        collected.take(reply.sections, reply.unfinished)
        events: list[Event] = []
        for section in set(reply.sections) - self._there:
            shown, text = self._shown.get(section, ""), collected.text(section)
            if text.strip() == shown.strip():
                continue
            if text.startswith(shown):
                events.append(self._show(section, text[len(shown) :]))
            else:
                events.append(Rewritten(section=section.value, text=text))
        return events

    def _show(self, section: Section, text: str) -> Event:
        before = self._shown.get(section, "")
        if section not in self._started:
            self._started.add(section)
            text = joint(before) + text
        self._shown[section] = before + text
        return Words(section=section.value, text=text)


def _alone(section: Section) -> str:
    """The template that asks for a section alone: all plans share one, and all openings."""
    return section.value.rstrip("_123")
