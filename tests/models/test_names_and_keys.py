from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.chat import ChatModel
from rgpt_tui.models.errors import KeyMissing, UnknownModel
from rgpt_tui.models.litellm_import import load_litellm
from rgpt_tui.models.profile import profile_of
from tests.models.asking import hear

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.model_server import ModelServer

    Make = Callable[..., ChatModel]


@pytest.mark.parametrize("name", ["gibberish/foo", "foo", "", "/", "openai_/gpt-4o"])
async def test_a_name_that_litellm_does_not_know_is_told_before_anything_is_sent(
    name: str,
) -> None:
    with pytest.raises(UnknownModel, match="There is no provider for the model name") as caught:
        await hear(ChatModel(profile_of(name)))
    assert "Nothing was sent, nothing is lost" in str(caught.value)


async def test_the_near_names_are_offered() -> None:
    with pytest.raises(UnknownModel, match="Near to it are: openai/gpt-4o-mini"):
        await hear(ChatModel(profile_of("gpt-4o-mni")))


async def test_any_name_will_do_for_a_server_of_ones_own(
    model_server: ModelServer, model: Make
) -> None:
    heard = await hear(model(name="meta-llama/Llama-3.1-8B-Instruct"))
    assert heard.text
    assert model_server.requests[0].json["model"] == "meta-llama/Llama-3.1-8B-Instruct"


async def test_the_starter_is_asked_as_a_server_of_ones_own(
    model_server: ModelServer, model: Make
) -> None:
    assert (await hear(model(name="starter"))).text
    assert model_server.requests[0].json["model"] == "starter"


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("openai/gpt-4o-mini", "OPENAI_API_KEY"),
        ("gpt-4o-mini", "OPENAI_API_KEY"),
        ("anthropic/claude-sonnet-4-5", "ANTHROPIC_API_KEY"),
        ("gemini/gemini-2.5-flash", "GEMINI_API_KEY"),
        ("openrouter/openai/gpt-4o", "OPENROUTER_API_KEY"),
        ("azure/my-deployment", "AZURE_API_BASE and AZURE_API_VERSION and AZURE_API_KEY"),
    ],
)
async def test_a_missing_key_is_told_before_anything_is_sent(name: str, variable: str) -> None:
    with pytest.raises(KeyMissing, match=f"environment variable {variable}, or") as caught:
        await hear(ChatModel(profile_of(name)))
    assert "credentials.toml" in str(caught.value)


async def test_a_server_without_a_key_is_asked_without_one(
    model_server: ModelServer, model: Make
) -> None:
    assert (await hear(model(api_key=None))).text


async def test_warming_up_tells_what_is_wrong_before_anything_is_asked() -> None:
    with pytest.raises(UnknownModel):
        await ChatModel(profile_of("gibberish/foo")).warm_up()
    with pytest.raises(KeyMissing):
        await ChatModel(profile_of("openai/gpt-4o-mini")).warm_up()


async def test_warming_up_sends_nothing(model_server: ModelServer, model: Make) -> None:
    await model().warm_up()
    assert model_server.requests == []
    assert model_server.others == []


async def test_ollama_is_told_how_much_it_is_to_read_and_is_asked_nothing_else(
    model_server: ModelServer, model: Make
) -> None:
    asked = model(name="ollama_chat/llama3.9", api_base=model_server.root, context_window=6000)
    heard = await hear(asked)
    assert heard.text.startswith("Paragraph: ")
    assert heard.end.reason == "stop"
    assert heard.end.cost == 0.0
    assert model_server.requests[0].json["options"]["num_ctx"] == 6000
    # What litellm does after each reply, on the event loop, for its own records.
    look_up = load_litellm().get_model_info
    await asyncio.to_thread(look_up, "llama3.9", "ollama_chat", model_server.root)
    assert model_server.others == []
