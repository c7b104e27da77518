"""Options that commands share: the settings of a topic, each an option of the same name."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rgpt_tui.places import expanded
from rgpt_tui.settings import DESCRIPTIONS, Topic, names_of, variable_of
from rgpt_tui.settings_reading import load_settings
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rgpt_tui.settings import Settings


def settings_of(
    *topics: Topic, forgiving: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of some topics; it is called with ``settings``.

    The options are read like every other source of settings, so that a wrong value has one
    message wherever it stands.

    Args:
        topics: whose settings are options.
        forgiving: call the command also where the settings cannot be used: with what of them can,
            and with ``fault``, the error or None.
    """
    names = names_of(*topics)

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def with_settings(*args: Any, **values: Any) -> Any:
            given = {name: values.pop(name) for name in names}
            if forgiving:
                settings, values["fault"] = usable_settings(given)
            else:
                settings = load_settings(given)
            return command(*args, settings=settings, **values)

        decorated: Callable[..., Any] = with_settings
        for name in reversed(names):
            decorated = click.option(
                f"--{name.replace('_', '-')}",
                name,
                metavar="VALUE",
                help=f"{DESCRIPTIONS[name]} [{variable_of(name)}]",
            )(decorated)
        return decorated

    return decorate


def usable_settings(given: Mapping[str, Any]) -> tuple[Settings, RgptError | None]:
    """The settings that hold, or as much of them as can be used, and what is wrong with them.

    Where there is a fault, the settings file is left out; is there one still, so is all the rest.
    """
    fault: RgptError | None = None
    no_file = Path(os.devnull)
    for file in (None, no_file):
        try:
            settings = load_settings(given, file=file)
            expanded(settings.stories)
        except RgptError as error:
            fault = fault or error
        else:
            return settings, fault
    return load_settings(file=no_file, environ={}), fault


def hand_down(context: click.Context) -> None:
    """Make the options that stand before a command the defaults of that command."""
    assert isinstance(context.command, click.Group)  # noqa: S101
    given = {name: value for name, value in context.params.items() if value}
    for name in context.command.list_commands(context):
        context.default_map = {**(context.default_map or {}), name: given}


story_argument = click.argument("story")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
yes_option = click.option(
    "--yes", is_flag=True, help="Answer yes to every question, such as to fetch the starter model."
)

on_story = settings_of(Topic.PLACE)
"""The options of a command on a story that needs neither a model nor the long-term memory."""
on_memory = settings_of(Topic.PLACE, Topic.MEMORY)
"""The options of a command that asks the long-term memory."""
on_model = settings_of(Topic.PLACE, Topic.MODEL, Topic.CELL, Topic.MEMORY, Topic.BACKUPS)
"""The options of a command that asks a model."""
on_backups = settings_of(Topic.PLACE, Topic.BACKUPS)
"""The options of a command that makes backups of a story."""
on_whatever_holds = settings_of(Topic.PLACE, Topic.MODEL, Topic.CELL, Topic.MEMORY, forgiving=True)
"""The options of a command that has something to say even where the settings are wrong."""
