"""Ollama's own protocol, as far as asking a model and finding one needs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.model_server.wire import pieces
from tests.model_server.writer import write

if TYPE_CHECKING:
    from tests.model_server.recording import RecordedRequest

TIME = "2026-11-24T10:00:00Z"


async def chat(request: web.Request, record: RecordedRequest) -> web.StreamResponse:
    """A streamed reply, a JSON object a line."""
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await response.prepare(request)
    text = write(record)
    for piece in pieces(text, 20):
        await _say(response, record, piece, done=False)
    await _say(
        response,
        record,
        "",
        done=True,
        done_reason="stop",
        prompt_eval_count=len(record.prompt) // 4,
        eval_count=len(text) // 4,
    )
    await response.write_eof()
    return response


def tags(models: tuple[str, ...]) -> web.Response:
    """The models that are there."""
    return web.json_response({"models": [{"name": name, "model": name} for name in models]})


async def _say(
    response: web.StreamResponse, record: RecordedRequest, text: str, *, done: bool, **more: Any
) -> None:
    line = {
        "model": record.json["model"],
        "created_at": TIME,
        "message": {"role": "assistant", "content": text},
        "done": done,
        **more,
    }
    await response.write(json.dumps(line).encode() + b"\n")
