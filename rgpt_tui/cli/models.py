"""Which models there are, which one would be used, and how well one does."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import hand_down, json_option, settings_of, yes_option
from rgpt_tui.settings import Topic

if TYPE_CHECKING:
    from rgpt_tui.engine.trial import Trial
    from rgpt_tui.settings import Settings

on_models = settings_of(Topic.MODEL)


@click.group("models", invoke_without_command=True)
@json_option
@on_models
@click.pass_context
def models(context: click.Context, settings: Settings, as_json: bool) -> None:
    """List the models that were found, which one would be used, and why.

    Found are API keys in the environment, model servers on their usual ports on this machine,
    and the starter model that rgpt brings.
    """
    if context.invoked_subcommand is None:
        from rgpt_tui.cli.desk import run

        run(_list(settings, as_json=as_json))
    else:
        hand_down(context)


@models.command("fetch")
@json_option
def fetch(as_json: bool) -> None:
    """Fetch the starter model (93 MB, once)."""
    from rgpt_tui.cli.consent import fetch_with_progress
    from rgpt_tui.cli.desk import run
    from rgpt_tui.cli.output import say

    run(fetch_with_progress(as_json=as_json))
    if not as_json:
        say("The starter model is on this machine.")


@models.command("test")
@click.argument("name", required=False)
@json_option
@yes_option
@on_models
def test(settings: Settings, name: str | None, as_json: bool, yes: bool) -> None:
    """Write one step of a made-up story with a model, and report how it did.

    NAME is a litellm name or `starter`; left out, it is the model that would be used.
    """
    from rgpt_tui.cli.consent import see_to_model
    from rgpt_tui.cli.desk import run
    from rgpt_tui.cli.output import say_json
    from rgpt_tui.engine.trial import try_model

    settings = replace(settings, model=name or settings.model)

    async def work() -> None:
        await see_to_model(settings, yes=yes)
        trial = await try_model(settings)
        if as_json:
            say_json(trial)
        else:
            _show_trial(trial)

    run(work())


async def _list(settings: Settings, *, as_json: bool) -> None:
    from rgpt_tui.cli.output import say, say_json, say_rows
    from rgpt_tui.engine.model_choice import choose_model
    from rgpt_tui.models.providers import NoModelFound, find_models

    found = await find_models(os.environ)
    try:
        choice = await choose_model(settings, found=found)
        used, why = choice.profile.name, choice.why
    except NoModelFound as error:
        used, why = "", str(error)
    if as_json:
        say_json({"models": found, "used": used, "why": why})
        return
    say_rows(
        [("MODEL", "WHERE", "")]
        + [
            (each.name, each.provider, each.why if each.ready else f"not ready: {each.why}")
            for each in found
        ]
    )
    say()
    say(f"rgpt would use {used}, {why}." if used else why)
    say("Another one: --model NAME, RGPT_MODEL, or `model` in the settings file.", "dim")


def _show_trial(trial: Trial) -> None:
    from rgpt_tui.cli.display import spent
    from rgpt_tui.cli.output import heading, say
    from rgpt_tui.story.counting import counted

    heading(f"{trial.model}: {trial.verdict}")
    say(
        f"First word after {trial.first_word_seconds:.1f} s, then {trial.tokens_per_second:.0f} "
        f"tokens a second. {counted(trial.rounds, 'request')} for "
        f"{counted(len(trial.sections), 'section')}, {counted(trial.repairs, 'repair')} among them."
    )
    say(spent(trial.usage, trial.cost, trial.seconds), "dim")
    say(
        f"Paragraph: {counted(trial.paragraph_sentences, 'sentence')} (20 asked for). Memory: "
        f"{counted(trial.memory_sentences, 'sentence')}. Plans: {trial.plans}."
    )
    heading("What it wrote")
    say(trial.paragraph)
