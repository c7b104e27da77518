"""From litellm's errors to ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rgpt_tui.models import words
from rgpt_tui.models.causes import Connection, chain, connection_of, headers_of, status_of
from rgpt_tui.models.errors import (
    AuthenticationFailed,
    BadRequest,
    ContentRefused,
    ContextTooLong,
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

if TYPE_CHECKING:
    from rgpt_tui.models.profile import ModelProfile

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
TOO_LARGE = (400, 413, 422)

# "litellm.RateLimitError: RateLimitError: OpenAIException - Slow down." says "Slow down."
_WRAPPING = re.compile(r"^(?:litellm\.)?(?:[\w.]*(?:Error|Exception)\b[:\s-]*)+")
_SAID_TWICE = re.compile(r"\s*Original exception: .*", re.DOTALL)
_INNER_MESSAGE = re.compile(r'"message"\s*:\s*"((?:[^"\\]|\\.)*)"')


def to_model_error(error: BaseException, profile: ModelProfile, partial: str = "") -> ModelError:
    """The error for the user that an error of litellm stands for.

    Args:
        error: what was raised.
        profile: the model that was asked; its key is kept out of what is said.
        partial: the text that had come.
    """
    connection, status = connection_of(error), status_of(error)
    detail = detail_of(error, profile)
    kind = _kind_of_connection(connection) or _kind_of_answer(error, status)
    wait = retry_after(headers_of(error)) if kind in (RateLimited, ServerFailed) else None
    failure = words.Failure(
        profile=profile,
        status=status,
        connection=connection,
        detail=detail,
        wait=wait,
        partial=partial,
    )
    return kind(
        words.message(kind, failure),
        partial=partial,
        detail=detail,
        passing=_passes(kind, connection, profile),
        retry_after=wait,
    )


def detail_of(error: BaseException, profile: ModelProfile) -> str:
    """What the server said, in one line without what litellm put around it."""
    text = _SAID_TWICE.sub("", str(error))
    text = _WRAPPING.sub("", text)
    if inner := _INNER_MESSAGE.search(text):
        text = inner[1]
    return one_line(text, profile.api_key)


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
    if status in TOO_LARGE and any(word in text for word in CONTEXT_WORDS):
        return ContextTooLong
    if status == 402 or (status in (403, 429) and any(word in text for word in QUOTA_WORDS)):
        return QuotaExhausted
    by_status = {
        401: AuthenticationFailed,
        403: AuthenticationFailed,
        404: UnknownModel,
        408: ServerFailed,
        429: RateLimited,
    }
    if status is None or status >= 500:
        return ServerFailed
    return by_status.get(status, BadRequest)


def _passes(kind: type[ModelError], connection: Connection | None, profile: ModelProfile) -> bool:
    if kind is ModelUnreachable:
        # A server on this machine that does not listen has to be started; waiting won't do it.
        not_started = connection is Connection.REFUSED and profile.is_local
        return not (not_started or connection is Connection.UNSAFE)
    return kind in (RateLimited, ServerFailed)
