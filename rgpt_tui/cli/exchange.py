"""Bringing a draft in, and taking a story out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_model, on_story, story_argument, yes_option
from rgpt_tui.engine.exporting import SUFFIXES
from rgpt_tui.story.counting import counted
from rgpt_tui.story.records import Brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.formats.draft import Draft
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.path import PathStep
    from rgpt_tui.story.whole_records import WholeBook


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
    """Make a story of a draft in a text or Markdown file, or of a bundle, to go on writing it.

    Of a draft, chapter headings are recognised. It is searchable at once; the short-term memory is
    made from its end, now or, with no model at hand, at the next write. Interrupted, it goes on
    with the next command on the story.

    A bundle (made by `rgpt export --format bundle`) is a whole story, with every branch, revision
    and plan. It gets a folder of its own, also where there is a story of that title.
    """
    from rgpt_tui.cli.desk import run
    from rgpt_tui.engine.importing import read_story

    read = read_story(file, language)
    if not isinstance(read, tuple):
        if title or language:
            raise click.UsageError(
                f"{file} is a bundle, which has its title and its language: --title and "
                "--language are for drafts."
            )
        run(_take_bundle_in(settings, read, as_json=as_json))
        return
    draft, written_in = read
    brief = Brief(title=title or draft.title or file.stem, language=written_in)
    run(_take_draft_in(settings, draft, brief, as_json=as_json, yes=yes))


@click.command("export")
@story_argument
@click.option(
    "--format", "kind", type=click.Choice(list(SUFFIXES)), default="md", show_default=True
)
@click.option("--output", type=click.Path(path_type=Path), help="The file; left out: the terminal.")
@json_option
@on_story
def export(settings: Settings, story: str, kind: str, output: Path | None, as_json: bool) -> None:
    """Write the story along its present branch to a file, or to the terminal.

    The format `bundle` has all of it instead: every branch, revision, plan and prompt; `rgpt
    import` makes the same story of it, on any machine.
    """
    from rgpt_tui.cli.desk import shelf_of
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.engine.exporting import BUNDLE, export_of, write_export

    content = export_of(shelf_of(settings).find(story), kind)
    if output is not None:
        write_export(output, content)
    if as_json:
        into = {"output": str(output)} if output else {"text": content.decode()}
        say_json({"format": kind, **into})
    elif output is not None:
        say(f"The story is in {output}.")
    elif kind == BUNDLE:
        # As it is, whatever the terminal's encoding lacks.
        click.echo(content, nl=False)
    else:
        click.echo(content.decode())


async def _take_draft_in(
    settings: Settings, draft: Draft, brief: Brief, *, as_json: bool, yes: bool
) -> None:
    from rgpt_tui.cli.begun import begun
    from rgpt_tui.cli.consent import find_model
    from rgpt_tui.cli.desk import session_in, shelf_of
    from rgpt_tui.cli.display import show_events
    from rgpt_tui.cli.output import notice, say, say_json
    from rgpt_tui.engine.importing import steps_of, taking_in

    with_model = await find_model(settings, yes=yes)
    folder = shelf_of(settings).create(brief, steps_of(draft))
    if as_json:
        say_json({"event": "story", "name": folder.name, "folder": str(folder)})
    async with begun(folder), session_in(settings, folder) as session:
        await show_events(taking_in(session, with_model), as_json=as_json)
        path = session.book.path()
    if not as_json:
        say()
        for left_out in draft.left_out:
            notice(f"Left out: {left_out}.")
    _say_that_it_is_in(folder, brief.title, path, draft.left_out, as_json=as_json)


async def _take_bundle_in(settings: Settings, whole: WholeBook, *, as_json: bool) -> None:
    from rgpt_tui.cli.begun import begun
    from rgpt_tui.cli.desk import session_in, shelf_of
    from rgpt_tui.cli.display import show_events
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.engine.importing import put_on_shelf

    folder = put_on_shelf(shelf_of(settings), whole)
    if as_json:
        say_json({"event": "story", "name": folder.name, "folder": str(folder)})
    async with begun(folder), session_in(settings, folder) as session:
        await show_events(session.catch_up(), as_json=as_json)
        path = session.book.path()
    if not as_json:
        say()
    _say_that_it_is_in(folder, whole.brief.title, path, (), as_json=as_json)


def _say_that_it_is_in(
    folder: Path,
    title: str,
    path: Sequence[PathStep],
    left_out: Sequence[str],
    *,
    as_json: bool,
) -> None:
    from rgpt_tui.cli.output import say, say_json

    words = sum(step.words for step in path)
    chapters = len({step.position.chapter for step in path if step.position.heading})
    if as_json:
        say_json(
            {
                "event": "imported",
                "name": folder.name,
                "steps": len(path),
                "chapters": chapters,
                "words": words,
                "left_out": left_out,
            }
        )
        return
    say(
        f"“{title or folder.name}” is in: {counted(len(path), 'step')}, "
        f"{counted(chapters, 'chapter')}, {counted(words, 'word')}. Go on with:  "
        f"rgpt write {folder.name}"
    )
