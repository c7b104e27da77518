"""The short-term memory keeps its limit and its pins, whatever the model makes of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.measures import count_words
from rgpt_tui.story.memory import MemoryLimit, memory_fits
from rgpt_tui.story.sentences import split_sentences
from rgpt_tui.writer.advance import advance
from rgpt_tui.writer.events import Answered, Made, MemorySettled, Notice
from rgpt_tui.writer.sections import Section
from tests.model_server import bad_key
from tests.model_server.asked import asked_of
from tests.writer.stage import (
    MEMORY,
    PLAN,
    cell_of,
    labelled,
    prose,
    run,
    said,
    state_after,
    step_texts,
)

if TYPE_CHECKING:
    from aiohttp import web

    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer
    from tests.model_server.recording import RecordedRequest

LIMIT = MemoryLimit()
LONG = prose("long memory", 30)
SHORTER = prose("shorter memory", 15)
PIN = "Mara must never learn who rang the bell."


def step_with(memory: str) -> str:
    return labelled(step_texts(memory=memory))


async def test_a_memory_within_the_limit_stays_as_the_model_wrote_it(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(step_with(SHORTER)))

    result = await run(advance(cell, state_after(), PLAN))

    assert len(model_server.requests) == 1
    assert result.text.memory == SHORTER
    assert result.one(MemorySettled).trimmed == ()


async def test_a_memory_over_the_limit_costs_one_request_to_shorten_it(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(step_with(LONG)), said(f"Memory: {SHORTER}"))

    result = await run(advance(cell, state_after(), PLAN))

    _, request = model_server.requests
    assert asked_of(request.last_user_message).sections == (Section.MEMORY,)
    assert LONG in request.prompt
    assert "at most 20 sentences and 400 words" in request.prompt
    assert result.text.memory == SHORTER
    assert result.one(MemorySettled).trimmed == ()
    (step,) = result.one(Made).steps
    assert step.making.rounds == 2


async def test_a_small_model_is_asked_to_shorten_in_few_words(
    small_cell: Cell, model_server: ModelServer
) -> None:
    facts = " ".join(f"Mara knows the name on stone {number}." for number in range(25))
    model_server.queue(*(said(text) for text in step_texts(memory=facts).values()))
    model_server.queue(said(SHORTER))

    result = await run(advance(small_cell, state_after(), PLAN))

    request = model_server.requests[-1]
    assert not asked_of(request.last_user_message).labelled
    assert facts in request.prompt
    assert count_words(request.prompt, "en") < count_words(facts, "en") + 100
    assert result.text.memory == SHORTER


async def test_of_a_memory_that_is_still_too_long_the_oldest_sentences_go(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.default = said(step_with(LONG))

    result = await run(advance(cell, state_after(), PLAN))

    sentences = split_sentences(LONG, "en")
    settled = result.one(MemorySettled)
    assert len(model_server.requests) == 2
    assert settled.trimmed == tuple(sentences[:10])
    assert result.text.memory == " ".join(sentences[10:])
    assert settled.change.added == tuple(sentences[10:])
    assert settled.change.dropped == tuple(split_sentences(MEMORY, "en"))


async def test_the_limit_counts_words_as_well_as_sentences(
    cell: Cell, model_server: ModelServer
) -> None:
    endless = " and then ".join(f"she went down to weir {n}" for n in range(100)) + "."
    model_server.default = said(step_with(f"{endless} Tobias is back."))

    result = await run(advance(cell, state_after(), PLAN))

    assert result.text.memory == "Tobias is back."


async def test_a_pinned_sentence_survives_a_rewrite_that_drops_it_word_for_word(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(step_with(SHORTER)))
    state = state_after(memory=f"{MEMORY} {PIN}", pinned=(PIN,))

    result = await run(advance(cell, state, PLAN))

    assert len(model_server.requests) == 1
    assert result.text.memory == f"{PIN} {SHORTER}"
    assert result.text.pinned == (PIN,)
    assert PIN in result.one(MemorySettled).change.kept


async def test_pinned_sentences_survive_the_shortening_too(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.default = said(step_with(LONG))
    pins = (PIN, "The key is Tobias's.", "There are 11 lamps: one is dark.")
    state = state_after(memory=" ".join([MEMORY, *pins]), pinned=pins)

    result = await run(advance(cell, state, PLAN))

    assert all(pin in result.text.memory for pin in pins)
    assert all(f"- {pin}\n" in model_server.requests[1].prompt for pin in pins)
    assert memory_fits(result.text.memory, LIMIT, "en")
    assert not set(pins) & set(result.one(MemorySettled).trimmed)


async def test_the_writer_can_set_the_limit(model_server: ModelServer) -> None:
    model_server.default = said(step_with(SHORTER))
    limit = MemoryLimit(sentences=6, words=70)

    result = await run(advance(cell_of(model_server, limit=limit), state_after(), PLAN))

    prompt = model_server.requests[0].prompt
    assert "3 to 6 sentences and never more than 70 words" in prompt
    assert memory_fits(result.text.memory, limit, "en")


async def test_a_step_is_made_even_if_the_model_cannot_shorten_its_memory(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(step_with(LONG)), bad_key())

    result = await run(advance(cell, state_after(), PLAN))

    assert "could not be shortened" in result.one(Notice).text
    assert memory_fits(result.text.memory, LIMIT, "en")
    assert len(result.of(Answered)) == 1


@pytest.mark.parametrize("useless", ["Memory: Done.", "", "I'm sorry, I can't do that."])
async def test_a_shortened_memory_with_nothing_left_in_it_is_not_taken(
    cell: Cell, model_server: ModelServer, useless: str
) -> None:
    model_server.queue(said(step_with(LONG)), said(useless))

    result = await run(advance(cell, state_after(), PLAN))

    assert result.text.memory == " ".join(split_sentences(LONG, "en")[10:])


async def test_a_memory_that_drops_to_nothing_is_asked_for_once_more(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(step_with("Unchanged.")), said(f"Memory: {SHORTER}"))

    result = await run(advance(cell, state_after(memory=prose("before", 12)), PLAN))

    assert len(model_server.requests) == 2
    assert asked_of(model_server.requests[1].last_user_message).sections == (Section.MEMORY,)
    assert result.text.memory == SHORTER


@pytest.mark.parametrize(
    ("left", "added"),
    [("None.", ""), ("Mara has found the key under the bell.", " {}")],
)
async def test_a_memory_that_stays_at_nothing_does_not_cost_what_was_remembered(
    cell: Cell, model_server: ModelServer, left: str, added: str
) -> None:
    model_server.default = said(step_with(left))
    before = prose("before", 12)

    result = await run(advance(cell, state_after(memory=before), PLAN))

    assert len(model_server.requests) == 2
    assert result.text.memory == before + added.format(left)
    assert "next to nothing" in result.one(Notice).text


class GrowingMemory:
    """A model that drops nothing of its memory, adds to it at every step, and never shortens it."""

    async def answer(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse:
        remembered = record.prompt.partition("memory:\n")[2].partition("\n\n")[0]
        news = prose(record.body, 4)
        texts = step_texts(paragraph=prose(news, 3), memory=f"{remembered} {news}")
        return await said(labelled(texts), chunk=1000).answer(request, record)


async def test_fifty_steps_in_a_row_keep_the_limit(cell: Cell, model_server: ModelServer) -> None:
    model_server.default = GrowingMemory()
    state = state_after(memory=f"{MEMORY} {PIN}", pinned=(PIN,))

    for _ in range(50):
        text = (await run(advance(cell, state, PLAN))).text
        assert len(split_sentences(text.memory, "en")) <= LIMIT.sentences
        assert count_words(text.memory, "en") <= LIMIT.words
        assert PIN in text.memory
        state = dataclasses.replace(state, memory=text.memory, previous=(text.paragraph,))

    assert len(split_sentences(text.memory, "en")) == LIMIT.sentences
    assert 50 < len(model_server.requests) <= 100
