from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.accounts import cost_of
from rgpt_tui.models.litellm_import import load_litellm
from rgpt_tui.models.prices import FREE, PriceUnusable, price_named, price_of
from rgpt_tui.models.profile import profile_of
from rgpt_tui.models.starter.profile import own_profile
from rgpt_tui.story.records import Usage
from tests.models.asking import hear

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


@pytest.mark.parametrize(
    ("name", "api_base"),
    [
        ("starter", "http://127.0.0.1:5000/v1"),
        ("ollama_chat/llama3", None),
        ("ollama_chat/llama3", "http://192.168.1.7:11434"),
        ("lm_studio/qwen", "http://127.0.0.1:1234/v1"),
        ("llamafile/m.gguf", "http://127.0.0.1:8080/v1"),
        ("hosted_vllm/qwen", "http://localhost:8000/v1"),
    ],
)
def test_a_model_that_a_server_here_runs_itself_costs_nothing(
    name: str, api_base: str | None
) -> None:
    assert cost(name, api_base) == 0.0
    assert price_of(profile_of(name, api_base=api_base)) == FREE


def test_a_file_of_ones_own_costs_nothing_before_and_after_it_is_served(tmp_path: Path) -> None:
    profile = own_profile(tmp_path / "m.gguf")
    assert price_of(profile) == price_of(replace(profile, api_base="http://127.0.0.1:1/v1")) == FREE


@pytest.mark.parametrize("name", ["openai/gpt-4o-mini", "litellm_proxy/gpt-4o-mini", "openai/mine"])
def test_what_a_proxy_on_this_machine_charges_is_not_known(name: str) -> None:
    assert cost(name, "http://127.0.0.1:4000/v1") is None
    assert price_of(profile_of(name, api_base="http://127.0.0.1:4000/v1")) is None


def test_a_price_that_is_given_counts_before_all_others() -> None:
    given = price_named(2.0, 10.0)
    for name, api_base in [
        ("openai/gpt-4o-mini", None),
        ("openai/mine", "http://127.0.0.1:4000/v1"),
        ("ollama_chat/llama3", None),
    ]:
        profile = profile_of(name, api_base=api_base, price=given)
        assert cost_of(load_litellm(), profile, USAGE) == pytest.approx(2.0 + 0.1 * 10.0)
        assert price_of(profile) == given


def test_one_price_alone_is_refused() -> None:
    assert price_named(-1.0, -1.0) is None
    assert price_named(0.0, 0.0) == FREE
    for prompt, reply in ((2.0, -1.0), (-1.0, 2.0), (float("inf"), 1.0)):
        with pytest.raises(PriceUnusable, match="Set both"):
            price_named(prompt, reply)


def test_what_ollama_passes_on_to_a_cloud_is_not_known_to_be_free() -> None:
    assert price_of(profile_of("ollama_chat/gpt-oss:120b", api_base=None)) == FREE
    assert price_of(profile_of("ollama_chat/gpt-oss:120b-cloud", api_base=None)) is None


async def test_the_cost_comes_with_the_end_of_the_reply(model: Callable[..., ChatModel]) -> None:
    assert (await hear(model())).end.cost is None
    assert (await hear(model(price=FREE))).end.cost == 0.0
