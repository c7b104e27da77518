"""The autopilot decides as an author would, and stops where it is to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.errors import Way
from rgpt_tui.story.records import Plan, PlanSource
from rgpt_tui.writer.advance import advance
from rgpt_tui.writer.autopilot import Stop, StopRules, choose, repeats
from rgpt_tui.writer.events import Asking, Chosen, Notice
from rgpt_tui.writer.plan_choice import NoSuchPlan
from rgpt_tui.writer.sections import Section
from tests.model_server.asked import asked_of
from tests.writer.stage import brief_of, labelled, prose, run, said, state_after

if TYPE_CHECKING:
    from rgpt_tui.writer.rounds import Cell
    from tests.model_server import ModelServer

REVISED = "Mara takes the key, but leaves the boat.\n\n{{ She }} waits: for the <bell>. "


def decision(**changes: str) -> str:
    texts = {
        Section.CHOICE: "2",
        Section.REASON: "The bell has been silent too long.",
        Section.REVISED_PLAN: REVISED,
        Section.ENDING: "No",
    }
    texts |= {Section(name): text for name, text in changes.items()}
    return labelled({section: text for section, text in texts.items() if text})


async def test_a_plan_is_chosen_with_a_reason_and_revised(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(decision()))

    chosen = (await run(choose(cell, state_after()))).one(Chosen)

    (request,) = model_server.requests
    assert len(asked_of(request.last_user_message).sections) == 4
    assert all(plan in request.prompt for plan in state_after().plans)
    assert chosen.offered == 2
    assert chosen.reason == "The bell has been silent too long."
    assert chosen.plan == REVISED.strip()
    assert not chosen.ended
    assert chosen.making.rounds == 1


async def test_the_autopilots_plan_reaches_the_next_step_as_it_was_revised(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(decision()))
    chosen = (await run(choose(cell, state_after()))).one(Chosen)
    plan = Plan(text=chosen.plan, source=PlanSource.AUTOPILOT, offered=2, reason=chosen.reason)

    await run(advance(cell, state_after(), plan))

    assert f":\n{REVISED.strip()}\n" in model_server.requests[1].prompt
    assert "Plan of the bell." not in model_server.requests[1].prompt


async def test_a_small_model_decides_step_by_step(
    small_cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said("I would choose plan 3 of these."), said("For the key."), said(REVISED))

    result = await run(choose(small_cell, state_after()))

    asked = [event.sections[0] for event in result.of(Asking)]
    assert asked == ["choice", "reason", "revised_plan"]
    assert result.one(Chosen).offered == 3
    assert "You chose: I would choose plan 3" in model_server.requests[2].prompt


async def test_a_small_model_is_asked_for_an_ending_only_at_the_length_that_is_aimed_at(
    small_cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said("1"), said("So."), said(REVISED), said("Yes."))
    state = state_after(brief=brief_of(target_words=1000), words=1200)

    result = await run(choose(small_cell, state))

    assert result.of(Asking)[-1].sections == ("ending",)
    assert result.one(Chosen).ended


@pytest.mark.parametrize("choice", ["All of them", "Plan 7", "none"])
async def test_a_choice_that_cannot_be_read_takes_the_first_plan_and_says_so(
    cell: Cell, model_server: ModelServer, choice: str
) -> None:
    model_server.queue(said(decision(choice=choice, revised_plan="")), said("", chunk=9))
    model_server.default = said("")

    result = await run(choose(cell, state_after()))

    assert result.one(Chosen).offered == 1
    assert result.one(Chosen).plan == "Plan of the boat."
    assert any("could not be read" in notice.text for notice in result.of(Notice))
    assert len(model_server.requests) <= 5


async def test_a_decision_without_a_reason_or_an_ending_is_not_asked_for_again(
    cell: Cell, model_server: ModelServer
) -> None:
    model_server.queue(said(decision(reason="", ending="")))

    result = await run(choose(cell, state_after()))

    assert len(model_server.requests) == 1
    assert result.one(Chosen).reason == ""


@pytest.mark.parametrize(("ending", "ended"), [("Yes.", True), ("No", False), ("是", True)])
async def test_an_ending_that_is_reached_is_seen(
    cell: Cell, model_server: ModelServer, ending: str, ended: bool
) -> None:
    model_server.queue(said(decision(ending=ending)))

    assert (await run(choose(cell, state_after()))).one(Chosen).ended is ended


async def test_without_plans_there_is_nothing_to_choose_and_nothing_is_asked(
    cell: Cell, model_server: ModelServer
) -> None:
    with pytest.raises(NoSuchPlan, match="no plans") as refused:
        await run(choose(cell, state_after(plans=())))

    assert refused.value.ways == (Way.NEW_PLANS, Way.OWN_PLAN)
    assert not model_server.requests


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (StopRules(), None),
        (StopRules(steps=4), None),
        (StopRules(steps=3), Stop.STEPS),
        (StopRules(words=2000), Stop.WORDS),
        (StopRules(words=2001), None),
        (StopRules(cost=0.25), Stop.COST),
        (StopRules(cost=0.5), None),
        (StopRules(steps=9, words=100, cost=9), Stop.WORDS),
    ],
)
def test_the_rules_say_when_to_stop(rules: StopRules, why: Stop | None) -> None:
    assert rules.reached(steps=3, words=2000, cost=0.25) is why


def test_where_the_price_is_not_known_a_limit_to_the_cost_counts_as_reached() -> None:
    assert StopRules(cost=9.0).reached(steps=3, words=2000, cost=None) is Stop.COST
    assert StopRules(steps=9).reached(steps=3, words=2000, cost=None) is None


PAGE = prose("page", 12)


@pytest.mark.parametrize(
    "paragraph",
    [
        PAGE,
        PAGE.replace("the", "a"),
        f"{PAGE} {prose('more', 11)}",
        "Mara ran. " * 12,
    ],
    ids=["the same", "nearly the same", "half of it the same", "one sentence again and again"],
)
def test_a_story_that_goes_round_in_circles_is_noticed(paragraph: str) -> None:
    assert repeats(paragraph, (prose("earlier", 12), PAGE))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_story_that_goes_on_does_not_repeat(language: str) -> None:
    earlier = tuple(prose(number, 20, language) for number in range(5))
    assert not repeats(prose("next", 20, language), earlier, language)
    assert repeats(earlier[2], earlier, language)
