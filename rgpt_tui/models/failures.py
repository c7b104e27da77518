"""From litellm's errors to ours."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rgpt_tui.models.causes import Connection, chain, connection_of, headers_of, status_of
from rgpt_tui.models.errors import (
    AuthenticationFailed,
    BadRequest,
    ContentRefused,
    ContextTooLong,
    KeyMissing,
    ModelError,
    ModelUnreachable,
    QuotaExhausted,
    RateLimited,
    ReplyStalled,
    ServerFailed,
    UnknownModel,
)
from rgpt_tui.models.litellm_import import load_litellm
from rgpt_tui.models.redaction import one_line
from rgpt_tui.models.retry_after import retry_after
from rgpt_tui.models.words import Failure, error_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rgpt_tui.models.profile import ModelProfile

NO_KEY_WORDS = ("missing credentials", "api_key client option must be set", "missing api key")
QUOTA_WORDS = ("insufficient_quota", "current quota", "billing", "credit", "insufficient balance")
CONTEXT_WORDS = (
    "context length",
    "context size",
    "context window",
    "context_length_exceeded",
    "exceed_context_size",
    "prompt is too long",
    "too many tokens",
    "input is too long",
)
NEVER_TOO_LONG = frozenset({401, 402, 403, 404, 429})
SECRET_ENDINGS = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD", "_APIKEY")

# "litellm.RateLimitError: RateLimitError: OpenAIException - Slow down." says "Slow down."
_WRAPPING = re.compile(r"^(?:litellm\.)?(?:[\w.]*(?:Error|Exception)\b[:\s-]*)+")
_SAID_TWICE = re.compile(r"\s*Original exception: .*", re.DOTALL)
_INNER_MESSAGE = re.compile(r"""(["'])message\1\s*:\s*(["'])((?:(?!\2)[^\\]|\\.)*)\2""")
_STATUS = re.compile(r"^(?:error )?code: \d+(?: - )?", re.IGNORECASE)


def to_model_error(error: BaseException, profile: ModelProfile, partial: str = "") -> ModelError:
    """The error for the user that an error of litellm stands for.

    Args:
        error: what was raised.
        profile: the model that was asked; its key is kept out of what is said.
        partial: the text that had come.
    """
    connection, status = connection_of(error), status_of(error)
    kind = _kind_of_connection(connection) or _kind_of_answer(error, status)
    wait = retry_after(headers_of(error)) if kind in (RateLimited, ServerFailed) else None
    garbled = any(isinstance(cause, UnicodeDecodeError) for cause in chain(error))
    failure = Failure(
        profile=profile,
        status=status,
        connection=connection,
        detail="" if garbled else detail_of(error, profile),
        wait=wait,
        partial=partial,
        garbled=garbled,
    )
    passing = not garbled and _passes(kind, connection, profile)
    return error_of(kind, failure, passing=passing)


def detail_of(error: BaseException, profile: ModelProfile) -> str:
    """What the server said, in one line without what litellm put around it."""
    text = _SAID_TWICE.sub("", str(error))
    text = _STATUS.sub("", _WRAPPING.sub("", text).strip())
    if inner := _INNER_MESSAGE.search(text):
        text = inner[3]
    return one_line(text, *_secrets(profile))


def _secrets(profile: ModelProfile) -> Iterable[str | None]:
    yield profile.api_key
    if profile.api_base is not None:
        parts = urlsplit(profile.api_base)
        yield from (parts.password, parts.query)
    # litellm reads keys from there by itself, and which one it took it does not say.
    yield from (value for name, value in os.environ.items() if name.endswith(SECRET_ENDINGS))


def _kind_of_connection(connection: Connection | None) -> type[ModelError] | None:
    if connection is None:
        return None
    return ReplyStalled if connection is Connection.SILENT else ModelUnreachable


def _kind_of_answer(error: BaseException, status: int | None) -> type[ModelError]:
    exceptions = load_litellm().exceptions
    causes, text = list(chain(error)), str(error).lower()
    for theirs, kind in (
        (exceptions.ContentPolicyViolationError, ContentRefused),
        (exceptions.ContextWindowExceededError, ContextTooLong),
        (exceptions.Timeout, ReplyStalled),
    ):
        if any(isinstance(cause, theirs) for cause in causes):
            return kind
    if any(word in text for word in NO_KEY_WORDS):
        return KeyMissing
    # LM Studio and old llama.cpp say it inside the stream or with a 500.
    if status not in NEVER_TOO_LONG and any(word in text for word in CONTEXT_WORDS):
        return ContextTooLong
    if status == 402 or (status in (403, 429) and any(word in text for word in QUOTA_WORDS)):
        return QuotaExhausted
    if status is None or status >= 500:
        return ServerFailed
    by_status: dict[int, type[ModelError]] = {
        401: AuthenticationFailed,
        403: AuthenticationFailed,
        404: UnknownModel,
        408: ServerFailed,
        429: RateLimited,
    }
    return by_status.get(status, BadRequest)


def _passes(kind: type[ModelError], connection: Connection | None, profile: ModelProfile) -> bool:
    if kind is ModelUnreachable:
        # A server on this machine that does not listen has to be started; waiting won't do it.
        not_started = connection is Connection.REFUSED and profile.is_local
        return not (not_started or connection is Connection.UNSAFE)
    return kind in (RateLimited, ServerFailed)
