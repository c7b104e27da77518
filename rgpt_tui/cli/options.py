"""Options that commands share: the settings of a topic, each an option of the same name."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from rgpt_tui.settings import DESCRIPTIONS, Topic, load_settings, names_of, variable_of

if TYPE_CHECKING:
    from collections.abc import Callable


def settings_of(*topics: Topic) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of some topics; it is called with ``settings``.

    The options are read like every other source of settings, so that a wrong value has one
    message wherever it stands.
    """
    names = names_of(*topics)

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def with_settings(*args: Any, **values: Any) -> Any:
            given = {name: values.pop(name) for name in names}
            return command(*args, settings=load_settings(given), **values)

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
on_model = settings_of(Topic.PLACE, Topic.MODEL, Topic.CELL, Topic.MEMORY)
"""The options of a command that asks a model."""
