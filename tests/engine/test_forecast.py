"""What the next step will take is told ahead, and so is the way to the length aimed at."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from rgpt_tui.engine.events import Committed
from rgpt_tui.engine.exporting import export_of
from rgpt_tui.engine.forecast import History, forecast_of
from rgpt_tui.engine.piloting import fly
from rgpt_tui.formats.bundle import from_bundle
from rgpt_tui.models.accounts import cost_of
from rgpt_tui.models.chat import ChatModel
from rgpt_tui.models.litellm_import import load_litellm
from rgpt_tui.models.profile import profile_of
from rgpt_tui.story.records import Passage, Position, Usage
from rgpt_tui.writer.advance import next_prompt
from rgpt_tui.writer.autopilot import StopRules
from rgpt_tui.writer.plan_choice import own_plan
from rgpt_tui.writer.rounds import Cell
from rgpt_tui.writer.templates import Templates
from tests.engine.collecting import collect, only
from tests.writer.stage import brief_of, state_after

PLAN = "The sexton rows out to the bell at low tide."


def cell_with(model):
    return Cell(ChatModel(profile_of(model, api_key="sk-test")), Templates("en"))


def told(cell, state, history=None):
    return forecast_of(cell, state, next_prompt(cell, state, PLAN, ()), history or History())


async def test_the_next_prompt_is_the_one_that_is_counted(open_session, model_server):
    async with open_session() as session:
        await collect(session.begin())
        await collect(session.catch_up())
        asked = len(model_server.requests)
        forecast = await session.forecast(PLAN)
        assert len(model_server.requests) == asked
        prompt = (await session.next_prompt(PLAN)).prompt
        assert forecast.prompt_tokens == prompt.tokens
        assert forecast.cost == 0.0
        assert (forecast.steps_left, forecast.cost_left) == (None, None)


async def test_the_passages_that_are_to_be_sent_are_counted(open_session):
    async with open_session() as session:
        await collect(session.begin())
        step = session.book.step(session.book.tip)
        chosen = Passage(
            step=step.id,
            revision=1,
            position=Position(number=step.number),
            score=0.5,
            sentence="",
            text=step.text.paragraph,
        )
        told = await session.forecast(PLAN, passages=(chosen,))
        prompt = (await session.next_prompt(PLAN, passages=(chosen,))).prompt
        assert told.prompt_tokens == prompt.tokens
        assert (await session.forecast(PLAN, passages=())).prompt_tokens < prompt.tokens


async def test_replies_and_times_are_those_of_the_steps_that_this_model_wrote(open_session):
    async with open_session() as session:
        await collect(session.begin())
        steps = [session.book.making(session.book.tip)]
        for _ in range(2):
            step = only(await collect(session.write(own_plan(PLAN))), Committed)[0]
            steps.append(session.book.making(step.id))
        forecast = await session.forecast(PLAN)
        replies = [making.usage.completion_tokens for making in steps]
        assert forecast.reply_tokens == round(sum(replies) / 3)
        assert forecast.seconds_per_step == pytest.approx(sum(each.seconds for each in steps) / 3)
        words = [step.words for step in session.book.path()]
        assert forecast.words_per_step == round(sum(words) / len(words))
    async with open_session(model="openai/another") as session:
        forecast = await session.forecast(PLAN)
        assert forecast.seconds_per_step is None
        assert forecast.reply_tokens > 500


async def test_a_book_of_anybody_s_making_with_amounts_that_have_no_sum_stops_no_forecast(
    open_session, folder
):
    async with open_session() as session:
        await collect(session.begin())
        await collect(session.write(own_plan(PLAN)))
    with closing(sqlite3.connect(folder / "book.db")) as book:
        for step, stored in book.execute("SELECT step, making FROM makings").fetchall():
            making = json.loads(stored) | {"seconds": 1e308, "cost": 1e308, "rounds": 10**400}
            making["usage"] |= {"prompt_tokens": 10**400, "completion_tokens": 10**400}
            for passage in making["recalled"]:
                passage["score"] = 1e308
            book.execute("UPDATE makings SET making = ? WHERE step = ?", (json.dumps(making), step))
        book.commit()
    async with open_session() as session:
        forecast = await session.forecast(PLAN)
        making = session.book.making(session.book.tip)
    assert forecast.words_per_step > 0
    assert making.plus(making.requests[0], making.usage, making.cost, 1.0).cost == making.cost
    assert from_bundle(export_of(folder, "bundle"), "x.rgpt.json").steps


async def test_the_way_to_the_length_aimed_at_is_told(open_session):
    async with open_session() as session:
        await collect(session.begin())
        words = sum(step.words for step in session.book.path())
        one = await session.forecast(PLAN)
        brief = session.book.brief
        await session.change_brief(replace(brief, target_words=words + 3 * one.words_per_step))
        forecast = await session.forecast(PLAN)
        assert forecast.steps_left == 3
        assert forecast.cost_left == 0.0
        await session.change_brief(replace(brief, target_words=words))
        assert (await session.forecast(PLAN)).steps_left == 0


async def test_an_opening_is_told_ahead_too(open_session):
    async with open_session() as session:
        forecast = await session.forecast("")
        assert forecast.prompt_tokens == (await session.next_prompt("")).prompt.tokens
        assert forecast.reply_tokens > 1000


@pytest.mark.parametrize("model", ["openai/gpt-4o-mini", "gemini/gemini-2.5-flash"])
def test_the_cost_is_what_the_step_would_be_charged(model):
    cell = cell_with(model)
    forecast = told(cell, state_after(brief=brief_of(target_words=2_000), words=1_400))

    usage = Usage(prompt_tokens=forecast.prompt_tokens, completion_tokens=forecast.reply_tokens)
    charged = cost_of(load_litellm(), cell.model.profile, usage)
    assert forecast.cost == pytest.approx(charged)
    assert forecast.cost > 0
    assert forecast.steps_left == 2
    assert forecast.cost_left == pytest.approx(2 * charged)


def test_no_price_is_told_where_none_is_known():
    forecast = told(cell_with("openai/nobody-knows"), state_after(brief=brief_of(target_words=9)))

    assert forecast.cost is None
    assert forecast.cost_left is None


def test_rounds_that_steps_take_are_counted_in():
    cell, history = cell_with("openai/gpt-4o-mini"), History(rounds=(1, 3))

    assert (
        told(cell, state_after(), history).prompt_tokens
        == 2 * next_prompt(cell, state_after(), PLAN, ()).tokens
    )


def test_of_a_small_model_all_the_requests_are_counted():
    cell = cell_with("ollama_chat/llama3.2:1b")
    first = next_prompt(cell, state_after(), PLAN, ()).tokens

    assert told(cell, state_after()).prompt_tokens == 6 * first
    assert told(cell, state_after(), History(prompt_tokens=(900, 1100))).prompt_tokens == 1000


async def test_a_run_of_the_autopilot_takes_what_was_forecast_and_the_next_step_no_more(
    open_session,
):
    async with open_session() as session:
        await collect(session.begin())
        await collect(session.write(own_plan(PLAN)))
        await collect(session.catch_up())
        before = await session.forecast(PLAN)
        steps = only(await collect(fly(session, StopRules(steps=2))), Committed)
        took = [session.book.making(step.id).usage for step in steps]
        await collect(session.catch_up())
        after = await session.forecast(PLAN)
    each = before.prompt_tokens + before.reply_tokens + before.choice_tokens
    actual = sum(usage.prompt_tokens + usage.completion_tokens for usage in took) / 2
    assert each == pytest.approx(actual, rel=0.25)
    assert before.choice_tokens > 500
    assert after.prompt_tokens == pytest.approx(before.prompt_tokens, rel=0.15)
    assert after.reply_tokens == pytest.approx(before.reply_tokens, rel=0.25)
