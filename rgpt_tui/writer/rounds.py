"""Rounds: asking a model for sections until all are there, a bounded number of times.

One mechanism serves three needs. A strong model fills every section in one request; a small one
is asked for a section at a time; and after a broken or cut reply the next round asks for what is
still missing, so that a good paragraph is never thrown away.
"""

from __future__ import annotations

import time
from collections import Counter
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rgpt_tui.models.chat import ChatRequest, Delta, Finished
from rgpt_tui.models.chat import Waiting as ModelWaiting
from rgpt_tui.models.errors import ContextTooLong, ModelError, ReplyStalled
from rgpt_tui.models.prices import price_of
from rgpt_tui.models.profile import PromptSize, SectionsPerCall
from rgpt_tui.writer import alone
from rgpt_tui.writer.compose import compose
from rgpt_tui.writer.context import Sizes
from rgpt_tui.writer.events import Asking, Event, Notice, Rewritten, Waiting
from rgpt_tui.writer.incoming import Incoming

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection, Sequence

    from rgpt_tui.models.chat import ChatModel
    from rgpt_tui.writer.collected import Collected
    from rgpt_tui.writer.context import Context
    from rgpt_tui.writer.prompt import Prompt
    from rgpt_tui.writer.sections import Section
    from rgpt_tui.writer.templates import Templates

SMALLER = 0.7
"""After a model has said that a request is too long, the next has this share of its tokens."""
SMALLEST_WINDOW = 1024
"""Tokens; in less than this there is no use in trying on."""
MOST_REFUSALS = 2
"""Refusals of the same request; a further one would only cost as much again."""
SHOWN_OF_REFUSAL = 200
"""Characters of a refusal that are told."""


@dataclass(slots=True)
class Cell:
    """What the recurrent cell works with: the model, its templates, and the sizes to keep to."""

    model: ChatModel
    templates: Templates
    sizes: Sizes = field(default_factory=Sizes)
    repairs: int = 4
    """How many requests a step may take beyond those that it takes when all goes well."""
    window: int | None = None
    """How many tokens the model proved to take, where that is less than it was thought to."""

    @property
    def one_at_a_time(self) -> bool:
        """Whether the model is asked for one section a request."""
        return self.model.profile.sections_per_call is SectionsPerCall.ONE

    @property
    def adds_to_memory(self) -> bool:
        """Whether the model is asked only for what the memory lacks, because it is too small to
        rewrite one without losing the facts.
        """
        tiny = self.one_at_a_time and self.model.profile.prompt_size is PromptSize.SHORT
        return tiny and self.templates.has("short/memory")

    def prompt(self, template: str, context: Context) -> Prompt:
        """The prompt that asks for the sections of a context.

        Raises:
            PromptTooLong: it does not fit the model.
        """
        profile, system = self.model.profile, "system"
        window = min(profile.context_window, self.window or profile.context_window)
        reply_tokens = min(profile.max_reply_tokens, window // 2)
        if self.one_at_a_time:
            section, size = context.asked[0], self.model.profile.prompt_size
            system = alone.system_of(size, self.templates)
            template = alone.template_of(section, template, size, self.templates)
            reply_tokens = min(reply_tokens, alone.longest(section, size))
        return compose(
            replace(context, sizes=self.sizes),
            template=template,
            system=system,
            templates=self.templates,
            count_tokens=self.model.count_tokens,
            window=window,
            reply_tokens=reply_tokens,
        )

    def first_prompt(self, template: str, context: Context, wanted: Sequence[Section]) -> Prompt:
        """The prompt that `fill` would begin with, without sending it.

        Raises:
            PromptTooLong: it does not fit the model.
        """
        asked = tuple(wanted[:1] if self.one_at_a_time else wanted)
        return self.prompt(template, replace(context, asked=asked))

    def next_asked(
        self, wanted: Sequence[Section], collected: Collected, optional: Collection[Section] = ()
    ) -> tuple[Section, ...]:
        """Which sections the next request asks for; none if no request is worth its while.

        Args:
            wanted: all sections that are to come, in the order of asking.
            collected: what has come of them.
            optional: those that are not asked for again for their own sake.
        """
        missing = collected.missing(wanted)
        if all(collected.tried_enough(section, optional) for section in missing):
            return ()
        if self.one_at_a_time:
            return (alone.next_alone(missing, collected.tries),)
        return missing

    async def fill(
        self,
        template: str,
        context: Context,
        wanted: Sequence[Section],
        collected: Collected,
        *,
        optional: Collection[Section] = (),
    ) -> AsyncGenerator[Event, None]:
        """Ask until every wanted section has come or the rounds are spent.

        Args:
            template: the template of the user message.
            context: what the prompts say; what is asked for and what is there is filled in here.
            wanted: the sections that are to come, in the order of asking.
            collected: takes up what comes.
            optional: those that are not asked for again for their own sake.

        Raises:
            ModelError: the model could not answer. What had come is in `collected`.
            PromptTooLong: the prompt does not fit the model.
        """
        rounds = self.repairs + (len(collected.missing(wanted)) if self.one_at_a_time else 1)
        while rounds > 0 and (asked := self.next_asked(wanted, collected, optional)):
            saying = _context_of_round(context, asked, wanted, collected)
            prompt = self.prompt(template, saying)
            for notice in self.templates.notices:
                yield Notice(text=notice)
            self.templates.notices.clear()
            try:
                async with aclosing(self._ask(prompt, asked, wanted, collected)) as events:
                    async for event in events:
                        yield event
            except ContextTooLong:
                # It read nothing, so this was no round.
                if not self._narrow(prompt):
                    raise
                yield Notice(text=_without(self.prompt(template, saying)))
                continue
            rounds -= 1
            collected.tries.update(asked)
            refusals = collected.refused[asked[0]]
            if refusals >= MOST_REFUSALS:
                break
            if rounds > 0 and refusals and not collected.sections.get(asked[0]):
                yield Notice(
                    text=f"The model refused to write: “{_short(collected.refusal)}” It is asked "
                    "once more."
                )
            if rounds > 0:
                scripts = collected.foreign()
                doubted = collected.doubt()
                for section in doubted:
                    yield Rewritten(section=section.value, text="")
                if script := next((scripts[each] for each in doubted if each in scripts), ""):
                    yield Notice(
                        text=f"The reply came in {script}, and that is not the language of the "
                        "story. It is asked for once more; what came is kept."
                    )
        for section in collected.take_back():
            yield Rewritten(section=section.value, text=collected.sections[section])

    async def _ask(
        self,
        prompt: Prompt,
        asked: tuple[Section, ...],
        wanted: Sequence[Section],
        collected: Collected,
    ) -> AsyncGenerator[Event, None]:
        """Send one request and have its reply collected."""
        price = price_of(self.model.profile)
        yield Asking(
            round=collected.making.rounds + 1,
            sections=tuple(section.value for section in asked),
            prompt=prompt,
            price=price,
        )
        incoming = Incoming(asked, wanted, collected)
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
                        for event in incoming.feed(part.text):
                            yield event
                        if incoming.stopped:
                            break
                    elif isinstance(part, ModelWaiting):
                        yield Waiting(seconds=part.seconds, reason=part.reason)
                    elif isinstance(part, Finished):
                        incoming.finished = part
        except ModelError as error:
            if not error.partial:
                raise
            failure = error
        for event in incoming.settle():
            yield event
        yield incoming.answer(prompt, time.monotonic() - started, self.model.count_tokens, price)
        if incoming.stopped:
            yield Notice(text=incoming.stopped)
        if failure is not None and not (failure.passing or isinstance(failure, ReplyStalled)):
            raise failure
        if incoming.broke_off:
            yield Notice(
                text="The reply broke off before its end. What came is kept; the rest is asked for."
            )

    def why_incomplete(self, collected: Collected) -> str:
        """Why no further request is made for what is missing; empty where the rounds are spent."""
        name = self.model.profile.name
        if max(collected.refused.values(), default=0) >= MOST_REFUSALS:
            said = _short(collected.refusal)
            return f"{name} refused to write, and again when it was asked once more: “{said}”"
        if collected.silent > 1:
            return f"{name} gave nothing but empty replies, {collected.silent} times in a row."
        return ""

    def _narrow(self, prompt: Prompt) -> bool:
        """Take the model to read less than the request that it refused, if that is any use."""
        self.window = int(SMALLER * (prompt.tokens + prompt.reply_tokens))
        return self.window >= SMALLEST_WINDOW


def _without(prompt: Prompt) -> str:
    """What is said of a prompt that was too long: what it will not hold."""
    parts = Counter(each.part for each in prompt.left_out)
    listed = ", ".join(f"{part} ({many})" if many > 1 else part for part, many in parts.items())
    left_out = f" Left out, or cut short, are: {listed}." if listed else ""
    return (
        "The model says that the prompt is too long for it. Nothing is lost; it is shortened and "
        f"sent again.{left_out}"
    )


def _short(said: str) -> str:
    """The beginning of a refusal, in one line."""
    said = " ".join(said.split())
    return said if len(said) <= SHOWN_OF_REFUSAL else said[:SHOWN_OF_REFUSAL].rstrip() + "…"


def _context_of_round(
    context: Context,
    asked: tuple[Section, ...],
    wanted: Sequence[Section],
    collected: Collected,
) -> Context:
    there = {section: collected.sections.get(section, "") for section in wanted}
    return replace(
        context,
        asked=asked,
        given={section: text for section, text in there.items() if text},
        begun={section: text for section, text in collected.begun.items() if section in asked},
    )
