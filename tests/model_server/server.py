"""The server: an event loop of its own in a thread, so that it works under any kind of test."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.model_server import ollama
from tests.model_server.behaviours import Reply
from tests.model_server.embedding import embed
from tests.model_server.recording import RecordedRequest

if TYPE_CHECKING:
    from tests.model_server.behaviours import Behaviour


class ModelServer:
    """A model server on loopback.

    Attributes:
        requests: every request for a chat, in the order of arrival.
        others: every request for something else.
        default: how requests are answered once the queue is empty.
        models: the names that it lists.
    """

    def __init__(self, *, port: int = 0, models: tuple[str, ...] = ("writer",)) -> None:
        self.requests: list[RecordedRequest] = []
        self.others: list[RecordedRequest] = []
        self.default: Behaviour = Reply()
        self.models = models
        self._arrival = threading.Condition()
        self._queue: deque[Behaviour] = deque()
        self._embeddings_queue: deque[Behaviour] = deque()
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        """What an OpenAI client calls the base URL."""
        return f"{self.root}/v1"

    @property
    def root(self) -> str:
        """The address of the server, where Ollama's protocol begins."""
        return f"http://127.0.0.1:{self._port}"

    def queue(self, *behaviours: Behaviour) -> None:
        """Answer the next requests for a chat in these ways, one each."""
        self._queue.extend(behaviours)

    def queue_embeddings(self, *behaviours: Behaviour) -> None:
        """Answer the next requests for embeddings in these ways, one each."""
        self._embeddings_queue.extend(behaviours)

    def forget(self) -> None:
        """Forget what was recorded and queued."""
        self.requests.clear()
        self.others.clear()
        self._queue.clear()
        self._embeddings_queue.clear()

    def wait_for_requests(self, count: int, seconds: float = 10.0) -> list[RecordedRequest]:
        """The requests for a chat once there are so many of them."""
        with self._arrival:
            assert self._arrival.wait_for(lambda: len(self.requests) >= count, seconds)
        return self.requests

    async def received(self, count: int, seconds: float = 10.0) -> list[RecordedRequest]:
        """The same without holding up the loop of the test."""
        return await asyncio.to_thread(self.wait_for_requests, count, seconds)

    def start(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)
        return self

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.stop()

    async def _open(self) -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_post("/v1/embeddings", self._embeddings)
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/api/chat", self._ollama_chat)
        app.router.add_get("/api/tags", self._ollama_tags)
        app.router.add_route("*", "/{rest:.*}", self._nothing)
        self._runner = web.AppRunner(
            app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def _close(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _record(self, request: web.Request, kept: list[RecordedRequest]) -> RecordedRequest:
        record = RecordedRequest(
            method=request.method,
            path=request.path,
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
        )
        with self._arrival:
            kept.append(record)
            self._arrival.notify_all()
        return record

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        record = await self._record(request, self.requests)
        behaviour = self._queue.popleft() if self._queue else self.default
        return await self._answer(behaviour, request, record)

    async def _answer(
        self, behaviour: Behaviour, request: web.Request, record: RecordedRequest
    ) -> web.StreamResponse:
        try:
            return await behaviour.answer(request, record)
        except (asyncio.CancelledError, ConnectionError):
            cut_by_us = getattr(behaviour, "cut_after", None) is not None
            record.client_closed = not cut_by_us
            raise
        finally:
            record.end()

    async def _embeddings(self, request: web.Request) -> web.StreamResponse:
        record = await self._record(request, self.others)
        if self._embeddings_queue:
            return await self._answer(self._embeddings_queue.popleft(), request, record)
        asked: dict[str, Any] = record.json
        texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
        data = [
            {"object": "embedding", "index": index, "embedding": embed(text)}
            for index, text in enumerate(texts)
        ]
        tokens = sum(len(text) for text in texts) // 4
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        record.end()
        return web.json_response(
            {"object": "list", "data": data, "model": asked["model"], "usage": usage}
        )

    async def _models(self, request: web.Request) -> web.StreamResponse:
        (await self._record(request, self.others)).end()
        data = [{"id": name, "object": "model", "owned_by": "tests"} for name in self.models]
        return web.json_response({"object": "list", "data": data})

    async def _ollama_chat(self, request: web.Request) -> web.StreamResponse:
        record = await self._record(request, self.requests)
        try:
            return await ollama.chat(request, record)
        finally:
            record.end()

    async def _ollama_tags(self, request: web.Request) -> web.StreamResponse:
        (await self._record(request, self.others)).end()
        return ollama.tags(self.models)

    async def _nothing(self, request: web.Request) -> web.StreamResponse:
        (await self._record(request, self.others)).end()
        return web.json_response({"error": {"message": "Not Found"}}, status=404)
