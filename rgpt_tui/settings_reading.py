"""Reading the settings from where a person gave them, and checking each.

What is given as an option counts before the environment, that before the file, that before the
default. The file may have one table beside the settings, ``[keys]``, which
`rgpt_tui.studio.keymap` reads.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from rgpt_tui.hand_written import hand_written, toml_of
from rgpt_tui.places import config_folder, default_stories_folder
from rgpt_tui.settings import DESCRIPTIONS, SETTINGS_FILE, TYPES, Settings, variable_of
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

KEYS = "keys"
"""The table of the settings file that binds the studio's keys anew."""
ADDRESSES = ("api_base", "embedder_api_base")


class SettingsUnusable(RgptError):
    """A setting is unknown or has a value that it cannot have."""


def load_settings(
    options: Mapping[str, Any] | None = None,
    *,
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings that hold: options before environment before file before defaults.

    Args:
        options: settings by name; those that are None were not given.
        file: the settings file; the one of the config folder unless given. It need not exist.
        environ: the environment; the process's own unless given.

    Raises:
        SettingsUnusable: an unknown key or a value of the wrong type. The message names where it
            stands, and the nearest right key.
    """
    file = file or config_folder() / SETTINGS_FILE
    environ = os.environ if environ is None else environ
    given = {name: value for name, value in (options or {}).items() if value is not None}
    in_file = _read_file(file)
    in_file.pop(KEYS, None)
    settings = _apply(Settings(), in_file, lambda _: f"in {file}", lenient=False)
    settings = _apply(settings, _read_environment(environ), _in_environment, lenient=True)
    settings = _apply(settings, given, _as_option, lenient=True)
    return (
        settings if settings.stories else replace(settings, stories=str(default_stories_folder()))
    )


def read_keys(file: Path | None = None) -> Any:
    """What the settings file has under ``keys``, as it stands there; an empty table if nothing.

    Raises:
        SettingsUnusable: the file could not be read.
    """
    return _read_file(file or config_folder() / SETTINGS_FILE).get(KEYS, {})


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return toml_of(hand_written(file))
    except FileNotFoundError:
        return {}
    except (ValueError, OSError) as error:
        raise SettingsUnusable(
            f"The settings file {file} could not be read ({error}). Nothing was changed. "
            "Mend that place, or move the file away to go on with the defaults."
        ) from error


def _read_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: environ[variable]
        for name in TYPES
        if (variable := variable_of(name)) in environ and environ[variable] != ""
    }


def _in_environment(name: str) -> str:
    return f"in the environment variable {variable_of(name)}"


def _as_option(name: str) -> str:
    return f"given as --{name.replace('_', '-')}"


def _apply(
    settings: Settings,
    values: Mapping[str, Any],
    place_of: Callable[[str], str],
    *,
    lenient: bool,
) -> Settings:
    changes = {
        name: checked(name, value, place_of(name), lenient=lenient)
        for name, value in values.items()
    }
    return replace(settings, **changes)


def checked(name: str, value: Any, place: str, *, lenient: bool = False) -> Any:
    """The value that a setting gets, of its own type.

    Args:
        name: the setting.
        value: what it is to be.
        place: where that stands, for the message: ``in settings.toml``.
        lenient: whether a text may stand for a number, as in the environment and in options.

    Raises:
        SettingsUnusable: there is no such setting, or it cannot be that.
    """
    if name not in TYPES:
        raise SettingsUnusable(_unknown(name, place))
    try:
        result = msgspec.convert(value, TYPES[name], strict=not lenient)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise SettingsUnusable(
            f"The setting `{name}` {place} cannot be {value!r}: {error}. "
            f"It means: {DESCRIPTIONS[name]}"
        ) from error
    if name in ADDRESSES and result and not is_address(result):
        # The value is not shown: an address may hold a password.
        raise SettingsUnusable(
            f"The setting `{name}` {place} is no address. Nothing was sent. Begin it "
            "with http:// or https:// and the server's name: http://127.0.0.1:8080/v1"
        )
    return result


def is_address(text: str) -> bool:
    """Whether a text is the address of a server: http or https, a host, a port if it has one."""
    try:
        parts = urlsplit(text)
        # The port is only read, and refused, when it is asked for.
        reachable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return (
        reachable and parts.scheme in ("http", "https") and text.isprintable() and " " not in text
    )


def _unknown(name: str, place: str) -> str:
    from rapidfuzz import process, utils

    near = process.extractOne(name, list(TYPES), processor=utils.default_process)
    nearest = str(near[0])
    return (
        f"There is no setting `{name}` ({place}). The nearest is `{nearest}`: "
        f"{DESCRIPTIONS[nearest]}"
    )
