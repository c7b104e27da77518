"""How many requests a step takes, and what each of them asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.records import Message, SentWithout, StepKind
from rgpt_tui.writer.advance import advance, next_prompt
from rgpt_tui.writer.events import Answered, Asking, Made, MemorySettled, Rewritten, Words
from rgpt_tui.writer.prompt import LeftOut, Part, Prompt
from rgpt_tui.writer.sections import Section
from tests.model_server.asked import asked_of
from tests.writer.stage import (
    BEFORE,
    MEMORY,
    PLAN,
    STEP,
    labelled,
    prose,
    run,
    said,
    state_after,
    step_texts,
)

if TYPE_CHECKING:
    from rgpt_tui.story.records import SentPart, SentRequest
    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer


async def test_a_strong_model_is_asked_for_all_sections_at_once(
    cell: Cell, model_server: ModelServer
) -> None:
    result = await run(advance(cell, state_after(), PLAN))

    (request,) = model_server.requests
    assert asked_of(request.last_user_message).sections == STEP
    assert request.json["max_tokens"] == cell.model.profile.max_reply_tokens
    assert result.text.plans == tuple(result.screen[f"plan_{number}"] for number in (1, 2, 3))


async def test_a_small_model_is_asked_for_one_section_a_request(
    small_cell: Cell, model_server: ModelServer
) -> None:
    result = await run(advance(small_cell, state_after(), PLAN))

    asked = [asked_of(request.last_user_message) for request in model_server.requests]
    assert not any(each.labelled for each in asked)
    # The server can't tell one plan from another; they are asked for in the same words.
    kinds = [each.sections[0].value.rstrip("_123") for each in asked]
    assert kinds == ["paragraph", "rationale", "memory", "plan", "plan", "plan"]
    assert [event.sections for event in result.of(Asking)] == [(each.value,) for each in STEP]


async def test_what_a_small_model_gave_is_in_what_it_is_asked_next(
    small_cell: Cell, model_server: ModelServer
) -> None:
    text = (await run(advance(small_cell, state_after(), PLAN))).text

    paragraph, rationale, memory, *plans = [each.prompt for each in model_server.requests]
    assert all(part in paragraph for part in (MEMORY, BEFORE, PLAN.text))
    assert all(part in rationale for part in (MEMORY, text.paragraph))
    assert all(part in memory for part in (MEMORY, text.paragraph))
    assert text.rationale not in memory  # A small one takes what it says of a page for the story.
    assert all(text.memory in plan and MEMORY not in plan for plan in plans)
    assert text.plans[0] in plans[1]
    assert text.plans[0] in plans[2]
    assert text.plans[1] in plans[2]


async def test_a_small_model_gets_no_more_tokens_than_a_section_needs(
    small_cell: Cell, model_server: ModelServer
) -> None:
    await run(advance(small_cell, state_after(), PLAN))

    tokens = [request.json["max_tokens"] for request in model_server.requests]
    assert tokens[0] > tokens[2] > tokens[3]
    assert max(tokens) < small_cell.model.profile.max_reply_tokens


async def test_the_paragraph_is_told_while_it_comes(cell: Cell) -> None:
    result = await run(advance(cell, state_after(), PLAN))

    words = [event for event in result.of(Words) if event.section == "paragraph"]
    assert len(words) > 20
    assert "".join(event.text for event in words) == result.text.paragraph
    assert all(":" not in event.text or "Rationale" not in event.text for event in words)


async def test_thoughts_that_were_taken_for_prose_go_from_the_screen_before_the_prose_comes(
    cell: Cell, model_server: ModelServer
) -> None:
    thought = f"{prose('thought', 20)}\n</think>\n"
    model_server.queue(said(thought + labelled(step_texts())))

    result = await run(advance(cell, state_after(), PLAN))

    told = [each for each in result.of((Words, Rewritten)) if each.section == "paragraph"]
    taken_back = [number for number, each in enumerate(told) if each.text == ""]
    assert len(taken_back) == 1
    assert len(told) > taken_back[0] + 10
    assert result.text.paragraph == step_texts()[Section.PARAGRAPH]


async def test_the_prompt_that_is_shown_is_the_one_that_is_sent(
    cell: Cell, small_cell: Cell, model_server: ModelServer
) -> None:
    for each in (cell, small_cell):
        shown = next_prompt(each, state_after(), PLAN.text, ())
        model_server.forget()
        result = await run(advance(each, state_after(), PLAN))

        sent = model_server.requests[0].messages
        assert [(m.role, m.content) for m in shown.messages] == [
            (m["role"], m["content"]) for m in sent
        ]
        assert result.of(Asking)[0].prompt == shown


async def test_a_step_holds_what_it_was_made_from(cell: Cell, model_server: ModelServer) -> None:
    result = await run(advance(cell, state_after(), PLAN, heading="The Weir"))

    (step,) = result.one(Made).steps
    answer = result.one(Answered)
    assert step.kind is StepKind.WRITTEN
    assert step.plan == PLAN
    assert step.text.heading == "The Weir"
    assert step.making.model == "openai/writer"
    assert step.making.rounds == 1
    assert step.making.requests == (answer.request,)
    assert step.making.usage == answer.usage
    assert step.making.usage.prompt_tokens > 0
    (sent,) = step.making.requests
    assert [each.content for each in sent.messages] == [
        each["content"] for each in model_server.requests[0].messages
    ]
    assert step.text.paragraph in sent.reply
    parts = result.of(Asking)[0].prompt.parts
    assert [(each.name, words_of(sent, each), each.tokens) for each in sent.parts] == [
        (part.name, part.text, part.tokens) for part in parts
    ]


def words_of(sent: SentRequest, part: SentPart) -> str:
    return sent.messages[part.message].content[part.start : part.start + part.length]


def test_the_parts_of_a_request_are_told_apart_where_one_says_what_another_does() -> None:
    texts = ("Rules.", "a", "a b", "a")
    prompt = Prompt(
        messages=(
            Message(role="system", content="Rules."),
            Message(role="user", content="a\n\na b\n\na"),
        ),
        parts=tuple(Part(name=str(at), text=text, tokens=at) for at, text in enumerate(texts)),
        left_out=(LeftOut(part="story", text="Once.", tokens=9, reason="no room"),),
        tokens=9,
        room=9,
        reply_tokens=9,
    )
    sent = prompt.sent("paragraph", "It rang.")
    assert tuple(words_of(sent, each) for each in sent.parts) == texts
    assert [each.start for each in sent.parts] == [0, 0, 3, 8]
    assert sent.left_out == (SentWithout(name="story", tokens=9, reason="no room"),)


async def test_the_events_end_with_the_settled_memory_and_the_step(cell: Cell) -> None:
    result = await run(advance(cell, state_after(), PLAN))

    assert [type(event) for event in result.events[-3:]] == [Answered, MemorySettled, Made]
    change = result.one(MemorySettled).change
    assert " ".join(change.dropped) == MEMORY
    assert " ".join(change.added) == result.text.memory
