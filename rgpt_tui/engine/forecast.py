"""What the next step will take, and all steps to the length that the writer is aiming at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from rgpt_tui.models.prices import price_of
from rgpt_tui.story.language import is_cjk
from rgpt_tui.writer.advance import STEP_SECTIONS
from rgpt_tui.writer.alone import longest
from rgpt_tui.writer.autopilot import DECISION
from rgpt_tui.writer.opening import opening_sections
from rgpt_tui.writer.sections import OPENINGS, PLANS, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rgpt_tui.models.profile import ModelProfile
    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.story.records import Making, SentRequest
    from rgpt_tui.writer.prompt import Prompt
    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State

LAST_STEPS = 10
"""How many steps are looked at to tell what the next will be like."""
TOKENS_OF_SENTENCE = 22
WORDS_OF_SENTENCE = 15
CHARACTERS_OF_SENTENCE = 25
RATIONALE_SENTENCES = 4
CHOICE_SENTENCES = 3
"""The number of the plan, and why; the plan itself comes revised."""
OUTLINE_SENTENCES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Tokens, money and time, as far as they can be told ahead."""

    model: str
    """That would be asked."""
    prompt_tokens: int
    """Of the next step, all its requests together."""
    reply_tokens: int
    """That the next step's replies are expected to have, all together."""
    cost: float | None
    """US dollars of the next step; 0 where nothing is charged, None where no price is known."""
    words_per_step: int
    steps_left: int | None
    """To the length that the writer is aiming at; None where there is none. 0: it is reached."""
    cost_left: float | None
    seconds_per_step: float | None
    """None where this model has not written a step of this story yet."""
    choice_tokens: int = 0
    """Of the autopilot's choice of a plan, request and reply, that comes before each step of it."""
    choice_cost: float | None = 0.0
    """US dollars of that; None where no price is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the last steps were like."""

    words: tuple[int, ...] = ()
    """Of each of them, whoever wrote it."""
    prompt_tokens: tuple[int, ...] = ()
    """Of those that this model wrote, as are all that follow."""
    reply_tokens: tuple[int, ...] = ()
    rounds: tuple[int, ...] = ()
    seconds: tuple[float, ...] = ()


def history_of(book: BookReader, model: str) -> History:
    """What the last steps of the path were like, and those among them that a model wrote."""
    with book.snapshot():
        path = book.path()[-LAST_STEPS:]
        makings = [book.making(step.id) for step in path]
    ours = [each for each in makings if each.model == model and each.usage.completion_tokens]
    spent = [_without_choice(each) for each in ours]
    return History(
        words=tuple(step.words for step in path),
        prompt_tokens=tuple(each.prompt_tokens for each in spent),
        reply_tokens=tuple(each.reply_tokens for each in spent),
        rounds=tuple(each.rounds for each in spent),
        seconds=tuple(each.seconds for each in ours),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spent:
    prompt_tokens: int
    reply_tokens: int
    rounds: int


def _without_choice(making: Making) -> _Spent:
    """What a step took beside the autopilot's choice of its plan, which is booked with it.

    Tokens are counted for all requests together; each has its share by its length.
    """
    step = [each for each in making.requests if Section.CHOICE.value not in each.purpose]
    return _Spent(
        prompt_tokens=round(
            making.usage.prompt_tokens * _share(map(_asked, step), map(_asked, making.requests))
        ),
        reply_tokens=round(
            making.usage.completion_tokens
            * _share((len(each.reply) for each in step), (len(e.reply) for e in making.requests))
        ),
        rounds=making.rounds - (len(making.requests) - len(step)),
    )


def _asked(request: SentRequest) -> int:
    return sum(len(message.content) for message in request.messages)


def _share(part: Iterable[int], whole: Iterable[int]) -> float:
    return sum(part) / (sum(whole) or 1)


def forecast_of(
    cell: Cell, state: State, prompt: Prompt, history: History, choosing: Prompt | None = None
) -> Forecast:
    """Tell ahead what the next step will take.

    Args:
        cell: the model and what it is asked with.
        state: what the step starts from.
        prompt: the first request of it.
        history: what the last steps were like.
        choosing: the first request by which the autopilot would choose a plan, if there are any.
    """
    sections = STEP_SECTIONS if state.tip else opening_sections(state)
    prompt_tokens = _prompt_tokens(cell, prompt, len(sections), history)
    if history.reply_tokens and state.tip is not None:
        reply_tokens = round(fmean(history.reply_tokens))
    else:
        reply_tokens = _asked_tokens(cell, sections)
    words = _words_per_step(cell, state, history)
    cost = _cost(cell.model.profile, prompt_tokens, reply_tokens)
    choice_prompt, choice_reply = _choice_tokens(cell, choosing)
    target = state.brief.target_words
    steps = None if not target else math.ceil(max(0, target - state.words) / words)
    return Forecast(
        model=cell.model.profile.name,
        prompt_tokens=prompt_tokens,
        reply_tokens=reply_tokens,
        cost=cost,
        words_per_step=words,
        steps_left=steps,
        cost_left=None if steps is None or cost is None else steps * cost,
        seconds_per_step=fmean(history.seconds) if history.seconds else None,
        choice_tokens=choice_prompt + choice_reply,
        choice_cost=_cost(cell.model.profile, choice_prompt, choice_reply),
    )


def _choice_tokens(cell: Cell, choosing: Prompt | None) -> tuple[int, int]:
    if choosing is None:
        return 0, 0
    requests = len(DECISION) if cell.one_at_a_time else 1
    return choosing.tokens * requests, TOKENS_OF_SENTENCE * (cell.sizes.plan + CHOICE_SENTENCES)


def _prompt_tokens(cell: Cell, prompt: Prompt, sections: int, history: History) -> int:
    if not cell.one_at_a_time:
        return round(prompt.tokens * (fmean(history.rounds) if history.rounds else 1))
    # The requests of one step have prompts of very different lengths.
    if history.prompt_tokens:
        return round(fmean(history.prompt_tokens))
    return prompt.tokens * sections


def _asked_tokens(cell: Cell, sections: tuple[Section, ...]) -> int:
    """The tokens of the length that is asked for."""
    if cell.one_at_a_time:
        size = cell.model.profile.prompt_size
        return sum(longest(section, size) for section in sections)
    sizes = cell.sizes
    lengths = dict.fromkeys((Section.PARAGRAPH, *OPENINGS), sizes.paragraph)
    lengths |= dict.fromkeys(PLANS, sizes.plan)
    lengths |= {
        Section.RATIONALE: RATIONALE_SENTENCES,
        Section.MEMORY: sizes.limit.sentences,
        Section.OUTLINE: OUTLINE_SENTENCES,
        Section.TITLE: 1,
    }
    asked = TOKENS_OF_SENTENCE * sum(lengths[section] for section in sections)
    return min(asked, cell.model.profile.max_reply_tokens)


def _words_per_step(cell: Cell, state: State, history: History) -> int:
    if history.words:
        return max(1, round(fmean(history.words)))
    cjk = is_cjk(state.brief.language)
    return cell.sizes.paragraph * (CHARACTERS_OF_SENTENCE if cjk else WORDS_OF_SENTENCE)


def _cost(profile: ModelProfile, prompt_tokens: int, reply_tokens: int) -> float | None:
    """US dollars as `models.accounts.cost_of` counts them, nothing cached."""
    price = price_of(profile)
    return None if price is None else price.of(prompt_tokens, reply_tokens)
