"""One call of a language model through litellm."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from rgpt_tui.models.accounts import cost_of, usage_of
from rgpt_tui.models.causes import Connection, connection_of
from rgpt_tui.models.checks import check_key, check_name
from rgpt_tui.models.errors import ContentRefused, ModelError, ReplyStalled, ServerFailed
from rgpt_tui.models.events import Delta, Finished, FinishReason
from rgpt_tui.models.failures import to_model_error
from rgpt_tui.models.litellm_import import load_litellm
from rgpt_tui.models.words import Failure, message

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.models.events import ChatRequest
    from rgpt_tui.models.profile import ModelProfile

CONNECT_SECONDS = 15.0
CHARACTERS_PER_TOKEN = 12
"""No language has that many in the mean. A reply that goes on past its tokens times this comes
from a server that does not keep to `max_tokens`, and is ended."""
NO_KEY = "none"
"""Sent where a server of the user's own needs no key but the client insists on one."""


async def ask(
    profile: ModelProfile, request: ChatRequest
) -> AsyncGenerator[Delta | Finished, None]:
    """Ask once, and give what comes as it comes.

    Raises:
        ModelError: what went wrong, with the text that had come in ``partial``.
    """
    litellm = await asyncio.to_thread(load_litellm)
    check_name(litellm, profile)
    check_key(litellm, profile)
    reply = _Reply(litellm, profile, request)
    try:
        while (text := await reply.more()) is not None:
            if text:
                yield Delta(text=text)
    finally:
        await reply.close()
    yield reply.finish()


class _Reply:
    """A reply while it comes."""

    def __init__(self, litellm: Any, profile: ModelProfile, request: ChatRequest) -> None:
        self._litellm = litellm
        self._profile = profile
        self._request = request
        self._stream: Any = None
        self._text: list[str] = []
        self._length = 0
        self._deadline = asyncio.get_running_loop().time() + profile.first_token_seconds
        self._reason: FinishReason | None = None

    async def more(self) -> str | None:
        """The next piece of text, often empty; None at the end."""
        failure: ModelError | None = None
        try:
            async with asyncio.timeout_at(self._deadline):
                if self._stream is None:
                    self._stream = await self._litellm.acompletion(**self._arguments())
                chunk = await anext(self._stream, None)
        except TimeoutError:
            failure = self._error(ReplyStalled)
        except Exception as error:  # litellm lets through whatever a provider's code raises
            if self._text and connection_of(error) is Connection.BROKEN:
                self._reason = FinishReason.CUT
                return None
            failure = to_model_error(error, self._profile, self._partial())
        if failure is not None:
            # Raised out here, it does not carry litellm's error along, whose text may hold a key.
            raise failure
        if chunk is None:
            self._reason = self._ended()
            return None
        return self._take(chunk)

    def _take(self, chunk: Any) -> str | None:
        delta = chunk.choices[0].delta if chunk.choices else None
        text = (delta and delta.content) or ""
        thought = (delta and getattr(delta, "reasoning_content", None)) or ""
        if text or thought:
            wait = self._profile.next_token_seconds
            self._deadline = asyncio.get_running_loop().time() + wait
            self._length += len(text) + len(thought)
            if text:
                self._text.append(text)
        if self._length > self._request.max_tokens * CHARACTERS_PER_TOKEN:
            self._reason = FinishReason.LENGTH
            return None
        return text

    def _ended(self) -> FinishReason:
        # litellm reports a stream that was cut as one that stopped; this attribute tells.
        given = self._stream.received_finish_reason or self._stream.intermittent_finish_reason
        if given is None:
            if not self._text:
                raise self._error(ServerFailed, detail=self._instead(), passing=True)
            return FinishReason.CUT
        if given == "content_filter":
            raise self._error(ContentRefused)
        return FinishReason.LENGTH if given in ("length", "max_tokens") else FinishReason.STOP

    def _partial(self) -> str:
        return "".join(self._text)

    def _instead(self) -> str:
        headers = (self._stream._hidden_params or {}).get("additional_headers") or {}
        content_type = str(headers.get("llm_provider-content-type", ""))
        return "a web page" if content_type.startswith("text/html") else "nothing"

    def _error(
        self, kind: type[ModelError], *, detail: str = "", passing: bool = False
    ) -> ModelError:
        failure = Failure(profile=self._profile, detail=detail, partial=self._partial())
        return kind(message(kind, failure), partial=failure.partial, detail=detail, passing=passing)

    def finish(self) -> Finished:
        """What is said at the end."""
        assert self._reason is not None  # noqa: S101
        chunks = self._stream.chunks
        usage = usage_of(chunks, self._request.messages, self._partial())
        return Finished(
            reason=self._reason, usage=usage, cost=cost_of(self._litellm, self._profile, usage)
        )

    async def close(self) -> None:
        """Close the connection, if it is still open."""
        if self._stream is not None:
            await self._stream.aclose()

    def _arguments(self) -> dict[str, Any]:
        import httpx

        profile, request = self._profile, self._request
        silence = max(profile.first_token_seconds, profile.next_token_seconds) + CONNECT_SECONDS
        arguments = {
            "model": profile.litellm_name,
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_retries": 0,
            # Ours are the timeouts that count; these only keep a connection from hanging on.
            "timeout": httpx.Timeout(silence, connect=CONNECT_SECONDS),
            # Some models take no temperature and some no stop words; it is no reason to fail.
            "drop_params": True,
        }
        if request.stop:
            arguments["stop"] = list(request.stop)
        return arguments | connection(profile)


def connection(profile: ModelProfile) -> dict[str, Any]:
    """The arguments that say where a model is reached, and with which key.

    A server of the user's own never gets the key of a provider that happens to be in the
    environment: litellm would send it there.
    """
    if profile.api_base is not None:
        return {"api_base": profile.api_base, "api_key": profile.api_key or NO_KEY}
    return {"api_key": profile.api_key} if profile.api_key else {}


async def warm_up(profile: ModelProfile) -> None:
    """Import litellm and run a call that goes nowhere, so that the first real one is quick."""
    litellm = await asyncio.to_thread(load_litellm)
    stream = await litellm.acompletion(
        model=profile.litellm_name,
        messages=[{"role": "user", "content": "Hello."}],
        mock_response="Hello.",
        stream=True,
        stream_options={"include_usage": True},
        api_key=NO_KEY,
    )
    async for _ in stream:
        pass
