"""Settings: one flat list, each a key in ``settings.toml``, a variable ``RGPT_…`` and an option.

The list below is the only place where a setting is described.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import msgspec

from rgpt_tui.story.amounts import LARGEST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS_FILE = "settings.toml"
DEFAULT_THEME = "lamplight"


class Topic(StrEnum):
    """What a setting is about; commands take the options of the topics that concern them."""

    PLACE = "place"
    MODEL = "model"
    CELL = "cell"
    MEMORY = "memory"
    BACKUPS = "backups"
    STUDIO = "studio"
    """How the studio looks; no command has these as options."""


# TOML has larger numbers, with which no share of a window and no cost can be reckoned.
AtLeastOne = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_NUMBER)]
NotNegative = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_NUMBER)]
MinusOneOrMore = Annotated[int, msgspec.Meta(ge=-1, le=LARGEST_NUMBER)]
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
TYPES: Mapping[str, Any] = get_type_hints(Settings, include_extras=True)


def names_of(*topics: Topic) -> list[str]:
    """The settings of some topics, in the order of their description."""
    return [each.name for each in fields(Settings) if each.metadata["topic"] in topics]


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return f"RGPT_{name.upper()}"
