"""Whatever a writer can edit reaches the next request exactly as edited.

The edits go through the book, as the screen and the command line make them, and what counts is
the text that the model server received.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.records import NewStep, Plan, StepKind, Text
from rgpt_tui.writer.advance import advance
from rgpt_tui.writer.autopilot import choose
from rgpt_tui.writer.events import Answered, Event
from rgpt_tui.writer.plan_choice import offered_plan, own_plan
from rgpt_tui.writer.state import state_of
from tests.writer.stage import MEMORY, brief_of, cell_of, passage, prose, said

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator
    from pathlib import Path

    from rgpt_tui.writer.rounds import Cell
    from rgpt_tui.writer.state import State
    from tests.model_server import ModelServer

SPACE = "  The bell\trang  twice. \n\n\n  Nobody came.   "
AWKWARD = (
    SPACE,
    "{{ brief.title }} {% raw %} {# no comment #} {% endraw %} }} {%",
    "<xml>&amp;</xml> [bold]no style[/bold] <|im_end|> </s>",
    "“No,” he said. 'It\\'s \"so\"' \\n \\u0041 `code` $HOME %s",
    "“走吧。”他说。渡口的灯灭了。",
    "Memory: none.\nPlan 1: she runs.\n**Paragraph**\nOutput Instruction:\nWrite now: X.",
    SPACE,
)
ODD = {"awkward": "\n".join(AWKWARD), "long": prose("long", 560)}
PAGES = ("The lamp was out.", "The bell had stopped.")


@pytest.fixture(params=ODD, ids=list(ODD))
def odd(request: pytest.FixtureRequest) -> str:
    return ODD[request.param]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A book of two steps, the second with a memory and plans."""
    with Book.create(tmp_path, brief_of()) as book:
        last = Text(paragraph=PAGES[1], memory=MEMORY, plans=("Go.", "Stay.", "Wait."))
        book.commit(
            [
                NewStep(kind=StepKind.OPENING, text=Text(paragraph=PAGES[0])),
                NewStep(kind=StepKind.OPENING, text=last),
            ]
        )
        yield book


async def first_message(server: ModelServer, events: AsyncGenerator[Event, None]) -> str:
    """The user message of the first request that the server receives."""
    server.forget()
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Answered):
                break
    return server.requests[0].last_user_message


async def sent(server: ModelServer, state: State, plan: Plan, **more: Any) -> list[str]:
    """What a strong, a small and a tiny model are sent for a step."""
    return [
        await first_message(server, advance(cell, state, plan, **more)) for cell in cells(server)
    ]


def cells(server: ModelServer) -> list[Cell]:
    server.default = said("Paragraph: She ran.")
    sizes = ({}, {"one": True}, {"tiny": True})
    return [cell_of(server, context_window=100_000, **size) for size in sizes]


def tip(book: Book) -> str:
    assert book.tip is not None
    return book.tip


def test_the_long_text_has_five_thousand_words() -> None:
    assert len(ODD["long"].split()) > 5_000


async def test_an_edited_paragraph(book: Book, model_server: ModelServer, odd: str) -> None:
    book.revise(tip(book), paragraph=odd)

    for message in await sent(model_server, state_of(book), own_plan("Go.")):
        assert odd in message
        assert PAGES[1] not in message


async def test_an_edited_earlier_paragraph(book: Book, model_server: ModelServer, odd: str) -> None:
    first = book.step(tip(book)).parent
    assert first is not None
    book.revise(first, paragraph=odd)

    for message in await sent(model_server, state_of(book, 2), own_plan("Go.")):
        assert f"{odd}\n\n{PAGES[1]}" in message


async def test_an_edited_memory(book: Book, model_server: ModelServer, odd: str) -> None:
    book.revise(tip(book), memory=odd)

    for message in await sent(model_server, state_of(book), own_plan("Go.")):
        assert odd in message
        assert MEMORY not in message


async def test_an_edited_plan_that_is_picked(
    book: Book, model_server: ModelServer, odd: str
) -> None:
    book.revise(tip(book), plans=("Go.", odd, "Wait."))
    state = state_of(book)

    for message in await sent(model_server, state, offered_plan(state.plans, 2)):
        assert odd in message
        assert "Wait." not in message


async def test_a_plan_in_the_writers_own_words(
    book: Book, model_server: ModelServer, odd: str
) -> None:
    for message in await sent(model_server, state_of(book), own_plan(odd)):
        assert odd in message


async def test_edited_plans_that_the_autopilot_chooses_from(
    book: Book, model_server: ModelServer, odd: str
) -> None:
    book.revise(tip(book), plans=("Go.", "Stay.", odd))

    for cell in cells(model_server):
        assert odd in await first_message(model_server, choose(cell, state_of(book)))


async def test_a_pinned_passage(book: Book, model_server: ModelServer, odd: str) -> None:
    recalled = (passage("A bell rang."), passage(odd, pinned=True))

    for message in await sent(model_server, state_of(book), own_plan("Go."), recalled=recalled):
        assert odd in message
        assert "A bell rang." in message


async def test_a_pinned_sentence(book: Book, model_server: ModelServer, odd: str) -> None:
    book.revise(tip(book), memory=f"{odd} {MEMORY}", pinned=(odd,))

    for message in await sent(model_server, state_of(book), own_plan("Go.")):
        assert odd in message


async def test_a_pinned_sentence_that_is_not_in_the_memory(
    book: Book, model_server: ModelServer, odd: str
) -> None:
    book.revise(tip(book), pinned=(odd,))

    for message in await sent(model_server, state_of(book), own_plan("Go.")):
        assert odd in message


@pytest.mark.parametrize(
    "field",
    ["title", "genre", "topic", "description", "style", "point_of_view", "cast", "outline"],
)
async def test_what_is_said_of_the_whole_story(
    book: Book, model_server: ModelServer, field: str, odd: str
) -> None:
    book.set_brief(replace(book.brief, **{field: odd}))  # type: ignore[arg-type]

    for message in await sent(model_server, state_of(book), own_plan("Go.")):
        assert odd in message


async def test_the_heading_of_a_new_chapter(
    book: Book, model_server: ModelServer, odd: str
) -> None:
    for message in await sent(model_server, state_of(book), own_plan("Go."), heading=odd):
        assert odd in message


async def test_an_edit_of_the_target_length(book: Book, model_server: ModelServer) -> None:
    book.set_brief(replace(book.brief, target_words=54_321))

    strong, *_ = await sent(model_server, state_of(book), own_plan("Go."))

    assert "54321" in strong
