"""What may be shortened when a prompt is too long, and in which order.

The paper's four inputs stay as whole as they can: never cut are the plan, the short-term memory
with its pinned sentences, and what the writer said of style, point of view and characters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.story.records import PassageOrigin
from rgpt_tui.story.sentences import split_sentences
from rgpt_tui.writer.sections import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgpt_tui.story.records import Brief
    from rgpt_tui.writer.context import Context

SHORTEST_TAIL = 3
"""Sentences of the previous paragraph that always stay, so that the next one can follow on."""


def shortenings(context: Context) -> Iterator[tuple[Context, str, str]]:
    """Ever shorter contexts, each with the name of the part that lost something, and its text."""
    while len(context.state.previous) > 1:
        oldest, *rest = context.state.previous
        context = _with_previous(context, tuple(rest))
        yield context, "previous passage", oldest
    for origin in (PassageOrigin.RECALLED, PassageOrigin.PINNED):
        while passages := [each for each in context.recalled if each.origin is origin]:
            worst = min(passages, key=lambda passage: passage.score)
            left = tuple(each for each in context.recalled if each is not worst)
            context = replace(context, recalled=left)
            yield context, "recalled passages", worst.text
    brief = context.state.brief
    if brief.outline:
        context = _with_brief(context, replace(brief, outline=""))
        yield context, "outline", brief.outline
    if brief.description:
        context = _with_brief(context, replace(context.state.brief, description=""))
        yield context, "description", brief.description
    language = context.state.brief.language
    if context.state.previous:
        for tail, gone in _ever_shorter_tails(context.state.previous[0], language):
            context = _with_previous(context, (tail,))
            yield context, "previous passage", gone
    if Section.PARAGRAPH in context.given:
        for tail, gone in _ever_shorter_tails(context.given[Section.PARAGRAPH], language):
            context = replace(context, given={**context.given, Section.PARAGRAPH: tail})
            yield context, "new passage", gone


def _with_brief(context: Context, brief: Brief) -> Context:
    return replace(context, state=replace(context.state, brief=brief))


def _with_previous(context: Context, previous: tuple[str, ...]) -> Context:
    return replace(context, state=replace(context.state, previous=previous))


def _ever_shorter_tails(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The end of a text, half as long each time, and what went from its front."""
    sentences = split_sentences(text, language)
    while len(sentences) > SHORTEST_TAIL:
        keep = max(SHORTEST_TAIL, len(sentences) // 2)
        sentences = sentences[-keep:]
        start = text.rfind(sentences[0])
        if start <= 0:
            return
        gone, text = text[:start], text[start:]
        yield text, gone
