"""A prompt that is too long for the model loses what it needs least, and says what and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.sentences import split_sentences
from rgpt_tui.writer.advance import advance, next_prompt
from rgpt_tui.writer.compose import PromptTooLong
from rgpt_tui.writer.context import Context
from rgpt_tui.writer.events import Asking
from rgpt_tui.writer.sections import Section
from tests.writer.stage import (
    PLAN,
    STEP,
    brief_of,
    cell_of,
    passage,
    prose,
    run,
    state_after,
)

if TYPE_CHECKING:
    from rgpt_tui.writer.prompt import Prompt
    from rgpt_tui.writer.state import State
    from tests.model_server import ModelServer

BRIEF = brief_of(
    title="The Weir",
    genre="a quiet mystery",
    description=prose("description", 12),
    style="Short sentences, no adverbs.",
    point_of_view="First person, Mara",
    cast="Mara, ferrywoman\nTobias, her brother",
    outline=prose("outline", 16),
)
PAGES = tuple(prose(f"page {number}", 20) for number in range(3))
PIN = "Mara must never learn who rang the bell."
RECALLED = (
    passage(prose("recalled well", 6), 0.9),
    passage(prose("recalled badly", 6), 0.2),
    passage(prose("pinned passage", 6), 1.0, pinned=True),
)
ORDER = (
    ("previous passage", PAGES[0]),
    ("previous passage", PAGES[1]),
    ("recalled passages", RECALLED[1].text),
    ("recalled passages", RECALLED[0].text),
    ("recalled passages", RECALLED[2].text),
    ("outline", BRIEF.outline),
    ("description", BRIEF.description),
)


def full_state() -> State:
    return state_after(*PAGES, brief=BRIEF, memory=f"{PIN} {prose('memory', 12)}", pinned=(PIN,))


def prompt_in(server: ModelServer, tokens: int, state: State | None = None) -> Prompt:
    """The prompt that a model of that window gets; a tenth of it is for the reply."""
    cell = cell_of(server, context_window=tokens, max_reply_tokens=tokens // 10)
    return next_prompt(cell, state or full_state(), PLAN.text, RECALLED)


def windows(server: ModelServer) -> list[Prompt]:
    """Prompts in ever smaller windows, down to the smallest that any form fits."""
    prompts = []
    for tokens in range(4_000, 400, -110):
        try:
            prompts.append(prompt_in(server, tokens))
        except PromptTooLong:
            break
    return prompts


def whole(prompt: Prompt) -> str:
    return "\n\n".join(message.content for message in prompt.messages)


def test_a_prompt_that_fits_loses_nothing(model_server: ModelServer) -> None:
    prompt = prompt_in(model_server, 16_000)

    assert prompt.left_out == ()
    assert all(text in whole(prompt) for _, text in ORDER)


def test_a_prompt_fits_the_room_beside_the_reply(model_server: ModelServer) -> None:
    for prompt in windows(model_server):
        assert prompt.tokens <= prompt.room
        assert prompt.room + prompt.reply_tokens <= 4_000


def test_things_go_in_the_order_of_their_worth(model_server: ModelServer) -> None:
    prompts = windows(model_server)
    for prompt in prompts:
        gone = [(each.part, each.text) for each in prompt.left_out]
        assert gone[: len(ORDER)] == list(ORDER[: len(gone)])
        for _, text in gone:
            assert text not in whole(prompt)
    assert {len(prompt.left_out) for prompt in prompts} >= {0, 1, 3, 6, 8}


def test_what_is_left_out_says_why_and_how_long_it_was(model_server: ModelServer) -> None:
    prompt = windows(model_server)[-1]

    for left_out in prompt.left_out:
        assert left_out.tokens > 0
        assert f"there is room for {prompt.room}" in left_out.reason


def test_the_plan_the_memory_and_what_the_writer_wants_are_never_cut(
    model_server: ModelServer,
) -> None:
    state = full_state()
    for prompt in windows(model_server):
        text = whole(prompt)
        assert PLAN.text in text
        assert state.memory in text
        assert f"- {PIN}" in text
        for kept in (BRIEF.style, BRIEF.point_of_view, BRIEF.cast, BRIEF.genre, BRIEF.title):
            assert kept in text


def test_the_end_of_the_passage_before_always_stays(model_server: ModelServer) -> None:
    sentences = split_sentences(PAGES[-1], "en")
    last = windows(model_server)[-1]

    assert " ".join(sentences[-3:]) in whole(last)
    assert sentences[0] not in whole(last)
    gone = "".join(each.text for each in last.left_out[len(ORDER) :])
    assert gone.split() == " ".join(sentences[: len(split_sentences(gone, "en"))]).split()


def test_a_passage_of_hard_wrapped_lines_is_shortened_too(model_server: ModelServer) -> None:
    wrapped = prose("wrapped", 60).replace(", ", ",\n")

    prompt = prompt_in(model_server, 1_600, state_after(wrapped, brief=BRIEF))

    assert prompt.left_out[-1].part == "previous passage"
    assert wrapped[-60:] in whole(prompt)


def test_nothing_is_listed_that_was_not_in_the_prompt(model_server: ModelServer) -> None:
    # A small model that is asked for a plan is shown neither the recalled nor the last passage.
    cell = cell_of(model_server, one=True, context_window=800)
    context = Context(state=full_state(), asked=(Section.PLAN_1,), recalled=RECALLED)

    prompt = cell.prompt("step", context)

    assert {each.part for each in prompt.left_out} <= {"outline", "description"}
    assert prompt.left_out


@pytest.mark.parametrize("one", [False, True])
async def test_a_prompt_that_cannot_be_made_short_enough_is_not_sent(
    model_server: ModelServer, one: bool
) -> None:
    cell = cell_of(model_server, one=one, context_window=700, max_reply_tokens=100)

    with pytest.raises(PromptTooLong, match=r"Nothing is lost.*context_window"):
        await run(advance(cell, full_state(), replace(PLAN, text=prose("plan", 60))))

    assert not model_server.requests


async def test_the_writer_sees_what_was_left_out(model_server: ModelServer) -> None:
    cell = cell_of(model_server, context_window=2_400, max_reply_tokens=400)

    result = await run(advance(cell, full_state(), PLAN, RECALLED))

    prompt = result.of(Asking)[0].prompt
    assert prompt.left_out
    assert not any(each.text in model_server.requests[0].prompt for each in prompt.left_out)


def test_a_long_new_passage_is_shortened_where_only_a_plan_is_asked_for(
    model_server: ModelServer,
) -> None:
    page = prose("a long new passage", 150)
    context = Context(
        state=state_after(prose("before", 4)),
        asked=(Section.PLAN_3,),
        plan=PLAN.text,
        given={Section.PARAGRAPH: page},
    )

    prompt = cell_of(model_server, context_window=3_000, max_reply_tokens=600).prompt(
        "step", context
    )

    assert prompt.left_out[-1].part == "new passage"
    assert page[-80:] in whole(prompt)
    assert page[:80] not in whole(prompt)


def test_a_passage_that_broke_off_keeps_its_end(model_server: ModelServer) -> None:
    page = prose("a long new passage", 150)
    context = Context(
        state=state_after(), asked=STEP, plan=PLAN.text, begun={Section.PARAGRAPH: page}
    )

    prompt = cell_of(model_server, context_window=3_000, max_reply_tokens=600).prompt(
        "step", context
    )

    assert page[-80:] in whole(prompt)
    assert page[:80] not in whole(prompt)


def test_a_reply_is_never_given_more_than_half_of_the_window(model_server: ModelServer) -> None:
    cell = cell_of(model_server, context_window=4_000, max_reply_tokens=4_000)

    prompt = next_prompt(cell, state_after(), PLAN.text, ())

    assert prompt.reply_tokens == 2_000
