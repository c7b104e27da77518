"""How the engine process is, in a word and in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EngineState(StrEnum):
    """How the engine is."""

    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    SILENT = "silent"
    """It runs, and does not answer; what was asked of it still waits."""
    GONE = "gone"
    """It is not there and will not be, unless by `EngineClient.restart`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStatus:
    """How the engine is, for the status line."""

    state: EngineState
    sentence: str


STARTING = EngineStatus(state=EngineState.STARTING, sentence="The engine is starting.")
READY = EngineStatus(state=EngineState.READY, sentence="The engine is ready.")
RESTARTING = EngineStatus(
    state=EngineState.RESTARTING,
    sentence="The engine has ended unexpectedly and is being started again. Your story is saved.",
)
SILENT = EngineStatus(
    state=EngineState.SILENT,
    sentence="The engine does not answer any more. Your story and the words that came are safe.",
)
CLOSED = EngineStatus(state=EngineState.GONE, sentence="The engine is closed.")
