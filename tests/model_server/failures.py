"""Failures in the words of the servers that they come from."""

from __future__ import annotations

import json

from tests.model_server.behaviours import Failure


def _openai(message: str, *, kind: str = "", code: str | None = None) -> str:
    return json.dumps(
        {"error": {"message": message, "type": kind or "error", "param": None, "code": code}}
    )


def bad_key(shown: str = "sk-wrong") -> Failure:
    return Failure(
        401,
        _openai(
            f"Incorrect API key provided: {shown}.",
            kind="invalid_request_error",
            code="invalid_api_key",
        ),
    )


def forbidden() -> Failure:
    return Failure(
        403, _openai("Your project does not have access to this model.", code="forbidden")
    )


def no_such_model(name: str = "gpt-99") -> Failure:
    return Failure(
        404,
        _openai(
            f"The model `{name}` does not exist or you do not have access to it.",
            kind="invalid_request_error",
            code="model_not_found",
        ),
    )


def rate_limited(retry_after: str | None = None) -> Failure:
    return Failure(
        429,
        _openai("Rate limit reached for requests per min.", code="rate_limit_exceeded"),
        headers={} if retry_after is None else {"Retry-After": retry_after},
    )


def out_of_quota() -> Failure:
    return Failure(
        429,
        _openai(
            "You exceeded your current quota, please check your plan and billing details.",
            kind="insufficient_quota",
            code="insufficient_quota",
        ),
    )


def server_error() -> Failure:
    return Failure(500, _openai("The server had an error while processing your request."))


def overloaded() -> Failure:
    body = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    return Failure(529, json.dumps(body))


def context_too_long(limit: int = 4096) -> Failure:
    return Failure(
        400,
        _openai(
            f"This model's maximum context length is {limit} tokens. However, your messages "
            f"resulted in {limit * 2} tokens. Please reduce the length of the messages.",
            kind="invalid_request_error",
            code="context_length_exceeded",
        ),
    )


def llama_context_too_long(limit: int = 4096) -> Failure:
    body = {
        "error": {
            "code": 400,
            "message": "the request exceeds the available context size, try increasing it",
            "type": "exceed_context_size_error",
            "n_prompt_tokens": limit * 2,
            "n_ctx": limit,
        }
    }
    return Failure(400, json.dumps(body))


def content_refused() -> Failure:
    return Failure(
        400,
        _openai(
            "Your request was rejected as a result of our safety system.",
            kind="invalid_request_error",
            code="content_policy_violation",
        ),
    )


def html_page(status: int = 502) -> Failure:
    page = (
        "<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>body{color:red}</style>"
        "</head><body><center><h1>502 Bad Gateway</h1></center><hr>nginx</body></html>"
    )
    return Failure(status, page, content_type="text/html")
