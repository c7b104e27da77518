"""The JSON of the OpenAI protocol."""

from __future__ import annotations

import json
from typing import Any

CREATED = 1_790_000_000


def pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def event(asked: dict[str, Any], **fields: Any) -> str:
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": asked.get("model", "writer"),
        **fields,
    }
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def delta(asked: dict[str, Any], content: dict[str, str], finish_reason: str | None = None) -> str:
    choice = {"index": 0, "delta": content, "finish_reason": finish_reason}
    return event(asked, choices=[choice])


def usage(asked: dict[str, Any], text: str, cached_tokens: int) -> dict[str, Any]:
    """Counts by the rule that four characters are a token, so that tests can tell them."""
    prompt = sum(len(message["content"]) for message in asked["messages"]) // 4
    reply = len(text) // 4
    return {
        "prompt_tokens": prompt,
        "completion_tokens": reply,
        "total_tokens": prompt + reply,
        "prompt_tokens_details": {"cached_tokens": cached_tokens},
    }


def completion(
    asked: dict[str, Any], text: str, finish_reason: str, cached_tokens: int
) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": CREATED,
        "model": asked.get("model", "writer"),
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": usage(asked, text, cached_tokens),
    }
