"""A tiny model: short prompts, and a memory that it only adds to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.errors import AuthenticationFailed
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.memory import MemoryLimit, memory_fits
from rgpt_tui.writer.advance import advance, step_of_draft
from rgpt_tui.writer.events import Answered, MemorySettled
from rgpt_tui.writer.refresh import refresh
from rgpt_tui.writer.sections import Section
from tests.model_server import bad_key
from tests.writer.stage import PLAN, Run, cell_of, prose, run, said, state_after, step_texts

if TYPE_CHECKING:
    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer

OLD = "Mara keeps the ferry. The bell rang at noon."
NEW = "Tobias stole the rope. Mara saw him do it."
PIN = "Mara keeps the ferry."


@pytest.fixture
def tiny_cell(model_server: ModelServer) -> Cell:
    return cell_of(model_server, tiny=True)


def replies(memory: str = NEW) -> list[object]:
    """What it answers to paragraph, rationale, memory and three plans."""
    texts = (prose("page", 8), "The rope matters.", memory, *(prose(f"plan {n}", 2) for n in "abc"))
    return [said(text) for text in texts]


async def test_it_is_asked_only_for_what_is_to_be_added(
    tiny_cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(*replies())
    await run(advance(tiny_cell, state_after("The page.", memory=OLD), PLAN))
    asked = model_server.requests[2].last_user_message
    assert "What happened in this text?" in asked
    assert OLD not in asked


async def test_what_it_says_is_added_to_the_memory(
    tiny_cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(*replies())
    result = await run(advance(tiny_cell, state_after("The page.", memory=OLD), PLAN))
    assert result.text.memory == f"{OLD} {NEW}"
    assert result.one(MemorySettled).change.added == tuple(f"{s}." for s in NEW[:-1].split(". "))


async def test_for_space_the_oldest_sentences_go_without_another_request(
    model_server: ModelServer,
) -> None:
    limit = MemoryLimit(sentences=3, words=60)
    cell = cell_of(model_server, tiny=True, limit=limit)
    model_server.queue(*replies())
    result = await run(advance(cell, state_after("The page.", memory=OLD, pinned=(PIN,)), PLAN))
    assert len(model_server.requests) == 6
    assert memory_fits(result.text.memory, limit, "en")
    assert result.text.memory == f"{PIN} {NEW}"
    assert result.one(MemorySettled).trimmed == ("The bell rang at noon.",)


async def test_plans_are_made_from_the_memory_and_what_is_added(
    tiny_cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(*replies())
    await run(advance(tiny_cell, state_after("The page.", memory=OLD), PLAN))
    assert f"{OLD} {NEW}" in model_server.requests[3].last_user_message


async def test_where_there_is_no_short_prompt_for_the_memory_it_is_rewritten(
    model_server: ModelServer,
) -> None:
    cell = cell_of(model_server, language="zh", tiny=True)
    before = prose("before", 6, "zh")
    model_server.queue(*(said(text) for text in step_texts("zh").values()))

    result = await run(advance(cell, state_after(language="zh", memory=before), PLAN))

    assert before in model_server.requests[2].prompt
    assert result.text.memory == step_texts("zh")[Section.MEMORY]


async def test_a_draft_holds_the_memory_with_what_was_added(
    tiny_cell: Cell, model_server: ModelServer
) -> None:
    page, _, memory, *_ = (reply.text for reply in replies())  # type: ignore[attr-defined]
    model_server.queue(*replies()[:3], bad_key())
    told, state = Run(), state_after("The page.", memory=OLD)
    with pytest.raises(AuthenticationFailed):
        await run(advance(tiny_cell, state, PLAN), told)
    sections = told.of(Answered)[-1].sections
    draft = Draft(parent="tip", plan=PLAN, sections=sections)

    kept = step_of_draft(draft, state)
    model_server.forget()
    gone_on = await run(advance(tiny_cell, state, PLAN, draft=draft), Run(screen=dict(sections)))

    assert kept is not None
    assert kept.text.paragraph == page
    assert kept.text.memory == f"{OLD} {memory}"
    assert gone_on.text.memory == f"{OLD} {memory}"


async def test_a_refresh_makes_the_memory_anew(tiny_cell: Cell, model_server: ModelServer) -> None:
    model_server.queue(said(NEW), *(said(prose(f"plan {n}", 2)) for n in "abc"))
    events = (await run(refresh(tiny_cell, state_after("The page.", memory=OLD)))).events
    assert events[-1].memory == NEW
