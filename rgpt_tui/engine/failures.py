"""Errors on their way through the pipe: by the name of their class, and never as code.

A user's error arrives as what it was, so that whoever catches `RateLimited` need not know where
the model was asked. Only classes in the list below are made again; anything else arrives as the
nearest of its base classes that is, `RgptError` in the end.
"""

from __future__ import annotations

import importlib
import traceback
from typing import TYPE_CHECKING, Any

from rgpt_tui.engine.messages import Failed
from rgpt_tui.models.errors import ModelError
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Mapping

DETAILS = ("happened", "partial", "detail", "passing", "retry_after")
"""The fields of a `ModelError`."""

MODULES: Mapping[str, tuple[str, ...]] = {
    "rgpt_tui.archive.embedder": ("EmbedderMissing",),
    "rgpt_tui.engine.failures": ("EngineFault", "StoryClosed"),
    "rgpt_tui.engine.pipe": ("NotSendable",),
    "rgpt_tui.formats.errors": (
        "DraftEmpty",
        "DraftMissing",
        "DraftTooLarge",
        "DraftUnreadable",
        "DraftUnusable",
        "EncodingUnclear",
        "NotText",
    ),
    "rgpt_tui.models.errors": (
        "AuthenticationFailed",
        "BadRequest",
        "ContentRefused",
        "ContextTooLong",
        "CredentialsUnsafe",
        "KeyMissing",
        "ModelError",
        "ModelUnreachable",
        "QuotaExhausted",
        "RateLimited",
        "ReplyStalled",
        "ServerFailed",
        "UnknownModel",
    ),
    "rgpt_tui.models.providers": ("NoModelFound",),
    "rgpt_tui.models.starter.failures": ("FetchFailed", "ServerNotStarted", "WeightsUnusable"),
    "rgpt_tui.places": ("NoSuchHome",),
    "rgpt_tui.story.connection": ("BookUnreadable",),
    "rgpt_tui.story.reading": ("NoSuchStep",),
    "rgpt_tui.story.schema": ("StoryTooNew",),
    "rgpt_tui.writer.compose": ("PromptTooLong",),
    "rgpt_tui.writer.plan_choice": ("NoSuchPlan",),
}
"""Where the errors are that can travel; each of these modules is light."""

PLACES: Mapping[str, str] = {name: module for module, names in MODULES.items() for name in names}


class EngineFault(RgptError):
    """A mistake in rgpt's own code, inside the engine."""


class StoryClosed(RgptError):
    """A call was cancelled."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or "The story was closed before this was done. What is in the book is safe, and words "
            "that had come are kept as a draft. Open the story and try again."
        )


def packed(number: int, error: Exception) -> Failed:
    """An error, to be sent."""
    if not isinstance(error, RgptError):
        last = traceback.extract_tb(error.__traceback__)[-1:]
        where = f" ({last[0].name})" if last else ""
        error = EngineFault(
            f"Something went wrong inside rgpt: {type(error).__name__}{where}. Your story is "
            "safe, and words that had come are kept as a draft. Try again. If it comes again, "
            "engine.log in the folder that `rgpt paths` names says more."
        )
    fields = DETAILS if isinstance(error, ModelError) else ()
    return Failed(
        number=number,
        kinds=tuple(kind.__name__ for kind in type(error).__mro__ if issubclass(kind, RgptError)),
        message=str(error),
        details={name: getattr(error, name) for name in fields},
    )


def unpacked(failed: Failed) -> RgptError:
    """The error that was sent."""
    kind = next((found for name in failed.kinds if (found := _class_of(name))), RgptError)
    if issubclass(kind, ModelError):
        details: dict[str, Any] = {
            name: failed.details[name] for name in DETAILS if name in failed.details
        }
        return kind(failed.message, **details)
    return kind(failed.message)


def _class_of(name: str) -> type[RgptError] | None:
    module = PLACES.get(name)
    if module is None:
        return None
    found: type[RgptError] = getattr(importlib.import_module(module), name)
    return found
