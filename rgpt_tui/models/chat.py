"""Asking a language model, and reading its reply as it comes."""

from __future__ import annotations

import asyncio
import random
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

FIRST_WAIT = 1.0
"""Seconds before the first repeat; each further one waits twice as long."""
LONGEST_WAIT = 60.0
"""Where a provider wants more seconds than this, nothing is repeated: the user is told when."""


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
                if not self._may_repeat(error, attempt):
                    raise
                seconds, reason = error.retry_after, str(error)
            if seconds is None:
                seconds = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
            # Jitter, so that several who were refused together do not come back together.
            seconds += random.uniform(0, seconds / 4)  # noqa: S311
            yield Waiting(
                seconds=seconds,
                reason=reason,
                attempt=attempt,
                attempts=self.profile.max_retries,
            )
            await asyncio.sleep(seconds)

    def _may_repeat(self, error: ModelError, attempt: int) -> bool:
        return (
            error.passing
            and not error.partial
            and attempt <= self.profile.max_retries
            and (error.retry_after or 0.0) <= LONGEST_WAIT
        )

    def count_tokens(self, text: str) -> int:
        """About how many tokens the model sees in a text; needs neither network nor litellm."""
        return tokens.count_tokens(text)

    async def warm_up(self) -> None:
        """Do ahead of time what the first request would wait for; nothing is sent.

        Importing litellm takes 2.4 s, in a thread, and its first call 0.4 s more on the loop.
        """
        await calls.warm_up(self.profile)
