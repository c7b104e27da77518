"""Writing the next steps of a story, and making its memory anew."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.asking import ask, can_ask
from rgpt_tui.cli.options import json_option, on_model, story_argument, yes_option
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.records import Plan


class NothingToGoOnFrom(RgptError):
    """There is no draft at the tip, or no opening."""


def _a_number(context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value} is no amount of money.", context, option)
    return value


@click.command("write")
@story_argument
@click.option("-n", "--steps", type=click.IntRange(min=1), help="How many steps; left out: one.")
@click.option("--plan", help="Your own plan for the next step; the offered ones follow after it.")
@click.option("--pick", type=int, help="The number of the offered plan to write from.")
@click.option("--auto", is_flag=True, help="Let the model choose and revise the plans.")
@click.option("--chapter", default="", help="Begin a new chapter, with this heading.")
@click.option("--until-words", type=click.IntRange(min=1), help="With --auto: stop at this length.")
@click.option(
    "--until-cost",
    type=click.FloatRange(min=0),
    callback=_a_number,
    help="With --auto: stop at this many US dollars.",
)
@click.option("--from-draft", is_flag=True, help="Go on with a reply that was not finished.")
@click.option("--keep-draft", is_flag=True, help="Make a step of such a reply as it stands.")
@json_option
@yes_option
@on_model
def write(
    settings: Settings,
    story: str,
    as_json: bool,
    yes: bool,
    steps: int | None,
    plan: str | None,
    pick: int | None,
    auto: bool,
    chapter: str,
    until_words: int | None,
    until_cost: float | None,
    from_draft: bool,
    keep_draft: bool,
) -> None:
    """Write the next step of a story, or several.

    Without --plan, --pick or --auto, rgpt asks which plan to take; where nobody can answer, it
    takes the first. With --auto and --until-words or --until-cost there is no limit of steps but
    the one of -n. A story without an opening gets one. Ctrl+C stops and keeps what came as a draft.
    """
    ways = [plan is not None, pick is not None, auto, from_draft, keep_draft]
    if sum(ways) > 1:
        raise click.UsageError("Give one of --plan, --pick, --auto, --from-draft, --keep-draft.")
    limited = until_words is not None or until_cost is not None
    if limited and not auto:
        raise click.UsageError("--until-words and --until-cost need --auto.")
    from rgpt_tui.cli.consent import see_that_priced, see_to_model
    from rgpt_tui.cli.desk import run, session_of
    from rgpt_tui.cli.display import show_all, show_events
    from rgpt_tui.engine.piloting import fly
    from rgpt_tui.writer.autopilot import StopRules

    async def work() -> None:
        if until_cost is not None:
            await see_that_priced(settings)
        async with session_of(settings, story) as session:
            if keep_draft:
                events = await session.keep_draft(await _unfinished(session))
                show_all([*events, *await session.settle()], as_json=as_json)
                return
            await see_to_model(settings, yes=yes)
            left = steps or (None if limited else 1)
            if from_draft:
                draft = await _unfinished(session)
                await show_events(session.go_on(draft), as_json=as_json)
                left = 0
            elif session.book.tip is None:
                _refuse_plan_without_opening(plan, pick)
                await show_events(session.begin(), as_json=as_json)
                left = None if left is None else left - 1
            if left != 0 and auto:
                rules = StopRules(steps=left, words=until_words, cost=until_cost)
                await show_events(fly(session, rules), as_json=as_json)
            elif left:
                await _write_steps(session, left, plan, pick, chapter, as_json=as_json)
            await show_events(session.catch_up(), as_json=as_json)

    run(work())


@click.command("refresh")
@story_argument
@click.option("--dismiss", is_flag=True, help="Only take the marks of edited steps away.")
@json_option
@yes_option
@on_model
def refresh(settings: Settings, story: str, as_json: bool, yes: bool, dismiss: bool) -> None:
    """Make the short-term memory and the plans anew from the text.

    Do this after editing earlier paragraphs. The memory as it was stays in the book.
    """
    from rgpt_tui.cli.consent import see_to_model
    from rgpt_tui.cli.desk import run, session_of
    from rgpt_tui.cli.display import show_events
    from rgpt_tui.cli.output import say, say_json

    async def work() -> None:
        async with session_of(settings, story) as session:
            if dismiss:
                await session.acknowledge_edits()
                if as_json:
                    say_json({"event": "dismissed"})
                else:
                    say("The marks of steps that were written before an edit are taken away.")
                return
            await see_to_model(settings, yes=yes)
            await show_events(session.refresh(), as_json=as_json)

    run(work())


def _refuse_plan_without_opening(plan: str | None, pick: int | None) -> None:
    if plan is not None or pick is not None:
        raise NothingToGoOnFrom(
            "The story has no opening yet, so there is nothing for a plan to follow. Nothing was "
            "written. `rgpt write` without a plan makes the opening."
        )


async def _write_steps(
    session: WritingSession,
    steps: int,
    plan: str | None,
    pick: int | None,
    chapter: str,
    *,
    as_json: bool,
) -> None:
    from rgpt_tui.cli.display import show_events
    from rgpt_tui.writer.plan_choice import own_plan

    if plan is not None:
        first: Plan | None = own_plan(plan)
    elif pick is not None:
        first = await _offered(session, pick)
    else:
        first = None
    for _ in range(steps):
        await show_events(session.prepare(), as_json=as_json)
        chosen = first or await _ask_for_plan(session, as_json=as_json)
        await show_events(session.write(chosen, heading=chapter), as_json=as_json)
        first, chapter = None, ""


async def _ask_for_plan(session: WritingSession, *, as_json: bool) -> Plan:
    """The plan that the writer wants: a number, or words of their own."""
    from rgpt_tui.writer.plan_choice import own_plan

    if as_json or not can_ask():
        return await _offered(session, 1)
    from rgpt_tui.cli.display import show_plans

    show_plans(await session.plans())
    click.echo()
    answer = ask("Which one? A number, or a plan in your own words", "1", show_default=True)
    if answer.isdigit():
        return await _offered(session, int(answer))
    return own_plan(answer)


async def _offered(session: WritingSession, number: int) -> Plan:
    from rgpt_tui.writer.plan_choice import changed_by_hand, offered_plan

    tip = session.book.tip
    revisions = session.book.revisions(tip) if tip else []
    edited = changed_by_hand(revisions, number)
    return offered_plan(await session.plans(), number, edited=edited)


async def _unfinished(session: WritingSession) -> Draft:
    draft = await session.unfinished()
    if draft is None:
        raise NothingToGoOnFrom(
            "There is no unfinished reply at this place of the story. Write a step with "
            "`rgpt write`."
        )
    return draft
