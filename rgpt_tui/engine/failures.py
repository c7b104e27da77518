"""Errors on their way through the pipe, by the name of their class.

A user's error arrives as what it was, so that whoever catches `RateLimited` need not know where
the model was asked. A mistake in the code arrives as `EngineFault`, without its words, which may
be anybody's.
"""

from __future__ import annotations

import importlib
import traceback
from typing import Any

from rgpt_tui.engine.messages import Failed
from rgpt_tui.engine.process import LOG_FILE
from rgpt_tui.models.errors import ModelError
from rgpt_tui.places import log_folder
from rgpt_tui.story.errors import RgptError

DETAILS = ("happened", "partial", "detail", "passing", "retry_after")
"""The fields of a `ModelError`."""
PACKAGE = "rgpt_tui."


class EngineFault(RgptError):
    """A mistake in rgpt's own code, inside the engine."""


class StoryClosed(RgptError):
    """A call was cancelled, by closing its story as a rule."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or "The story was closed before this was done. What is in the book is safe, and words "
            "that had come are kept as a draft. Open the story and try again."
        )


def packed(number: int, error: Exception) -> Failed:
    """An error, to be sent as the end of a call."""
    if not isinstance(error, RgptError):
        last = traceback.extract_tb(error.__traceback__)[-1:]
        where = f" in {last[0].name}" if last else ""
        error = EngineFault(
            f"Something went wrong inside rgpt ({type(error).__name__}{where}). Your story is "
            "safe, and words that had come are kept as a draft. Try again. If it comes again, "
            f"{log_folder() / LOG_FILE} says more."
        )
    fields = DETAILS if isinstance(error, ModelError) else ()
    return Failed(
        number=number,
        kinds=tuple(
            f"{kind.__module__}:{kind.__qualname__}"
            for kind in type(error).__mro__
            if issubclass(kind, RgptError)
        ),
        message=str(error),
        details={name: getattr(error, name) for name in fields},
        ways=error.ways,
    )


def unpacked(failed: Failed) -> RgptError:
    """The error that was sent, as the nearest of its classes that is known here."""
    kind = next((found for name in failed.kinds if (found := _class_of(name))), RgptError)
    details: dict[str, Any] = {}
    if issubclass(kind, ModelError):
        details = {name: failed.details[name] for name in DETAILS if name in failed.details}
    error = kind(failed.message, **details)
    return error.offering(*failed.ways) if failed.ways else error


def _class_of(name: str) -> type[RgptError] | None:
    """A class of rgpt's, and no other: what came through a pipe must not choose what is run."""
    module, _, kind = name.partition(":")
    if not module.startswith(PACKAGE):
        return None
    try:
        found = getattr(importlib.import_module(module), kind, None)
    except ImportError:
        return None
    return found if isinstance(found, type) and issubclass(found, RgptError) else None
