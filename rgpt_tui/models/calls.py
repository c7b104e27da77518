"""One call of a language model through litellm."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from rgpt_tui.models.accounts import cost_of, usage_of
from rgpt_tui.models.arguments import NO_KEY, arguments_of
from rgpt_tui.models.causes import Connection, connection_of
from rgpt_tui.models.checks import check_key, resolve_name
from rgpt_tui.models.errors import ContentRefused, ModelError, ReplyStalled, ServerFailed
from rgpt_tui.models.events import Delta, Finished, FinishReason
from rgpt_tui.models.failures import to_model_error
from rgpt_tui.models.litellm_import import load_litellm
from rgpt_tui.models.received import Received
from rgpt_tui.models.redaction import WEB_PAGE
from rgpt_tui.models.words import Failure, error_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.models.events import ChatRequest
    from rgpt_tui.models.profile import ModelProfile

CHARACTERS_PER_TOKEN = 12
"""No language has that many in the mean. A reply that goes on past its tokens times this comes
from a server that does not keep to `max_tokens`, and is ended."""
REPEATING = "repeating the same chunk"
"""With these words litellm breaks off a reply that says one thing a hundred times."""


async def ask(
    profile: ModelProfile, request: ChatRequest
) -> AsyncGenerator[Delta | Finished, None]:
    """Ask once, and give what comes as it comes.

    Raises:
        ModelError: what went wrong, with the text that had come in ``partial``.
    """
    litellm = await asyncio.to_thread(load_litellm)
    name = resolve_name(litellm, profile)
    check_key(litellm, profile)
    reply = _Reply(litellm, profile, request, name)
    try:
        while (text := await reply.more()) is not None:
            if text:
                yield Delta(text=text)
    finally:
        await reply.close()
    yield reply.finish()


async def warm_up(profile: ModelProfile) -> None:
    """Import litellm and run a call that goes nowhere, so that the first real one is quick.

    Raises:
        ModelError: there is no such model, or its key is missing.
    """
    litellm = await asyncio.to_thread(load_litellm)
    name = resolve_name(litellm, profile)
    check_key(litellm, profile)
    stream = await litellm.acompletion(
        model=name,
        messages=[{"role": "user", "content": "Hello."}],
        mock_response="Hello.",
        stream=True,
        stream_options={"include_usage": True},
        api_key=NO_KEY,
    )
    async for _ in stream:
        pass


class _Reply:
    """A reply while it comes."""

    def __init__(
        self, litellm: Any, profile: ModelProfile, request: ChatRequest, name: str
    ) -> None:
        self._litellm = litellm
        self._profile = profile
        self._request = request
        self._arguments = arguments_of(litellm, name, profile, request)
        self._stream: Any = None
        self._text: list[str] = []
        self._length = 0
        self._deadline = asyncio.get_running_loop().time() + profile.first_token_seconds
        self._reason: FinishReason | None = None

    async def more(self) -> str | None:
        """The next piece of text, often empty; None at the end.

        Raises:
            ModelError: see `ask`.
        """
        try:
            async with asyncio.timeout_at(self._deadline):
                if self._stream is None:
                    self._stream = await self._litellm.acompletion(**self._arguments)
                    self._received = Received(self._stream)
                chunk = await anext(self._stream, None)
        except TimeoutError:
            failure = self._error(ReplyStalled)
        except Exception as error:  # litellm lets through whatever a provider's code raises
            if self._text and (reason := _end_of(error)):
                self._reason = reason
                return None
            failure = to_model_error(error, self._profile, self._partial())
        else:
            if chunk is not None:
                return self._take(chunk)
            self._reason = self._ended()
            return None
        # Raised out here, it does not carry litellm's error along, whose text may hold a key.
        raise failure

    def _take(self, chunk: Any) -> str | None:
        delta = chunk.choices[0].delta if chunk.choices else None
        text: str = getattr(delta, "content", None) or ""
        thought: str = getattr(delta, "reasoning_content", None) or ""
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
        # litellm reports a stream that was cut as one that stopped; these attributes tell. For
        # Gemini they don't, and a connection that ends cleanly counts as the model's own end.
        given = self._stream.received_finish_reason or self._stream.intermittent_finish_reason
        if given is None and self._text:
            return FinishReason.CUT
        if given is None:
            page = self._web_page()
            raise self._error(ServerFailed, detail=page, passing=not page)
        if given == "content_filter":
            raise self._error(ContentRefused)
        return FinishReason.LENGTH if given in ("length", "max_tokens") else FinishReason.STOP

    def _web_page(self) -> str:
        headers = (self._stream._hidden_params or {}).get("additional_headers") or {}
        is_page = str(headers.get("llm_provider-content-type", "")).startswith("text/html")
        return self._received.page or (WEB_PAGE if is_page else "")

    def _error(
        self, kind: type[ModelError], *, detail: str = "", passing: bool = False
    ) -> ModelError:
        failure = Failure(profile=self._profile, detail=detail, partial=self._partial())
        return error_of(kind, failure, passing=passing)

    def _partial(self) -> str:
        return "".join(self._text)

    def finish(self) -> Finished:
        """What is said at the end."""
        assert self._reason is not None  # noqa: S101
        usage = usage_of(self._stream.chunks, self._request.messages, self._partial())
        return Finished(
            reason=self._reason, usage=usage, cost=cost_of(self._litellm, self._profile, usage)
        )

    async def close(self) -> None:
        """Close the connection, if it is still open."""
        if self._stream is not None:
            await self._stream.aclose()


def _end_of(error: BaseException) -> FinishReason | None:
    """The end of a reply that an error stands for, if what had come is to be taken as it is."""
    if connection_of(error) is Connection.BROKEN:
        return FinishReason.CUT
    return FinishReason.LENGTH if REPEATING in str(error) else None
