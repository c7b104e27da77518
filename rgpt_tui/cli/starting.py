"""Beginning a story, and listing those that there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.asking import ask, can_ask
from rgpt_tui.cli.options import json_option, on_model, on_story, yes_option
from rgpt_tui.story.records import Brief

if TYPE_CHECKING:
    from rgpt_tui.settings import Settings


@click.command("new")
@click.option("--title", default="", help="Title; left out, the model invents one.")
@click.option("--genre", default="", help="Genre, in your own words.")
@click.option("--topic", default="", help="What the story is about.")
@click.option("--description", default="", help="Anything else that the model should know.")
@click.option("--style", default="", help="How it is to be written.")
@click.option("--point-of-view", "--pov", default="", help="Who tells it.")
@click.option("--cast", default="", help="The characters.")
@click.option("--outline", default="", help="Outline; left out, the model makes one.")
@click.option("--language", default="", help="Language, such as en or zh; left out: as you write.")
@click.option(
    "--target-words", type=click.IntRange(min=1), help="Length that you aim at, in words."
)
@click.option(
    "--opening",
    type=click.Path(path_type=Path),
    help="A file with your own opening, in place of one by the model.",
)
@json_option
@yes_option
@on_model
def new(
    settings: Settings, as_json: bool, yes: bool, opening: Path | None, **brief: object
) -> None:
    """Begin a story: the model writes an opening, a memory of it, and three plans.

    Everything may be left out; with nothing given, rgpt asks for the genre and the topic. Without a
    model (`--model none`) the story is made and waits for its opening.
    """
    from rgpt_tui.cli.desk import run

    if not as_json and not any(brief.values()) and opening is None:
        brief |= _ask_for_brief()
    brief["language"] = brief["language"] or _language_of(brief)
    run(_begin(settings, Brief(**brief), opening, as_json=as_json, yes=yes))  # type: ignore[arg-type]


@click.command("list")
@json_option
@on_story
def list_stories(settings: Settings, as_json: bool) -> None:
    """List the stories."""
    print_stories(settings, as_json=as_json)


def print_stories(settings: Settings, *, as_json: bool) -> None:
    """Print the stories of the shelf, a line each."""
    from rgpt_tui.cli.desk import shelf_of
    from rgpt_tui.cli.output import notice, say, say_json
    from rgpt_tui.cli.story_table import say_stories

    shelf = shelf_of(settings)
    entries = shelf.entries()
    if as_json:
        for entry in entries:
            say_json(entry)
        return
    if not entries:
        say(f"There is no story yet in {shelf.folder}.")
        say('Begin one:  rgpt new --genre mystery --topic "a lighthouse that goes dark"')
        return
    say_stories([entry for entry in entries if not entry.fault])
    for entry in entries:
        if entry.fault:
            notice(entry.fault)


async def _begin(
    settings: Settings, brief: Brief, opening: Path | None, *, as_json: bool, yes: bool
) -> None:
    from rgpt_tui.cli.begun import begun
    from rgpt_tui.cli.consent import see_to_model
    from rgpt_tui.cli.desk import session_in, shelf_of
    from rgpt_tui.cli.display import show_events
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.engine.importing import read_and_split, steps_of, taking_in

    steps = steps_of(read_and_split(opening, brief.language)[0]) if opening else []
    with_model = settings.model != "none"
    if with_model:
        await see_to_model(settings, yes=yes)
    folder = shelf_of(settings).create(brief, steps)
    if as_json:
        say_json({"event": "story", "name": folder.name, "folder": str(folder)})
    else:
        say(f"The story is in {folder}.", "dim")
    async with begun(folder), session_in(settings, folder) as session:
        if steps:
            await show_events(taking_in(session, with_model), as_json=as_json)
        elif with_model:
            await show_events(session.begin(), as_json=as_json)
            await show_events(session.catch_up(), as_json=as_json)
        name = session.book.brief.title or folder.name
    if not as_json:
        say()
        say(f"“{name}” has begun. Go on with:  rgpt write {folder.name}")


def _ask_for_brief() -> dict[str, object]:
    """Genre and topic, asked for where somebody can answer; either may be left empty."""
    if not can_ask():
        return {}
    return {
        "genre": ask("Genre, in any words (or Enter)"),
        "topic": ask("What is it about? (or Enter)"),
    }


def _language_of(brief: dict[str, object]) -> str:
    from rgpt_tui.story.language import detect_language

    return detect_language(" ".join(str(text) for text in brief.values() if isinstance(text, str)))
