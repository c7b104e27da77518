"""Tokens and money that a reply took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.models.prices import price_of
from rgpt_tui.models.tokens import count_tokens
from rgpt_tui.story.records import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rgpt_tui.models.profile import ModelProfile
    from rgpt_tui.story.records import Message


def usage_of(chunks: Iterable[Any], messages: Sequence[Message], reply: str) -> Usage:
    """The provider's count, from the last chunk that has one; else an estimate."""
    given = None
    for chunk in chunks:
        given = getattr(chunk, "usage", None) or given
    if given is not None and given.prompt_tokens:
        details = getattr(given, "prompt_tokens_details", None)
        return Usage(
            prompt_tokens=given.prompt_tokens,
            cached_tokens=getattr(details, "cached_tokens", None) or 0,
            completion_tokens=given.completion_tokens or 0,
        )
    return Usage(
        prompt_tokens=sum(count_tokens(message.content) for message in messages),
        completion_tokens=count_tokens(reply),
        estimated=True,
    )


def cost_of(litellm: Any, profile: ModelProfile, usage: Usage) -> float | None:
    """US dollars by the price that was given, or by litellm's list, which knows what a cache saves.

    0.0 for a model that the user's own machine runs, None where no price is known.
    """
    known = price_of(profile)
    if known is None or profile.price is not None or profile.is_local:
        return None if known is None else known.of(usage.prompt_tokens, usage.completion_tokens)
    counted = litellm.Usage(
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        total_tokens=usage.prompt_tokens + usage.completion_tokens,
        prompt_tokens_details={"cached_tokens": usage.cached_tokens},
    )
    try:
        prompt, reply = litellm.cost_per_token(model=profile.litellm_name, usage_object=counted)
    except Exception:  # litellm raises a plain Exception for a model without a price
        return None
    return float(prompt + reply)
