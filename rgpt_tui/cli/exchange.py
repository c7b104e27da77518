"""Bringing a draft in, and taking a story out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_model, on_story, story_argument, yes_option
from rgpt_tui.formats.export import FORMATS
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import Brief

if TYPE_CHECKING:
    from rgpt_tui.settings import Settings


class ExportRefused(RgptError):
    """The export cannot be written where it is wanted."""


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", default="", help="Title; left out, the one in the file or its name.")
@click.option("--language", default="", help="Language, such as en or zh; left out: as it reads.")
@json_option
@yes_option
@on_model
def import_draft(
    settings: Settings, file: Path, title: str, language: str, as_json: bool, yes: bool
) -> None:
    """Make a story of a draft in a text or Markdown file, to go on writing it.

    Chapter headings are recognised. The draft is searchable at once; the short-term memory is
    made from its end, now or, with no model at hand, at the next write. Interrupted, it goes on
    with the next command on the story.
    """
    from rgpt_tui.cli.consent import find_model
    from rgpt_tui.cli.desk import run, session_in, shelf_of
    from rgpt_tui.cli.display import show_events
    from rgpt_tui.cli.output import notice, say, say_json
    from rgpt_tui.engine.importing import read_and_split, steps_of, taking_in

    draft, written_in = read_and_split(file, language)
    brief = Brief(title=title or draft.title or file.stem, language=written_in)

    async def work() -> None:
        with_model = await find_model(settings, yes=yes)
        folder = shelf_of(settings).create(brief)
        if as_json:
            say_json({"event": "story", "name": folder.name, "folder": str(folder)})
        async with session_in(settings, folder) as session:
            await show_events(taking_in(session, steps_of(draft), with_model), as_json=as_json)
            words = sum(step.words for step in session.book.path())
        chapters = sum(bool(passage.heading) for passage in draft.passages)
        if as_json:
            say_json(
                {
                    "event": "imported",
                    "name": folder.name,
                    "steps": len(draft.passages),
                    "chapters": chapters,
                    "words": words,
                    "left_out": draft.left_out,
                }
            )
            return
        say()
        for left_out in draft.left_out:
            notice(f"Left out: {left_out}.")
        say(
            f"“{brief.title}” is in: {len(draft.passages):,} steps, {chapters:,} chapters, "
            f"{words:,} words. Go on with:  rgpt write {folder.name}"
        )

    run(work())


@click.command("export")
@story_argument
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="md", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="The file; left out: the terminal.")
@json_option
@on_story
def export(settings: Settings, story: str, kind: str, output: Path | None, as_json: bool) -> None:
    """Write the story along its present branch to a file, or to the terminal."""
    from rgpt_tui.cli.desk import shelf_of
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.engine.readable import pages_of
    from rgpt_tui.story.reading import BookReader

    with BookReader.open(shelf_of(settings).find(story)) as book:
        text = FORMATS[kind].write(book.brief, pages_of(book))
    if output is not None:
        write_export(output, text)
    if as_json:
        say_json({"format": kind, **({"output": str(output)} if output else {"text": text})})
    elif output is None:
        click.echo(text)
    else:
        say(f"The story is in {output}.")


def write_export(output: Path, text: str) -> None:
    """Put an export where it is wanted.

    Raises:
        ExportRefused: it cannot be written there.
    """
    from rgpt_tui.story.atomic import replace_file

    try:
        replace_file(output, text)
    except OSError as error:
        raise ExportRefused(
            f"{output} could not be written ({error.strerror}). The story is untouched. Choose "
            "another place with --output."
        ) from error
