"""Asking a model in a test."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rgpt_tui.models.chat import ChatRequest, Delta, Finished, Waiting
from rgpt_tui.story.records import Message

if TYPE_CHECKING:
    from rgpt_tui.models.chat import ChatModel

LONGEST = 60.0
PROMPT = "Write now these sections, each with its label: Paragraph, Memory."


@dataclass
class Heard:
    """Everything that came from a model."""

    deltas: list[str] = field(default_factory=list)
    waits: list[Waiting] = field(default_factory=list)
    finished: Finished | None = None

    @property
    def text(self) -> str:
        return "".join(self.deltas)

    @property
    def end(self) -> Finished:
        assert self.finished is not None
        return self.finished


def request(prompt: str = PROMPT, *, max_tokens: int = 2000, **more: object) -> ChatRequest:
    messages = (
        Message(role="system", content="You write novels."),
        Message(role="user", content=prompt),
    )
    return ChatRequest(messages=messages, max_tokens=max_tokens, temperature=0.7, **more)  # type: ignore[arg-type]


async def hear(model: ChatModel, asked: ChatRequest | None = None) -> Heard:
    """Ask and listen to the end; a test fails rather than listen for ever."""
    heard = Heard()
    async with (
        asyncio.timeout(LONGEST),
        aclosing(model.stream(asked or request())) as events,
    ):
        async for event in events:
            assert heard.finished is None, "nothing comes after the end"
            if isinstance(event, Delta):
                heard.deltas.append(event.text)
            elif isinstance(event, Waiting):
                heard.waits.append(event)
            else:
                heard.finished = event
    return heard
