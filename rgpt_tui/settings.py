"""Settings: one flat list, each a key in ``settings.toml``, a variable ``RGPT_…`` and an option.

What is given as an option counts before the environment, that before the file, that before the
default. The list below is the only place where a setting is described. The file may have one table
beside them, ``[keys]``, which `rgpt_tui.studio.keymap` reads.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec

from rgpt_tui.hand_written import hand_written, toml_of
from rgpt_tui.places import config_folder, default_stories_folder
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SETTINGS_FILE = "settings.toml"
DEFAULT_THEME = "lamplight"
KEYS = "keys"
"""The table of the settings file that binds the studio's keys anew."""


class SettingsUnusable(RgptError):
    """A setting is unknown or has a value that it cannot have."""


class Topic(StrEnum):
    """What a setting is about; commands take the options of the topics that concern them."""

    PLACE = "place"
    MODEL = "model"
    CELL = "cell"
    MEMORY = "memory"
    BACKUPS = "backups"
    STUDIO = "studio"
    """How the studio looks; no command has these as options."""


AtLeastOne = Annotated[int, msgspec.Meta(ge=1)]
NotNegative = Annotated[int, msgspec.Meta(ge=0)]
MinusOneOrMore = Annotated[int, msgspec.Meta(ge=-1)]
Seconds = Annotated[float, msgspec.Meta(gt=0, le=86_400)]
Temperature = Annotated[float, msgspec.Meta(le=2)]


def setting(default: Any, topic: Topic, description: str) -> Any:
    """A field of `Settings` with what is said about it to the user."""
    return field(default=default, metadata={"topic": topic, "description": description})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, with its default."""

    stories: str = setting("", Topic.PLACE, "Folder that holds the stories.")

    model: str = setting(
        "", Topic.MODEL, "Language model: a litellm name, starter, or none. Empty: found by itself."
    )
    api_base: str = setting(
        "", Topic.MODEL, "Address of the model's API, for a server of your own."
    )
    api_key_env: str = setting(
        "", Topic.MODEL, "Name of the environment variable with the API key."
    )
    gguf: str = setting("", Topic.MODEL, "A GGUF file of your own, run in place of the starter.")
    context_window: NotNegative = setting(
        0, Topic.MODEL, "Tokens the model can read; 0: as it is known."
    )
    max_reply_tokens: NotNegative = setting(
        0, Topic.MODEL, "Most tokens of one reply; 0: as it is known."
    )
    temperature: Temperature = setting(
        -1.0, Topic.MODEL, "Sampling temperature; below 0: the default."
    )
    prompt_price: float = setting(
        -1.0,
        Topic.MODEL,
        "US dollars for a million tokens that the model reads; below 0: as it is known.",
    )
    reply_price: float = setting(
        -1.0,
        Topic.MODEL,
        "US dollars for a million tokens that the model writes; both prices or none.",
    )
    sections: Literal["auto", "all", "one"] = setting(
        "auto",
        Topic.MODEL,
        "Sections asked for in one request: all, one, or auto, as the model needs.",
    )
    first_token_seconds: Seconds = setting(
        180.0, Topic.MODEL, "Longest wait for the first word of a reply."
    )
    next_token_seconds: Seconds = setting(
        60.0, Topic.MODEL, "Longest silence inside a reply before it counts as stalled."
    )
    retries: MinusOneOrMore = setting(
        -1,
        Topic.MODEL,
        "How often a request that failed in passing is repeated; -1: 3 times, the starter once.",
    )

    rounds: NotNegative = setting(
        4, Topic.CELL, "Most requests for repairing the reply of one step."
    )
    previous_paragraphs: AtLeastOne = setting(
        1, Topic.CELL, "Paragraphs before the next one that the prompt holds, where they fit."
    )
    memory_sentences: Annotated[int, msgspec.Meta(ge=3)] = setting(
        20, Topic.CELL, "Most sentences of the short-term memory."
    )
    memory_words: Annotated[int, msgspec.Meta(ge=30)] = setting(
        400, Topic.CELL, "Most words of the short-term memory."
    )

    embedder: str = setting(
        "minilm",
        Topic.MEMORY,
        "Embedding model: minilm, universal, a sentence-transformers name, or litellm:NAME.",
    )
    embedder_api_base: str = setting(
        "", Topic.MEMORY, "Address of the embedding model's API, for a server of your own."
    )
    embedder_api_key_env: str = setting(
        "", Topic.MEMORY, "Name of the environment variable with the embedding model's API key."
    )
    recall_passages: NotNegative = setting(4, Topic.MEMORY, "Passages recalled for a step.")

    backups_keep: NotNegative = setting(
        5,
        Topic.BACKUPS,
        "Routine backups of a story that are kept: as many of the newest, and the last one of as"
        " many days; 0: none are made.",
    )
    backups_every: AtLeastOne = setting(
        15, Topic.BACKUPS, "Fewest minutes between two backups of a story that is being changed."
    )

    theme: str = setting(
        DEFAULT_THEME, Topic.STUDIO, "Colour theme of the studio: the name of a file without .toml."
    )
    engine_silence_seconds: Seconds = setting(
        25.0, Topic.STUDIO, "How long the engine may give no sign of life before that is told."
    )
    measure: Annotated[int, msgspec.Meta(ge=40, le=120)] = setting(
        70, Topic.STUDIO, "Width of the prose in columns, where the screen has the room."
    )


DESCRIPTIONS: Mapping[str, str] = {
    each.name: each.metadata["description"] for each in fields(Settings)
}
ADDRESSES = ("api_base", "embedder_api_base")
TYPES: Mapping[str, Any] = get_type_hints(Settings, include_extras=True)


def names_of(*topics: Topic) -> list[str]:
    """The settings of some topics, in the order of their description."""
    return [each.name for each in fields(Settings) if each.metadata["topic"] in topics]


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


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return f"RGPT_{name.upper()}"


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
