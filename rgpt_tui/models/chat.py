"""Asking a language model, and reading its reply as it comes."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.models import calls, tokens
from rgpt_tui.models.errors import ModelError
from rgpt_tui.models.events import (
    ChatEvent,
    ChatRequest,
    Delta,
    Finished,
    FinishReason,
    Waiting,
)
from rgpt_tui.models.repeating import may_repeat, seconds_before

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.models.profile import ModelProfile

__all__ = [
    "ChatEvent",
    "ChatModel",
    "ChatRequest",
    "Delta",
    "FinishReason",
    "Finished",
    "Waiting",
]


class ChatModel:
    """A language model that can be asked."""

    def __init__(self, profile: ModelProfile) -> None:
        self.profile = profile

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]:
        """Ask, and give what comes as it comes: waits if need be, deltas, and one end.

        To stop early, close the iterator (`contextlib.aclosing`) or cancel the task: the
        connection is closed then. What failed in passing is repeated only as long as no text has
        come, since a repeat would begin the text anew.

        Raises:
            ModelError: what went wrong, with the text that had come in ``partial``.
        """
        attempt = 0
        while True:
            try:
                async with aclosing(calls.ask(self.profile, request)) as events:
                    async for event in events:
                        yield event
                return
            except ModelError as error:
                attempt += 1
                if not may_repeat(error, attempt, self.profile.max_retries):
                    raise
                reason, retry_after = error.happened, error.retry_after
            seconds = seconds_before(attempt, retry_after)
            yield Waiting(
                seconds=seconds,
                reason=reason,
                attempt=attempt,
                attempts=self.profile.max_retries,
            )
            await asyncio.sleep(seconds)

    def count_tokens(self, text: str) -> int:
        """About how many tokens the model sees in a text; needs neither network nor litellm."""
        return tokens.count_tokens(text)

    async def warm_up(self) -> None:
        """Do ahead of time what the first request would wait for; nothing is sent.

        Importing litellm takes 2.4 s, in a thread, and its first call 0.4 s more on the loop.

        Raises:
            ModelError: there is no such model, or its key is missing.
        """
        await calls.warm_up(self.profile)
