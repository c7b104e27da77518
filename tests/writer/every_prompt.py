"""Every prompt that the cell can send, in several situations of a story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.story.records import Position
from rgpt_tui.writer.autopilot import DECISION
from rgpt_tui.writer.context import Context
from rgpt_tui.writer.opening import OPENING_SECTIONS
from rgpt_tui.writer.refresh import REFRESH_SECTIONS
from rgpt_tui.writer.sections import PLANS, Section
from tests.writer.stage import (
    STEP,
    brief_of,
    cell_of,
    empty_state,
    passage,
    prose,
    state_after,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgpt_tui.writer.prompt import Prompt
    from tests.model_server import ModelServer

SECTIONS = {
    "step": STEP,
    "refresh": REFRESH_SECTIONS,
    "replan": PLANS,
    "autopilot": (*DECISION, Section.ENDING),
    "shorten": (Section.MEMORY,),
    "opening": OPENING_SECTIONS,
}


def contexts(language: str) -> Iterator[Context]:
    """What there is to say: much, little, and something of every kind."""

    def text(seed: str) -> str:
        return prose(seed, 3, language)

    bare = brief_of(language)
    fields = ("genre", "topic", "description", "style", "point_of_view", "cast", "title", "outline")
    full = replace(bare, **{each: text(each) for each in fields}, target_words=9_000)  # type: ignore[arg-type]
    state = state_after(
        text("previous"),
        brief=full,
        memory=text("memory"),
        pinned=(text("pin"), text("another pin")),
        plans=tuple(text(f"offered {number}") for number in range(3)),
    )
    recalled = (passage(text("recalled")), passage(text("pinned passage"), pinned=True))
    step = Context(state=state, asked=STEP, plan=text("plan"), recalled=recalled)
    yield step
    yield replace(step, state=replace(state, brief=bare), recalled=(), heading=text("heading"))
    yield replace(step, begun={Section.PARAGRAPH: text("begun"), Section.OPENING_1: text("one")})
    yield replace(step, given={section: text(section) for section in Section})
    yield replace(step, seen=state.plans)
    for words in (8_500, 9_500):
        yield replace(step, state=replace(state, words=words))
    placed = Position(number=9, chapter=2, in_chapter=3, heading=text("chapter"))
    two = tuple(text(f"previous {number}") for number in range(2))
    yield replace(step, state=replace(state, position=placed, previous=two))
    yield Context(state=empty_state(bare), asked=OPENING_SECTIONS, plan=text("plan"))
    yield Context(state=empty_state(full), asked=OPENING_SECTIONS, plan=text("plan"))


def every_prompt(server: ModelServer, language: str = "en") -> Iterator[tuple[str, Prompt]]:
    """Each prompt, with the name of its template."""
    strong = cell_of(server, language=language)
    small = cell_of(server, language=language, one=True)
    tiny = cell_of(server, language=language, tiny=True)
    for context in contexts(language):
        for template, sections in SECTIONS.items():
            if template != "shorten" or context.state.memory:
                yield template, strong.prompt(template, replace(context, asked=sections))
        for section in Section:
            asked = replace(context, asked=(section,))
            yield f"alone: {section}", small.prompt("step", asked)
            yield f"short: {section}", tiny.prompt("step", asked)
        if context.state.memory:
            shorten = replace(context, asked=(Section.MEMORY,))
            yield "alone: shorten", small.prompt("shorten", shorten)
