"""Where rgpt keeps things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_whatever_holds

if TYPE_CHECKING:
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.errors import RgptError


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
