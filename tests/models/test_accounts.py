from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.accounts import cost_of
from rgpt_tui.models.litellm_import import load_litellm
from rgpt_tui.models.profile import profile_of
from rgpt_tui.story.records import Usage
from tests.models.asking import hear

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.models.chat import ChatModel

USAGE = Usage(prompt_tokens=1_000_000, cached_tokens=400_000, completion_tokens=100_000)


def cost(name: str, api_base: str | None = None, usage: Usage = USAGE) -> float | None:
    return cost_of(load_litellm(), profile_of(name, api_base=api_base), usage)


def test_cached_tokens_are_cheaper() -> None:
    # $0.15 a million, $0.075 for what the cache served, $0.60 a million of reply.
    assert cost("openai/gpt-4o-mini") == pytest.approx(0.6 * 0.15 + 0.4 * 0.075 + 0.1 * 0.60)
    assert cost("gpt-4o-mini") == cost("openai/gpt-4o-mini")


def test_a_model_without_a_price_has_no_cost_and_not_a_cost_of_nothing() -> None:
    assert cost("openai/no-such-model", "https://api.example.com/v1") is None


def test_a_local_model_costs_nothing() -> None:
    assert cost("ollama_chat/llama3") == 0.0
    assert cost("openai/gpt-4o-mini", "http://127.0.0.1:8080/v1") == 0.0


async def test_the_cost_comes_with_the_end_of_the_reply(model: Callable[..., ChatModel]) -> None:
    assert (await hear(model())).end.cost == 0.0
