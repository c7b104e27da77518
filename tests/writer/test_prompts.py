"""What the prompts say: in the story's language, where the book stands, and what is wanted."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.records import Position
from rgpt_tui.writer.advance import advance
from rgpt_tui.writer.autopilot import choose
from rgpt_tui.writer.refresh import refresh
from tests.writer.every_prompt import every_prompt
from tests.writer.stage import PLAN, brief_of, cell_of, passage, run, state_after

if TYPE_CHECKING:
    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State
    from tests.model_server import ModelServer

CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
LATIN = re.compile(r"[A-Za-z]")


def whole(prompt: object) -> str:
    return "\n\n".join(message.content for message in prompt.messages)  # type: ignore[attr-defined]


def test_no_prompt_of_an_english_story_has_a_chinese_character(model_server: ModelServer) -> None:
    for template, prompt in every_prompt(model_server, "en"):
        assert not CJK.search(whole(prompt)), template


def test_no_prompt_of_a_chinese_story_has_a_latin_letter(model_server: ModelServer) -> None:
    for template, prompt in every_prompt(model_server, "zh"):
        assert not LATIN.search(whole(prompt)), template


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_prompt_has_a_hole_in_it(model_server: ModelServer, language: str) -> None:
    for template, prompt in every_prompt(model_server, language):
        text = whole(prompt)
        assert not re.search(r"None|\{\{|\{%|[ \t]\n|\n{4}", text), template


@pytest.mark.parametrize("one", [False, True])
async def test_a_story_in_another_language_is_asked_for_in_english_words(
    model_server: ModelServer, one: bool
) -> None:
    cell = cell_of(model_server, language="fr", one=one)
    state = state_after(brief=brief_of("fr"))

    await run(advance(cell, state, PLAN))

    for request in model_server.requests:
        assert "in French." in request.messages[0]["content"]
    assert not one or "Write the next page" in model_server.requests[0].prompt


async def test_an_english_story_is_not_told_which_language_to_write_in(
    cell: Cell, model_server: ModelServer
) -> None:
    await run(advance(cell, state_after(), PLAN))

    assert "in English" not in model_server.requests[0].prompt


async def prompt_of(cell: Cell, server: ModelServer, state: State, **more: object) -> str:
    server.forget()
    await run(advance(cell, state, PLAN, **more))  # type: ignore[arg-type]
    return server.requests[0].prompt


async def test_the_place_in_the_book_is_stated(cell: Cell, model_server: ModelServer) -> None:
    state = state_after(position=Position(number=31, chapter=3, in_chapter=7), words=11_500)

    prompt = await prompt_of(cell, model_server, state)

    assert "passage 7 of chapter 3; 11500 words are written." in prompt


async def test_a_chapter_with_a_heading_is_called_by_it(
    cell: Cell, model_server: ModelServer
) -> None:
    place = Position(number=31, chapter=3, in_chapter=7, heading="The Weir")

    prompt = await prompt_of(cell, model_server, state_after(position=place))

    assert "passage 7 of the chapter “The Weir”" in prompt


async def test_a_new_chapter_is_announced(cell: Cell, model_server: ModelServer) -> None:
    prompt = await prompt_of(cell, model_server, state_after(), heading="Low Water")

    assert "the first passage of a new chapter, “Low Water”" in prompt


@pytest.mark.parametrize(
    ("words", "said", "not_said"),
    [
        (18_400, "23% of the 80000", "draw its threads together"),
        (71_000, "not due yet", "draw its threads together"),
        (72_000, "draw its threads together", "to its end"),
        (79_999, "draw its threads together", "to its end"),
        (80_000, "bring it to its end", "threads"),
        (96_000, "120% of the 80000", "threads"),
    ],
)
async def test_the_length_that_is_aimed_at_leads_to_an_ending(
    cell: Cell, model_server: ModelServer, words: int, said: str, not_said: str
) -> None:
    brief = brief_of(target_words=80_000)
    place = Position(number=words // 250, in_chapter=4)

    prompt = await prompt_of(
        cell, model_server, state_after(brief=brief, words=words, position=place)
    )
    stands = prompt[prompt.index("Where the book stands") :]

    assert said in stands
    assert not_said not in stands


async def test_a_short_story_draws_to_its_end_some_passages_before_it(
    cell: Cell, model_server: ModelServer
) -> None:
    brief = brief_of(target_words=3_000)
    state = state_after(brief=brief, position=Position(number=8), words=2_100)

    assert "draw its threads together" in await prompt_of(cell, model_server, state)
    earlier = replace(state, position=Position(number=7), words=1_800)
    assert "not due yet" in await prompt_of(cell, model_server, earlier)


async def test_without_a_length_to_aim_at_nothing_is_said_of_an_end(
    cell: Cell, model_server: ModelServer
) -> None:
    prompt = await prompt_of(cell, model_server, state_after(words=500_000))

    assert " of the " not in prompt[prompt.index("Where the book stands") :].partition(".")[0]
    assert "threads" not in prompt


async def test_a_small_model_is_told_of_the_end_too(
    small_cell: Cell, model_server: ModelServer
) -> None:
    state = state_after(brief=brief_of(target_words=1_000), words=1_100)

    await run(advance(small_cell, state, PLAN))

    assert "Bring the story to its end." in model_server.requests[0].prompt
    assert "comes to its end" in model_server.requests[3].prompt


@pytest.mark.parametrize("work", [choose, refresh])
async def test_decisions_and_new_plans_know_where_the_book_stands(
    cell: Cell, model_server: ModelServer, work: object
) -> None:
    state = state_after(brief=brief_of(target_words=1_000), words=1_100)

    await run(work(cell, state))  # type: ignore[operator]

    assert "bring it to its end" in model_server.requests[0].prompt


async def test_recalled_passages_say_where_they_stand(
    cell: Cell, model_server: ModelServer
) -> None:
    there = passage("The key was under the bell.", number=5)
    named = replace(there, position=Position(number=9, chapter=2, in_chapter=1, heading="The Weir"))

    prompt = await prompt_of(cell, model_server, state_after(), recalled=(there, named))

    assert "[chapter 1, passage 5]\nThe key was under the bell." in prompt
    assert "[The Weir, passage 1]\nThe key was under the bell." in prompt


async def test_the_rules_of_the_memory_are_stated(cell: Cell, model_server: ModelServer) -> None:
    prompt = await prompt_of(cell, model_server, state_after())

    rationale, memory = prompt.index("\nRationale: "), prompt.index("\nMemory: ")
    assert rationale < memory
    assert "no longer needed, and why" in prompt[rationale:memory]
    assert "10 to 20 sentences and never more than 400 words" in prompt[memory:]
