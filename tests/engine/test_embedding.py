from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.archive.embedder import EmbedderMissing
from rgpt_tui.engine.embedding import gate_of
from rgpt_tui.places import config_folder
from rgpt_tui.settings import Settings
from tests.model_server import ModelServer, bad_key

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMED = "litellm:openai/embedder"


@pytest.fixture
def chat_server(isolated: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """The server of the language model, and keys that are none of the embedder's."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-the-provider-alone")
    monkeypatch.setenv("CHAT_KEY", "sk-for-the-language-model")
    with ModelServer() as server:
        yield server


def settings_of(chat_server: ModelServer, server: ModelServer, **more: str) -> Settings:
    return Settings(
        api_base=chat_server.url,
        api_key_env="CHAT_KEY",
        embedder=NAMED,
        embedder_api_base=server.url,
        **more,  # type: ignore[arg-type]
    )


async def test_the_embedder_is_asked_at_its_own_address_without_the_keys_of_others(
    chat_server: ModelServer, model_server: ModelServer
) -> None:
    await gate_of(settings_of(chat_server, model_server)).ready()
    assert chat_server.others == []
    assert "sk-for" not in str(model_server.others[0].headers)


async def test_the_embedder_gets_the_key_that_is_named_for_it(
    chat_server: ModelServer, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_EMBEDDER", "sk-embedder")
    settings = settings_of(chat_server, model_server, embedder_api_key_env="MY_EMBEDDER")
    await gate_of(settings).ready()
    assert model_server.others[0].headers["authorization"] == "Bearer sk-embedder"


async def test_a_server_that_wants_a_key_is_told_with_the_option_of_the_embedder(
    chat_server: ModelServer, model_server: ModelServer
) -> None:
    model_server.queue_embeddings(bad_key())
    with pytest.raises(EmbedderMissing, match="`embedder_api_key_env`"):
        await gate_of(settings_of(chat_server, model_server)).ready()


async def test_a_name_without_a_provider_finds_its_key_in_the_file(
    chat_server: ModelServer, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    # Where litellm finds OpenAI itself.
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.url)
    config_folder().mkdir(parents=True)
    file = config_folder() / "credentials.toml"
    file.write_text('openai = "sk-kept"\n')
    file.chmod(0o600)
    settings = Settings(api_base=chat_server.url, embedder="litellm:text-embedding-3-small")
    await gate_of(settings).ready()
    assert model_server.others[0].headers["authorization"] == "Bearer sk-kept"
