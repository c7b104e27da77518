"""A reply that was stopped is gone on with, or made a step of as it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.memory import MemoryLimit
from rgpt_tui.story.records import Brief, Making, StepKind
from rgpt_tui.writer.advance import advance, step_of_draft
from rgpt_tui.writer.events import Answered, Made
from rgpt_tui.writer.opening import open_story, opening_of_draft
from rgpt_tui.writer.sections import PLANS, Section
from tests.model_server.asked import asked_of
from tests.writer.stage import (
    MEMORY,
    PLAN,
    STEP,
    Run,
    empty_state,
    labelled,
    prose,
    run,
    said,
    state_after,
    step_texts,
)

if TYPE_CHECKING:
    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer

TEXTS = step_texts()
PAGE = TEXTS[Section.PARAGRAPH]


def draft_of(unfinished: str | None = None, **sections: str) -> Draft:
    return Draft(
        parent="tip", plan=PLAN, heading="The Weir", sections=sections, unfinished=unfinished
    )


async def resume(cell: Cell, draft: Draft) -> Run:
    """Go on with a draft before a screen that shows it."""
    told = Run(screen=dict(draft.sections))
    return await run(advance(cell, state_after(), PLAN, draft=draft), told)


async def test_only_what_is_missing_is_asked_for(cell: Cell, model_server: ModelServer) -> None:
    draft = draft_of(paragraph=PAGE, rationale="It matters.", memory=TEXTS[Section.MEMORY])

    result = await resume(cell, draft)

    (request,) = model_server.requests
    assert asked_of(request.last_user_message).sections == PLANS
    assert PAGE in request.prompt
    assert result.text.paragraph == PAGE
    assert result.text.rationale == "It matters."


async def test_a_draft_that_has_everything_costs_nothing(
    cell: Cell, model_server: ModelServer
) -> None:
    result = await resume(cell, draft_of(**{each.value: text for each, text in TEXTS.items()}))

    assert not model_server.requests
    assert result.text.plans == tuple(TEXTS[plan] for plan in PLANS)


async def test_a_small_model_is_asked_for_the_rest_of_a_draft(
    small_cell: Cell, model_server: ModelServer
) -> None:
    draft = draft_of(paragraph=PAGE, rationale="It matters.", plan_1=TEXTS[Section.PLAN_1])

    await resume(small_cell, draft)

    assert len(model_server.requests) == 3
    assert PAGE in model_server.requests[0].prompt


async def test_a_paragraph_that_was_stopped_is_gone_on_with(
    cell: Cell, model_server: ModelServer
) -> None:
    begun = "Mara lit the lamp. Nobody came. The bel"
    rest = step_texts(paragraph="The bell rang twice.")
    model_server.queue(said(labelled(rest)))

    result = await resume(cell, draft_of("paragraph", paragraph=begun))

    assert asked_of(model_server.requests[0].last_user_message).sections == STEP
    assert result.text.paragraph == "Mara lit the lamp. Nobody came. The bell rang twice."


async def test_a_memory_that_was_stopped_is_asked_for_anew(
    cell: Cell, model_server: ModelServer
) -> None:
    result = await resume(cell, draft_of("memory", paragraph=PAGE, memory="Mara is at the w"))

    asked = asked_of(model_server.requests[0].last_user_message).sections
    assert asked == STEP[1:]
    assert "Mara is at the w" not in result.text.memory


async def test_a_draft_can_be_stopped_and_gone_on_with_again_and_again(
    cell: Cell, model_server: ModelServer
) -> None:
    begun = "Mara lit the lamp. Nobody came. "
    for _ in range(3):
        draft = draft_of("paragraph", paragraph=begun)
        model_server.queue(said("Paragraph: Then", finish_reason=None))
        told = Run(screen=dict(draft.sections))
        async for event in advance(cell, state_after(), PLAN, draft=draft):
            told.take(event)
            if isinstance(event, Answered):
                break
        begun = told.screen["paragraph"]
        model_server.forget()

    assert begun.strip() == "Mara lit the lamp. Nobody came."


async def test_a_step_from_a_draft_counts_the_requests_of_both_tries(cell: Cell) -> None:
    draft = replace(draft_of(paragraph=PAGE), making=Making(rounds=2, cost=0.5, seconds=3.0))

    result = await resume(cell, draft)

    (step,) = result.one(Made).steps
    assert step.making.rounds == 3
    assert step.making.seconds >= 3.0


async def test_an_opening_that_was_stopped_is_gone_on_with(
    cell: Cell, model_server: ModelServer
) -> None:
    first = prose("first", 20)
    draft = replace(
        draft_of("opening_2", opening_1=first, opening_2="Mara ran. The la"), parent=None
    )
    state = empty_state(Brief(title="The Weir", outline="Mara leaves."))

    result = await run(open_story(cell, state, draft=draft), Run(screen=dict(draft.sections)))

    (request,) = model_server.requests
    assert asked_of(request.last_user_message).sections[0] is Section.OPENING_2
    assert first in request.prompt
    assert result.one(Made).steps[0].text.paragraph == first
    assert result.one(Made).steps[1].text.paragraph.startswith("Mara ran. ")


def test_a_draft_becomes_a_step_word_for_word() -> None:
    texts = {each.value: text for each, text in TEXTS.items()}

    step = step_of_draft(draft_of(**texts), state_after())

    assert step is not None
    assert step.kind is StepKind.WRITTEN
    assert step.plan == PLAN
    assert step.text.heading == "The Weir"
    assert step.text.paragraph == PAGE
    assert step.text.memory == TEXTS[Section.MEMORY]
    assert step.text.plans == tuple(TEXTS[plan] for plan in PLANS)


def test_a_broken_sentence_stays_for_the_writer_to_finish() -> None:
    step = step_of_draft(draft_of("paragraph", paragraph="She ran. The la"), state_after())

    assert step is not None
    assert step.text.paragraph == "She ran. The la"
    assert step.text.memory == MEMORY
    assert step.text.plans == ()


@pytest.mark.parametrize("unfinished", ["memory", "plan_1"])
def test_half_a_memory_and_half_a_plan_stay_out_of_the_step(unfinished: str) -> None:
    half = {"paragraph": PAGE, "plan_2": "Mara stays.", unfinished: "Mara is at the"}

    step = step_of_draft(draft_of(unfinished, **half), state_after())

    assert step is not None
    assert step.text.memory == MEMORY
    assert step.text.plans == ("Mara stays.",)


def test_the_memory_of_a_draft_keeps_its_limit_and_its_pins() -> None:
    pin = "Mara keeps the key."
    state = state_after(memory=f"{pin} {MEMORY}", pinned=(pin,))
    draft = draft_of(paragraph=PAGE, memory=prose("long", 30))

    step = step_of_draft(draft, state, MemoryLimit(sentences=5))

    assert step is not None
    assert pin in step.text.memory
    assert step.text.memory.count(".") <= 6


def test_the_draft_of_an_opening_makes_as_many_steps_as_there_are_paragraphs() -> None:
    draft = draft_of(
        "opening_2", title="The Weir", opening_1="Mara ran. ", opening_2="She fell. The la"
    )

    made = opening_of_draft(draft)

    assert [step.text.paragraph for step in made.steps] == ["Mara ran.", "She fell. The la"]
    assert made.title == "The Weir"
    assert made.steps[-1].text.memory == ""
    assert not opening_of_draft(draft_of(title="The Weir")).steps


@pytest.mark.parametrize("sections", [{}, {"paragraph": "  "}, {"memory": MEMORY}])
def test_a_draft_without_a_paragraph_makes_no_step(sections: dict[str, str]) -> None:
    assert step_of_draft(draft_of(**sections), state_after()) is None
