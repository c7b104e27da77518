"""What may be shortened when a prompt is too long, and in which order.

1. Plans that the writer has seen and wants others for, the oldest first.
2. Previous passages but the last, the oldest first.
3. Passages that long-term memory recalled, the least fitting first, then those that are pinned,
   then those that the writer put there by hand.
4. The outline, then the description.
5. The front of the last previous passage; its end stays.
6. The front of what is there already of the step, or of the opening.

The paper's four inputs stay as whole as they can: never cut are the plan, the short-term memory
with its pinned sentences, and what the writer said of style, point of view and characters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rgpt_tui.story.records import PassageOrigin
from rgpt_tui.story.sentences import sentence_spans
from rgpt_tui.writer.sections import PROSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgpt_tui.writer.context import Context

SHORTEST_TAIL = 3
"""Sentences of a passage that always stay, so that what comes next can follow on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortened:
    """A context with less in it than the one before."""

    context: Context
    part: str
    """The part of the prompt that lost something."""
    text: str
    """What it lost."""


def shortenings(context: Context) -> Iterator[Shortened]:
    """Ever shorter contexts, each made from the one before."""
    for ways in (
        _fewer_seen,
        _fewer_previous,
        _fewer_recalled,
        _shorter_brief,
        _shorter_previous,
        _shorter_new,
    ):
        for shortened in ways(context):
            context = shortened.context
            yield shortened


def _fewer_seen(context: Context) -> Iterator[Shortened]:
    while context.seen:
        oldest, *rest = context.seen
        context = replace(context, seen=tuple(rest))
        yield Shortened(context=context, part="plans seen before", text=oldest)


def _fewer_previous(context: Context) -> Iterator[Shortened]:
    while len(context.state.previous) > 1:
        oldest, *rest = context.state.previous
        context = _with_previous(context, tuple(rest))
        yield Shortened(context=context, part="previous passage", text=oldest)


def _fewer_recalled(context: Context) -> Iterator[Shortened]:
    for origin in (PassageOrigin.RECALLED, PassageOrigin.PINNED, PassageOrigin.CHOSEN):
        while passages := [each for each in context.recalled if each.origin is origin]:
            worst = min(passages, key=lambda passage: passage.score)
            left = tuple(each for each in context.recalled if each is not worst)
            context = replace(context, recalled=left)
            yield Shortened(context=context, part="recalled passages", text=worst.text)


def _shorter_brief(context: Context) -> Iterator[Shortened]:
    brief = context.state.brief
    for part, shorter in (
        ("outline", replace(brief, outline="")),
        ("description", replace(brief, outline="", description="")),
    ):
        if text := getattr(context.state.brief, part):
            context = replace(context, state=replace(context.state, brief=shorter))
            yield Shortened(context=context, part=part, text=text)


def _shorter_previous(context: Context) -> Iterator[Shortened]:
    for last in context.state.previous[-1:]:
        for tail, gone in _ever_shorter_tails(last, context.state.brief.language):
            context = _with_previous(context, (tail,))
            yield Shortened(context=context, part="previous passage", text=gone)


def _shorter_new(context: Context) -> Iterator[Shortened]:
    language = context.state.brief.language
    for section in [section for section in context.given if section in PROSE]:
        for tail, gone in _ever_shorter_tails(context.given[section], language):
            context = replace(context, given={**context.given, section: tail})
            yield Shortened(context=context, part="new passage", text=gone)
    for section in context.begun:
        for tail, gone in _ever_shorter_tails(context.begun[section], language):
            context = replace(context, begun={**context.begun, section: tail})
            yield Shortened(context=context, part="new passage", text=gone)


def _with_previous(context: Context, previous: tuple[str, ...]) -> Context:
    return replace(context, state=replace(context.state, previous=previous))


def _ever_shorter_tails(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The end of a text, half as long each time, and what went from its front."""
    starts = [span.start for span in sentence_spans(text, language)]
    cut = 0
    while len(starts) > SHORTEST_TAIL:
        starts = starts[-max(SHORTEST_TAIL, len(starts) // 2) :]
        yield text[starts[0] :], text[cut : starts[0]]
        cut = starts[0]
