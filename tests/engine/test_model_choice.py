from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.engine.model_choice import choose_model, open_model
from rgpt_tui.models import providers
from rgpt_tui.models.credentials import CREDENTIALS_FILE
from rgpt_tui.models.errors import KeyMissing
from rgpt_tui.models.local_servers import LocalServer
from rgpt_tui.places import config_folder
from rgpt_tui.settings import Settings
from rgpt_tui.story.errors import RgptError
from tests.models.asking import hear

if TYPE_CHECKING:
    from tests.model_server import ModelServer

SECRET = "sk-for-the-provider-alone"


@pytest.fixture
def key_in_the_environment(isolated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)


async def headers_sent(server: ModelServer, **settings: Any) -> str:
    """All headers of the one request that a model with these settings makes."""
    async with open_model(await choose_model(Settings(**settings))) as model:
        assert (await hear(model)).text
    [sent] = server.requests
    assert "authorization" in sent.headers
    return str(sent.headers)


@pytest.mark.usefixtures("key_in_the_environment")
@pytest.mark.parametrize("name", ["openai/writer", "gpt-4o-mini", "my-own"])
async def test_a_server_that_was_named_does_not_get_the_key_of_a_provider(
    model_server: ModelServer, name: str
) -> None:
    assert SECRET not in await headers_sent(model_server, model=name, api_base=model_server.url)


@pytest.mark.usefixtures("key_in_the_environment")
async def test_a_server_that_was_found_does_not_get_the_key_of_a_provider(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = LocalServer(name="llama.cpp", prefix="openai", url=model_server.root)
    monkeypatch.setattr(providers, "usual_servers", lambda _: (here,))
    assert SECRET not in await headers_sent(model_server)


@pytest.mark.usefixtures("key_in_the_environment")
async def test_an_address_without_a_model_does_not_get_the_key_that_found_a_provider(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "usual_servers", lambda _: ())
    assert SECRET not in await headers_sent(model_server, api_base=model_server.url)


async def test_a_server_of_ones_own_gets_the_key_that_is_named_for_it(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_SERVER", "sk-for-my-server")
    sent = await headers_sent(
        model_server, model="openai/writer", api_base=model_server.url, api_key_env="MY_SERVER"
    )
    assert "'Bearer sk-for-my-server'" in sent


async def test_a_name_without_a_provider_finds_its_key_in_the_file(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where litellm finds OpenAI itself.
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.url)
    config_folder().mkdir(parents=True)
    file = config_folder() / CREDENTIALS_FILE
    file.write_text('openai = "sk-kept"\n')
    file.chmod(0o600)
    assert "'Bearer sk-kept'" in await headers_sent(model_server, model="gpt-4o-mini")


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("gpt-4o-mini", "OPENAI_API_KEY"),
        ("claude-sonnet-4-5", "ANTHROPIC_API_KEY"),
    ],
)
async def test_a_missing_key_of_a_name_without_a_provider_is_told_by_its_variable(
    name: str, variable: str
) -> None:
    async with open_model(await choose_model(Settings(model=name))) as model:
        with pytest.raises(KeyMissing, match=f"environment variable {variable}, or"):
            await hear(model)


WAYS = [{"model": "starter"}, {"gguf": "my-own.gguf"}, {"model": "openai/writer"}]


@pytest.mark.parametrize(("model", "usual"), list(zip(WAYS, (1, 3, 3), strict=True)))
async def test_a_request_is_repeated_as_often_as_is_set_and_else_as_it_suits_the_model(
    model: dict[str, str], usual: int
) -> None:
    async def repeats(**settings: Any) -> int:
        return (await choose_model(Settings(**model, **settings))).profile.max_retries

    assert await repeats() == usual
    assert [await repeats(retries=number) for number in (0, 3, 5)] == [0, 3, 5]


async def test_a_model_file_in_the_home_of_nobody_is_told_in_words() -> None:
    with pytest.raises(RgptError, match="no home folder"):
        await choose_model(Settings(gguf="~nosuchuser/model.gguf"))
