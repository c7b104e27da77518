"""A prompt, as it goes to the model, and an account of it: its parts, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass

from rgpt_tui.story.records import Message  # noqa: TC001 - msgspec reads the types at run time


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A named part of a prompt."""

    name: str
    text: str
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that had to go for space."""

    part: str
    text: str
    """What went, in full."""
    tokens: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One request: the messages are exactly what is sent."""

    messages: tuple[Message, ...]
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    tokens: int
    """Of all the messages, by the model's own tokenizer where it is known."""
    room: int
    """How many tokens the prompt may have, so that the reply still fits."""
    reply_tokens: int
    """How long the reply may get."""
