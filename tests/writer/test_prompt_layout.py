"""How a prompt is laid out: what never changes first, every word accounted for, no growth."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.advance import advance, next_prompt
from rgpt_tui.writer.state import state_of
from tests.writer.every_prompt import every_prompt
from tests.writer.stage import PLAN, brief_of, cell_of, passage, prose, run, state_after

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer

BRIEF = brief_of(
    title="The Weir",
    topic="a bell that drowned",
    style="Short sentences.",
    cast="Mara, ferrywoman\nTobias, her brother",
    outline=prose("outline", 10),
)


@pytest.mark.parametrize("one", [False, True])
async def test_what_never_changes_comes_first(model_server: ModelServer, one: bool) -> None:
    cell = cell_of(model_server, one=one)
    sent = []
    for turn in range(2):
        state = state_after(prose(f"page {turn}", 20), brief=BRIEF, memory=prose(turn, 12))
        model_server.forget()
        await run(advance(cell, state, PLAN, (passage(prose(f"recalled {turn}", 3)),)))
        sent.append(model_server.requests[0])

    first, second = (json.dumps(each.json, ensure_ascii=False) for each in sent)
    same = next(
        at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]
    )
    shared = json.loads(json.dumps(first[:same]))
    rules = sent[0].messages[0]["content"]
    assert json.dumps(rules, ensure_ascii=False) in shared
    for text in (BRIEF.title, BRIEF.topic, BRIEF.style, BRIEF.cast, BRIEF.outline):
        assert json.dumps(text, ensure_ascii=False)[1:-1] in shared


async def test_the_plan_stands_behind_the_memory_and_the_passage_before(
    cell: Cell, model_server: ModelServer
) -> None:
    state = state_after("The last page.", memory="The memory.")

    await run(advance(cell, state, PLAN, (passage("The recalled."),)))

    prompt = model_server.requests[0].prompt
    texts = ("The memory.", "The recalled.", "The last page.", PLAN.text, "Write now")
    places = [prompt.index(text) for text in texts]
    assert places == sorted(places)


async def test_the_prompt_does_not_grow_with_the_book(cell: Cell, tmp_path: Path) -> None:
    tokens = {}
    with Book.create(tmp_path, BRIEF) as book:
        for number in range(1, 201):
            text = Text(paragraph=prose("page", 20), memory=prose("memory", 15), plans=("Go.",))
            book.commit([NewStep(kind=StepKind.WRITTEN, text=text)])
            if number in (10, 200):
                tokens[number] = next_prompt(cell, state_of(book), PLAN.text, ()).tokens

    assert abs(tokens[200] - tokens[10]) <= 5


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_of_every_prompt_is_in_one_of_its_parts(
    model_server: ModelServer, language: str
) -> None:
    for template, prompt in every_prompt(model_server, language):
        rest = "".join(message.content for message in prompt.messages)
        for part in prompt.parts:
            before, found, rest = rest.partition(part.text)
            assert found, (template, part.name)
            assert not before.strip(), (template, part.name)
        assert not rest.strip(), template


def test_no_built_in_prompt_has_a_part_without_a_name(model_server: ModelServer) -> None:
    for language in ("en", "zh"):
        for template, prompt in every_prompt(model_server, language):
            names = [part.name for part in prompt.parts]
            assert "other" not in names, template
            assert names[0] == "rules"
            # A tiny model goes on best from the page that it has read last.
            last = {"request", "previous passage"} if template[:5] == "short" else {"request"}
            assert names[-1] in last


def test_the_tokens_of_the_parts_add_up_to_those_of_the_prompt(model_server: ModelServer) -> None:
    for template, prompt in every_prompt(model_server):
        total = sum(part.tokens for part in prompt.parts)
        assert abs(prompt.tokens - total) <= 20 + len(prompt.parts), template


def test_an_edit_is_seen_in_the_part_that_it_belongs_to(cell: Cell) -> None:
    state = state_after("The last page.", brief=BRIEF, memory="The memory.", pinned=("The pin.",))
    prompt = next_prompt(cell, state, "The plan.", (passage("The recalled."),))

    parts = {part.name: part.text for part in prompt.parts}
    for name, text in {
        "brief": "The Weir",
        "cast": BRIEF.cast,
        "outline": BRIEF.outline,
        "memory": "The memory.",
        "pinned sentences": "The pin.",
        "recalled passages": "The recalled.",
        "previous passage": "The last page.",
        "position": "passage 4 of chapter 1",
        "plan": "The plan.",
    }.items():
        assert text in parts[name]
