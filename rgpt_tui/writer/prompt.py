"""A prompt, as it goes to the model, and an account of it: its parts, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.records import Message, SentPart, SentRequest, SentWithout

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A named part of a prompt."""

    name: str
    text: str
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that had to go for space."""

    part: str
    text: str
    """What went, in full."""
    tokens: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One request: the messages are exactly what is sent."""

    messages: tuple[Message, ...]
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    tokens: int
    """Of all the messages, by the model's own tokenizer where it is known."""
    room: int
    """How many tokens the prompt may have, so that the reply still fits."""
    reply_tokens: int
    """How long the reply may get."""

    def sent(self, purpose: str, reply: str) -> SentRequest:
        """The record of the request, once there is a reply.

        Args:
            purpose: what was asked for.
            reply: what came of it.
        """
        return SentRequest(
            purpose=purpose,
            messages=self.messages,
            reply=reply,
            parts=tuple(self._places()),
            left_out=tuple(
                SentWithout(name=each.part, tokens=each.tokens, reason=each.reason)
                for each in self.left_out
            ),
        )

    def _places(self) -> Iterator[SentPart]:
        """Where the parts stand: one after the other, message by message."""
        message = start = 0
        for part in self.parts:
            for number in range(message, len(self.messages)):
                found = self.messages[number].content.find(part.text, start)
                if found >= 0:
                    message, start = number, found + len(part.text)
                    yield SentPart(
                        name=part.name,
                        tokens=part.tokens,
                        message=number,
                        start=found,
                        length=len(part.text),
                    )
                    break
                start = 0
