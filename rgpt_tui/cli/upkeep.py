"""Where rgpt keeps things, and whether all that it needs is there and works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_whatever_holds
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from rgpt_tui.engine.health import Finding
    from rgpt_tui.settings import Settings


class Unwell(RgptError):
    """Something needs mending."""


@click.command("paths")
@json_option
@on_whatever_holds
def paths(settings: Settings, fault: RgptError | None, as_json: bool) -> None:
    """Print the folders and files that rgpt uses."""
    from rgpt_tui.cli.output import say_json, say_rows
    from rgpt_tui.models.credentials import CREDENTIALS_FILE
    from rgpt_tui.places import config_folder, data_folder, log_folder
    from rgpt_tui.settings import SETTINGS_FILE

    places = {
        "stories": settings.stories,
        "settings": str(config_folder() / SETTINGS_FILE),
        "credentials": str(config_folder() / CREDENTIALS_FILE),
        "templates": str(config_folder() / "templates"),
        "data": str(data_folder()),
        "logs": str(log_folder()),
    }
    if as_json:
        say_json(places)
    else:
        say_rows(places.items())
    if fault:
        raise fault


@click.command("doctor")
@click.argument("story", required=False)
@json_option
@on_whatever_holds
def doctor(settings: Settings, fault: RgptError | None, story: str | None, as_json: bool) -> None:
    """Check what is installed, what works, what does not, and how to mend it.

    With a STORY, its book and its long-term memory are checked as well.
    """
    from rgpt_tui.cli.desk import run, shelf_of
    from rgpt_tui.cli.output import say_json
    from rgpt_tui.engine.health import Finding, check_health

    async def findings() -> AsyncIterator[Finding]:
        if fault:
            yield Finding(subject="settings", good=False, text=str(fault))
        folder = shelf_of(settings).find(story) if story else None
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
            raise Unwell(f"{bad} of these need mending; each line says how. No story was changed.")

    run(work())


def _show(finding: Finding) -> None:
    from rgpt_tui.cli.output import console
    from rgpt_tui.story.printable import printable

    mark, style = ("✓", "green") if finding.good else ("✗", "red")
    console.print(mark, style=style, end=" ")
    console.print(printable(f"{finding.subject}: {finding.text}"))
