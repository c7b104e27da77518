"""What is asked of a model, and what comes back while it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.story.records import Message, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """What is asked of a model."""

    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """Some more of the reply."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The request failed in passing and is repeated after a while."""

    seconds: float
    reason: str
    """Why, in words for the user."""
    attempt: int
    """Which repeat comes after the wait, counted from 1."""
    attempts: int
    """How many there will be at most."""


class FinishReason(StrEnum):
    """How a reply ended."""

    STOP = "stop"
    """The model was done."""
    LENGTH = "length"
    """It had no tokens left, or ran past every measure and was ended here."""
    CUT = "cut"
    """The connection ended before the model did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The end of a reply."""

    reason: FinishReason
    usage: Usage
    cost: float | None
    """US dollars; 0.0 where nothing is charged, None where no price is known."""


ChatEvent = Delta | Waiting | Finished
