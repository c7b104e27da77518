"""The doctor: whether all that rgpt needs is there and works, and mending a story that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_whatever_holds
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from rgpt_tui.engine.finding import Finding
    from rgpt_tui.settings import Settings


class Unwell(RgptError):
    """Something needs mending."""


@click.command("doctor")
@click.argument("story", required=False)
@click.option("--mend", is_flag=True, help="Mend the story as far as possible, if it is damaged.")
@json_option
@on_whatever_holds
def doctor(
    settings: Settings, fault: RgptError | None, story: str | None, mend: bool, as_json: bool
) -> None:
    """Check what is installed, what works, what does not, and how to mend it.

    With a STORY, its book, its backups and its long-term memory are checked as well. With --mend,
    a damaged book is copied aside, and a new one is made of all that can be read of it, of its
    newest backup, and of its readable copy.
    """
    from rgpt_tui.cli.desk import run, shelf_of
    from rgpt_tui.cli.output import say_json
    from rgpt_tui.engine.health import check_health

    if mend and not story:
        raise click.UsageError("--mend mends a story: say which one.")

    async def findings() -> AsyncIterator[Finding]:
        from rgpt_tui.engine.finding import Finding

        if fault:
            yield Finding(subject="settings", good=False, text=str(fault))
        folder = shelf_of(settings).find(story) if story else None
        if mend and folder is not None:
            for finding in _mended(folder):
                yield finding
        async for finding in check_health(settings, folder):
            yield finding

    async def work() -> None:
        bad = 0
        async for finding in findings():
            bad += not finding.good
            if as_json:
                say_json(finding)
            else:
                _show(finding)
        if bad:
            was_changed = "" if mend else " No story was changed."
            raise Unwell(f"{bad} of these need mending; each line says how.{was_changed}")

    run(work())


def _mended(folder: Path) -> list[Finding]:
    """Mend what of a story is damaged, and say what was done."""
    from rgpt_tui.engine.finding import Finding
    from rgpt_tui.engine.restoring import bring_copy_up_to_date, mend_story
    from rgpt_tui.engine.story_health import check_book

    if check_book(folder).good:
        lines = ("the book is whole; it was left alone", bring_copy_up_to_date(folder))
        return [Finding(subject="mending", good=True, text=line) for line in lines if line]
    mended = mend_story(folder)
    return [Finding(subject="mending", good=True, text=line) for line in mended.lines]


def _show(finding: Finding) -> None:
    from rgpt_tui.cli.output import console
    from rgpt_tui.story.printable import printable

    mark, style = ("✓", "green") if finding.good else ("✗", "red")
    console.print(mark, style=style, end=" ")
    console.print(printable(f"{finding.subject}: {finding.text}"))
