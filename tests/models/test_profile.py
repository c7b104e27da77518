from __future__ import annotations

import pytest

from rgpt_tui.models.price_map import facts_of, near_names
from rgpt_tui.models.profile import PromptSize, SectionsPerCall, is_small, profile_of


def test_a_known_model_brings_its_window_and_an_unknown_one_gets_a_careful_one() -> None:
    assert profile_of("openai/gpt-4o-mini").context_window == 128_000
    assert profile_of("gpt-4o-mini").context_window == 128_000
    unknown = profile_of("openai/my-own-model", api_base="http://127.0.0.1:1/v1")
    assert unknown.context_window == 8192
    assert unknown.max_reply_tokens < 8192 / 2


def test_what_the_writer_sets_counts_before_what_is_known() -> None:
    made = profile_of(
        "openai/gpt-4o-mini",
        context_window=5000,
        max_reply_tokens=700,
        temperature=0.0,
        sections_per_call=SectionsPerCall.ALL,
    )
    assert (made.context_window, made.max_reply_tokens, made.temperature) == (5000, 700, 0.0)
    assert made.sections_per_call is SectionsPerCall.ALL


def test_a_reply_leaves_room_for_the_prompt() -> None:
    for window in (1024, 2048, 4096, 8192, 131_072):
        made = profile_of("openai/x", context_window=window)
        assert made.max_reply_tokens <= window / 2


def test_a_model_that_thinks_gets_room_to_think() -> None:
    thinking, plain = profile_of("openai/o3-mini"), profile_of("openai/gpt-4o-mini")
    assert thinking.max_reply_tokens > plain.max_reply_tokens


@pytest.mark.parametrize(
    ("name", "small"),
    [
        ("ollama_chat/llama3.2:1b", True),
        ("SmolLM2-135M-Instruct", True),
        ("hosted_vllm/qwen2.5-0.5b-instruct", True),
        ("openai/phi-3-3.8b", True),
        ("ollama_chat/llama3.1:8b", False),
        ("mixtral-8x7b", False),
        ("together_ai/Qwen/Qwen2.5-72B-Instruct", False),
        ("openai/gpt-4o-mini", False),
        ("gemini/gemini-2.5-flash", False),
    ],
)
def test_the_size_in_a_name_is_read(name: str, *, small: bool) -> None:
    assert is_small(name) is small


@pytest.mark.parametrize(
    ("name", "sections", "size"),
    [
        ("starter", SectionsPerCall.ONE, PromptSize.SHORT),
        ("ollama_chat/smollm2:135m", SectionsPerCall.ONE, PromptSize.SHORT),
        ("ollama_chat/llama3.2:3b", SectionsPerCall.ONE, PromptSize.FULL),
        ("openai/gpt-4o-mini", SectionsPerCall.ALL, PromptSize.FULL),
    ],
)
def test_the_smaller_a_model_the_less_a_request_asks_of_it(
    name: str, sections: SectionsPerCall, size: PromptSize
) -> None:
    profile = profile_of(name)
    assert (profile.sections_per_call, profile.prompt_size) == (sections, size)


@pytest.mark.parametrize(
    ("name", "api_base", "local"),
    [
        ("starter", "http://127.0.0.1:5/v1", True),
        ("ollama_chat/llama3", None, True),
        ("openai/x", "http://localhost:1234/v1", True),
        ("openai/x", "http://192.168.1.20:8080/v1", True),
        ("openai/x", "http://[::1]:8080/v1", True),
        ("openai/x", "http://studio.local:8080/v1", True),
        ("openai/x", "https://api.example.com/v1", False),
        ("openai/gpt-4o-mini", None, False),
        ("ollama_chat/llama3", "https://ollama.example.com", False),
    ],
)
def test_a_model_on_the_users_own_network_is_local(
    name: str, api_base: str | None, *, local: bool
) -> None:
    assert profile_of(name, api_base=api_base).is_local is local


def test_an_address_is_shown_whole_but_for_what_may_be_secret() -> None:
    def shown(address: str) -> str:
        return profile_of("openai/x", api_base=address).address

    assert shown("http://127.0.0.1:8080/v1") == "http://127.0.0.1:8080/v1"
    assert shown("http://[::1]:8080/v1") == "http://[::1]:8080/v1"
    assert shown("https://me:secret@host/v1?key=secret#x") == "https://host/v1"
    assert profile_of("openai/x").address == ""


def test_a_slip_of_the_pen_finds_the_name_that_was_meant() -> None:
    assert near_names("gpt-4o-mni")[0] == "openai/gpt-4o-mini"
    assert "openai/gpt-4o-mini" in near_names("openai/gpt4o-mini")
    assert "anthropic/claude-sonnet-4-5" in near_names("anthropic/claude-sonet-4-5")
    assert near_names("gibberish/foo") == []


def test_nothing_is_known_of_a_model_that_is_not_in_the_list() -> None:
    assert facts_of("openai/no-such-model-at-all") is None
    assert facts_of("") is None
