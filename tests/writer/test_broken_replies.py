"""Replies that break off: what came is kept, the rest is asked for, and nothing is told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.records import Brief
from rgpt_tui.story.sentences import split_sentences
from rgpt_tui.writer.advance import advance
from rgpt_tui.writer.events import Answered, Incomplete, Made, Notice
from rgpt_tui.writer.opening import open_story
from rgpt_tui.writer.sections import OPENINGS, Section
from tests.model_server.asked import asked_of
from tests.model_server.prose import Prose
from tests.writer.stage import (
    PLAN,
    STEP,
    cell_of,
    empty_state,
    labelled,
    prose,
    run,
    said,
    state_after,
    step_texts,
)

if TYPE_CHECKING:
    from tests.model_server import ModelServer, Reply

SENTENCES = Prose("the page", "en")
PAGE = [SENTENCES.sentences(1) for _ in range(20)]


def cut_in_sentence(number: int, *, after: str = "Paragraph: ") -> Reply:
    """A reply whose connection breaks in the middle of a sentence of the page, from 1."""
    text = after + " ".join(PAGE)
    until = text.index(PAGE[number - 1]) + len(PAGE[number - 1]) // 2
    return said(text[:until], finish_reason=None)


def assert_nothing_twice(paragraph: str) -> None:
    sentences = split_sentences(paragraph, "en")
    assert len(sentences) == len(set(sentences))
    assert "  " not in paragraph


async def test_a_paragraph_that_broke_off_is_gone_on_with(model_server: ModelServer) -> None:
    model_server.queue(cut_in_sentence(6))
    rest = step_texts(paragraph=" ".join(PAGE[5:]))
    model_server.queue(said(labelled(rest)))

    result = await run(advance(cell_of(model_server), state_after(), PLAN))

    assert result.text.paragraph == " ".join(PAGE)
    request = model_server.requests[1]
    assert asked_of(request.last_user_message).sections == STEP
    assert " ".join(PAGE[:5]) in request.prompt
    assert PAGE[5][: len(PAGE[5]) // 2] not in request.prompt
    assert "15 more sentences" in request.prompt
    assert any("broke off" in notice.text for notice in result.of(Notice))


async def test_a_small_model_goes_on_with_its_page_too(model_server: ModelServer) -> None:
    model_server.queue(cut_in_sentence(6, after=""), said(" ".join(PAGE[5:])))

    result = await run(advance(cell_of(model_server, one=True), state_after(), PLAN))

    assert result.text.paragraph == " ".join(PAGE)
    assert " ".join(PAGE[:5]) in model_server.requests[1].prompt
    assert len(model_server.requests) == len(STEP) + 1


@pytest.mark.parametrize("repeated", [1, 2, 5])
async def test_words_that_the_model_repeats_at_the_seam_are_told_once(
    model_server: ModelServer, repeated: int
) -> None:
    model_server.queue(cut_in_sentence(6))
    model_server.queue(said(labelled(step_texts(paragraph=" ".join(PAGE[5 - repeated :])))))

    result = await run(advance(cell_of(model_server), state_after(), PLAN))

    assert result.text.paragraph == " ".join(PAGE)


async def test_a_page_that_the_model_begins_anew_is_not_told_twice(
    model_server: ModelServer,
) -> None:
    model_server.queue(cut_in_sentence(6))
    anew = [*PAGE[:2], *(prose("other", 12).split(". "))]
    model_server.queue(said(labelled(step_texts(paragraph=" ".join(anew)))))

    result = await run(advance(cell_of(model_server), state_after(), PLAN))

    assert result.text.paragraph.count(PAGE[0]) == 1
    assert result.text.paragraph.count(PAGE[1]) == 1


async def test_half_a_sentence_is_begun_anew(model_server: ModelServer) -> None:
    model_server.queue(cut_in_sentence(1))
    model_server.queue(said(labelled(step_texts(paragraph=" ".join(PAGE)))))

    result = await run(advance(cell_of(model_server), state_after(), PLAN))

    assert result.text.paragraph == " ".join(PAGE)


async def test_a_page_that_is_nearly_whole_stands_without_its_broken_sentence(
    model_server: ModelServer,
) -> None:
    model_server.queue(cut_in_sentence(18))

    result = await run(advance(cell_of(model_server), state_after(), PLAN))

    assert result.text.paragraph == " ".join(PAGE[:17])
    assert asked_of(model_server.requests[1].last_user_message).sections == STEP[1:]


async def test_the_seam_keeps_the_end_of_a_line(model_server: ModelServer) -> None:
    lines = "“Who is there?” said Mara.\n\n“Nobody,” said the boy from the mi"
    model_server.queue(said("Paragraph: " + lines, finish_reason=None))
    rest = "“Nobody,” said Tobias. The door gave way."
    model_server.queue(said(labelled(step_texts(paragraph=rest))))

    result = await run(advance(cell_of(model_server), state_after(), PLAN))

    assert result.text.paragraph == f"“Who is there?” said Mara.\n\n{rest}"


async def test_chinese_prose_is_joined_without_a_space(model_server: ModelServer) -> None:
    sentences = Prose("zh", "zh")
    page = [sentences.sentences(1) for _ in range(12)]
    model_server.queue(said("段落：" + "".join(page[:5]) + page[5][:4], finish_reason=None))
    rest = step_texts("zh", paragraph="".join(page[5:]))
    model_server.queue(said(labelled(rest, "zh")))

    cell = cell_of(model_server, language="zh")
    result = await run(advance(cell, state_after(language="zh"), PLAN))

    assert result.text.paragraph == "".join(page)


@pytest.mark.parametrize("ending", [None, "length"])
async def test_a_memory_or_plan_that_broke_off_is_asked_for_anew(
    model_server: ModelServer, ending: str | None
) -> None:
    texts = labelled(step_texts())
    model_server.queue(said(texts[: texts.index("Plan 2") + 30], finish_reason=ending))

    result = await run(advance(cell_of(model_server), state_after(), PLAN))

    asked = asked_of(model_server.requests[1].last_user_message)
    assert asked.sections == (Section.PLAN_2, Section.PLAN_3)
    assert result.of(Answered)[0].unfinished is None


async def test_a_paragraph_at_the_token_limit_is_gone_on_with(model_server: ModelServer) -> None:
    model_server.queue(said("Paragraph: " + " ".join(PAGE[:6])[:-5], finish_reason="length"))
    model_server.queue(said(labelled(step_texts(paragraph=" ".join(PAGE[5:])))))

    result = await run(advance(cell_of(model_server), state_after(), PLAN))

    assert result.text.paragraph == " ".join(PAGE)


async def test_a_small_model_that_does_not_stop_is_taken_at_its_whole_sentences(
    model_server: ModelServer,
) -> None:
    model_server.default = said(prose("endless", 400))

    result = await run(advance(cell_of(model_server, one=True), state_after(), PLAN))

    # Its second and third plan say what the first says, so each is asked for once more.
    assert len(model_server.requests) == len(STEP) + 2
    for text in (result.text.paragraph, result.text.memory, *result.text.plans):
        assert text.endswith((".", "”"))
    assert_nothing_twice(result.text.paragraph)


async def test_a_reply_that_stalls_is_kept_and_the_rest_is_asked_for(
    model_server: ModelServer,
) -> None:
    model_server.queue(said(labelled(step_texts()), stall_after=9000))
    cell = cell_of(model_server, next_token_seconds=0.3)

    result = await run(advance(cell, state_after(), PLAN))

    assert len(model_server.requests) == 2
    assert any("broke off" in notice.text for notice in result.of(Notice))
    assert result.of(Made)
    usage = result.of(Answered)[0].usage
    assert usage.estimated
    assert usage.prompt_tokens > 500
    assert usage.completion_tokens > 100


async def test_an_error_in_mid_reply_costs_nothing_that_came(model_server: ModelServer) -> None:
    text = labelled(step_texts())
    model_server.queue(said(text[: text.index("Plan 1")], error_at_end="The server is overloaded"))

    result = await run(advance(cell_of(model_server), state_after(), PLAN))

    assert len(model_server.requests) == 2
    assert result.text.paragraph == step_texts()[Section.PARAGRAPH]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("cut_after", range(900, 24_000, 2203))
async def test_wherever_the_connection_breaks_the_screen_shows_what_is_kept(
    model_server: ModelServer, language: str, cut_after: int
) -> None:
    # `run` compares them at every answer and at the end; a piece goes on where the last ended.
    for further in (0, 700):
        model_server.queue(said(labelled(step_texts(language), language), cut_after=cut_after))
        model_server.queue(said(cut_after=cut_after + further))

    cell = cell_of(model_server, language=language)
    result = await run(advance(cell, state_after(language=language), PLAN))

    assert result.of(Made) or result.of(Incomplete)
    assert len(model_server.requests) <= 5


@pytest.mark.parametrize("cut_after", range(900, 9_000, 1733))
async def test_wherever_a_small_models_connection_breaks_too(
    model_server: ModelServer, cut_after: int
) -> None:
    model_server.queue(*(said(cut_after=cut_after + 97 * turn) for turn in range(4)))

    result = await run(advance(cell_of(model_server, one=True), state_after(), PLAN))

    assert result.of(Made)
    assert_nothing_twice(result.text.paragraph)


@pytest.mark.parametrize("one", [False, True])
async def test_an_opening_that_breaks_off_goes_on_in_the_paragraph_that_it_was_in(
    model_server: ModelServer, one: bool
) -> None:
    second = " ".join(PAGE)
    cut = second[: second.index(PAGE[7]) + 9]
    cell = cell_of(model_server, one=one)
    state = empty_state(Brief(title="The Weir", outline="Mara leaves."))
    if one:
        model_server.queue(said(), said(cut, finish_reason=None), said(" ".join(PAGE[7:])))
    else:
        begun = {Section.OPENING_1: prose("first", 20), Section.OPENING_2: cut}
        model_server.queue(said(labelled(begun), finish_reason=None))
        rest = {Section.OPENING_2: " ".join(PAGE[7:]), Section.OPENING_3: prose("third", 20)}
        model_server.queue(said(labelled(rest)))

    result = await run(open_story(cell, state))

    assert result.one(Made).steps[1].text.paragraph == second
    assert " ".join(PAGE[:7]) in model_server.requests[2 if one else 1].prompt


async def test_an_opening_that_breaks_off_before_its_title_goes_on_with_its_paragraph(
    model_server: ModelServer,
) -> None:
    page = " ".join(PAGE)
    model_server.queue(said(f"Paragraph 1: {page[: page.index(PAGE[4]) + 5]}", finish_reason=None))
    texts = {Section.TITLE: "The Weir", Section.OUTLINE: "Mara leaves the ferry house."}
    texts |= {Section.OPENING_1: " ".join(PAGE[4:])}
    model_server.queue(said(labelled(texts)))

    result = await run(open_story(cell_of(model_server), empty_state()))

    assert set(OPENINGS) < set(asked_of(model_server.requests[1].last_user_message).sections)
    assert result.one(Made).steps[0].text.paragraph == page
