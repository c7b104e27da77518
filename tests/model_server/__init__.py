"""A real HTTP server that speaks the OpenAI protocol, as well or as badly as a test wants it to.

    with ModelServer() as server:
        server.queue(rate_limited(retry_after="1"), Reply("Paragraph: ..."))
        ...
        assert "the mill" in server.requests[0].prompt

What is not queued is answered by `server.default`, a writer that gives every section the prompt
asks for. By hand: `python -m tests.model_server --port 8765 --script well`.
"""

from __future__ import annotations

from tests.model_server.behaviours import Behaviour, Failure, Reply
from tests.model_server.failures import (
    bad_key,
    content_refused,
    context_too_long,
    forbidden,
    html_page,
    llama_context_too_long,
    no_such_model,
    out_of_quota,
    overloaded,
    rate_limited,
    server_error,
)
from tests.model_server.recording import RecordedRequest
from tests.model_server.server import ModelServer

__all__ = [
    "Behaviour",
    "Failure",
    "ModelServer",
    "RecordedRequest",
    "Reply",
    "bad_key",
    "content_refused",
    "context_too_long",
    "forbidden",
    "html_page",
    "llama_context_too_long",
    "no_such_model",
    "out_of_quota",
    "overloaded",
    "rate_limited",
    "server_error",
]
