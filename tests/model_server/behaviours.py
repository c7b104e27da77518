"""How the server answers one request."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from aiohttp import web

from tests.model_server import wire
from tests.model_server.prose import Prose
from tests.model_server.writer import write

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from tests.model_server.recording import RecordedRequest


class Behaviour(Protocol):
    """A way to answer a request."""

    async def answer(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is no reply: a status, a body, headers."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"

    async def answer(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse:
        response = web.Response(
            status=self.status, text=self.body, content_type=self.content_type, headers=self.headers
        )
        record.sent = len(self.body.encode())
        return response


@dataclass(frozen=True, slots=True)
class Reply:
    """A chat completion, streamed if the client asks for it, and spoilt as the fields say."""

    text: str | None = None
    """What is said; None: what the writer has to say to the prompt."""
    finish_reason: str | None = "stop"
    """None: the stream ends without one, as when a server is shut down."""
    reasoning: str = ""
    """Thinking sent before the text, as reasoning models do."""
    thinking_seconds: float = 0.0
    """How long the thinking takes."""
    chunk: int = 7
    """Characters in one event."""
    wait: float = 0.0
    """Seconds before the first byte."""
    tokens_per_second: float | None = None
    """None: as fast as it goes."""
    cut_after: int | None = None
    """The connection breaks after this many bytes of the body."""
    stall_after: int | None = None
    """Nothing more is sent after this many bytes, and the connection stays open."""
    endless: bool = False
    """The text is sent again and again."""
    runs_on: bool = False
    """Behind the text ever new sentences are sent."""
    falls_silent: bool = False
    """Behind the text nothing more is sent, and the connection stays open."""
    usage: bool = True
    """Whether the server knows of token counts."""
    cached_tokens: int = 0
    error_at_end: str = ""
    """An error object sent in the stream, after the text."""
    empty_choices: bool = False
    """An event without choices first, as Azure sends it."""
    encoding: str = "utf-8"
    charset: str | None = None
    """What the header says of the encoding."""
    ignore_max_tokens: bool = False

    async def answer(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse:
        if self.wait:
            await asyncio.sleep(self.wait)
        asked = record.json
        text = write(record) if self.text is None else self.text
        finish_reason = self.finish_reason
        limit = asked.get("max_tokens") or asked.get("max_completion_tokens")
        # Near enough for a server that counts no real tokens: four characters are one.
        if limit and len(text) > limit * 4 and not self.ignore_max_tokens:
            text, finish_reason = text[: limit * 4], "length"
        if not asked.get("stream"):
            body = wire.completion(asked, text, finish_reason or "stop", self.cached_tokens)
            return web.json_response(body)
        return await self._stream(request, record, text, finish_reason)

    async def _stream(
        self, request: web.Request, record: RecordedRequest, text: str, finish_reason: str | None
    ) -> web.StreamResponse:
        content_type = "text/event-stream" + (f"; charset={self.charset}" if self.charset else "")
        response = web.StreamResponse(headers={"Content-Type": content_type})
        # Small writes must not wait for each other: the tests count on what was sent.
        await response.prepare(request)
        async for event in self._events(record, text, finish_reason):
            data = event.encode(self.encoding)
            limit = self.cut_after if self.cut_after is not None else self.stall_after
            data = data if limit is None else data[: limit - record.sent]
            await response.write(data)
            record.sent += len(data)
            if limit is not None and record.sent >= limit:
                await self._stop_dead(request)
                return response
        await response.write_eof()
        return response

    async def _stop_dead(self, request: web.Request) -> None:
        if self.cut_after is None:
            await asyncio.Event().wait()
        transport = request.transport
        assert transport is not None
        transport.close()

    async def _events(
        self, record: RecordedRequest, text: str, finish_reason: str | None
    ) -> AsyncIterator[str]:
        asked = record.json
        if self.empty_choices:
            yield wire.event(asked, choices=[])
        yield wire.delta(asked, {"role": "assistant", "content": ""})
        thoughts = wire.pieces(self.reasoning, self.chunk)
        for thought in thoughts:
            yield wire.delta(asked, {"reasoning_content": thought})
            await asyncio.sleep(self.thinking_seconds / len(thoughts))
        further = Prose("further", "en")
        due = time.monotonic()
        while True:
            for piece in wire.pieces(text, self.chunk):
                yield wire.delta(asked, {"content": piece})
                if self.tokens_per_second:
                    due += len(piece) / 4 / self.tokens_per_second
                # By the clock, so that a busy machine sends no slower than was asked for.
                await asyncio.sleep(due - time.monotonic())
            if self.runs_on:
                text = " " + further.sentences(1)
            elif not self.endless:
                break
        if self.falls_silent:
            await asyncio.Event().wait()
        if self.error_at_end:
            yield f"data: {json.dumps({'error': {'message': self.error_at_end}})}\n\n"
            return
        if finish_reason:
            yield wire.delta(asked, {}, finish_reason)
        if self.usage and (asked.get("stream_options") or {}).get("include_usage"):
            yield wire.event(
                asked,
                choices=[],
                usage=wire.usage(asked, self.reasoning + text, self.cached_tokens),
            )
        if finish_reason:
            yield "data: [DONE]\n\n"
