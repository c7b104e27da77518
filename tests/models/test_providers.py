from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.errors import CredentialsUnsafe
from rgpt_tui.models.local_servers import LocalServer
from rgpt_tui.models.price_map import facts_of
from rgpt_tui.models.profile import STARTER
from rgpt_tui.models.providers import (
    DEFAULT_MODELS,
    FoundModel,
    NoModelFound,
    choose,
    find_models,
)
from rgpt_tui.models.starter.weights import GGUF_BYTES, weights_path
from rgpt_tui.places import config_folder, data_folder

if TYPE_CHECKING:
    from tests.model_server import ModelServer

NOTHING: tuple[LocalServer, ...] = ()


def root_of(server: ModelServer) -> str:
    return server.url.removesuffix("/v1")


def at(server: ModelServer) -> LocalServer:
    return LocalServer(name="LM Studio", prefix="lm_studio", url=root_of(server))


@pytest.fixture
def starter_is_there(isolated: None) -> None:
    """A file of the right size, which is all that is looked at here."""
    weights = weights_path(data_folder())
    weights.parent.mkdir(parents=True)
    with weights.open("wb") as file:
        file.truncate(GGUF_BYTES)


def names(found: list[FoundModel]) -> list[str]:
    return [model.name for model in found]


async def test_a_key_in_the_environment_finds_a_model_of_that_provider_and_says_why() -> None:
    found = await find_models({"OPENAI_API_KEY": "sk-test-1234567890"}, servers=NOTHING)
    model = found[0]
    assert model.name == DEFAULT_MODELS["openai"]
    assert (model.api_key_env, model.ready, model.paid) == ("OPENAI_API_KEY", True, True)
    assert model.why == "because OPENAI_API_KEY is set"
    assert "sk-test" not in repr(found)


async def test_a_key_by_its_other_name_is_found_under_that_name() -> None:
    found = await find_models({"GOOGLE_API_KEY": "AIza-test"}, servers=NOTHING)
    assert found[0].name == DEFAULT_MODELS["gemini"]
    assert found[0].api_key_env == "GOOGLE_API_KEY"


async def test_an_empty_key_is_no_key() -> None:
    assert names(await find_models({"OPENAI_API_KEY": " "}, servers=NOTHING)) == [STARTER]


async def test_a_key_in_the_credentials_file_is_found() -> None:
    write_credentials('mistral = "abc123"', 0o600)
    found = await find_models({}, servers=NOTHING)
    assert found[0].name == DEFAULT_MODELS["mistral"]
    assert found[0].api_key_env is None
    assert found[0].why == "because credentials.toml has a key for mistral"


async def test_a_credentials_file_that_others_can_read_is_not_passed_over() -> None:
    write_credentials('mistral = "abc123"', 0o644)
    with pytest.raises(CredentialsUnsafe, match="chmod 600"):
        await find_models({}, servers=NOTHING)


async def test_what_runs_on_this_machine_goes_before_what_costs_money(
    model_server: ModelServer,
) -> None:
    found = await find_models({"ANTHROPIC_API_KEY": "key"}, servers=[at(model_server)])
    chosen = choose(found)
    assert chosen.provider == "LM Studio"
    assert chosen.name.startswith("lm_studio/")
    assert chosen.api_base == model_server.url
    assert not chosen.paid
    assert chosen.why == f"because LM Studio runs at {root_of(model_server)[7:]} and has it"


@pytest.mark.usefixtures("starter_is_there")
async def test_a_key_goes_before_the_starter_model() -> None:
    found = await find_models({"XAI_API_KEY": "key"}, servers=NOTHING)
    assert names(found) == [DEFAULT_MODELS["xai"], STARTER]
    assert choose(found).name == DEFAULT_MODELS["xai"]


@pytest.mark.usefixtures("starter_is_there")
async def test_with_nothing_else_the_starter_model_is_chosen() -> None:
    chosen = choose(await find_models({}, servers=NOTHING))
    assert (chosen.name, chosen.ready, chosen.paid) == (STARTER, True, False)
    assert chosen.why == "because no other model was found"


async def test_a_starter_model_that_is_not_fetched_yet_says_what_it_needs() -> None:
    found = await find_models({}, servers=NOTHING)
    assert not found[0].ready
    assert "93 MB, `rgpt models fetch`" in found[0].why
    assert choose(found).name == STARTER


def test_with_no_model_at_all_the_message_has_three_ways_to_get_one() -> None:
    with pytest.raises(NoModelFound) as raised:
        choose([])
    for way in ("OPENAI_API_KEY", "ollama run", "`gguf`"):
        assert way in str(raised.value)


@pytest.mark.parametrize("provider", DEFAULT_MODELS)
def test_every_default_model_is_one_that_litellm_knows(provider: str) -> None:
    facts = facts_of(DEFAULT_MODELS[provider])
    assert facts is not None
    assert facts.context_window >= 100_000


async def test_looking_takes_no_longer_because_of_many_silent_ports() -> None:
    async def be_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(be_silent, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    server = LocalServer(name="vLLM", prefix="hosted_vllm", url=f"http://127.0.0.1:{port}")
    async with asyncio.timeout(15):  # one after the other would take 50
        assert names(await find_models({}, servers=[server] * 100)) == [STARTER]
    silent.close()


def write_credentials(text: str, mode: int) -> None:
    config_folder().mkdir(parents=True)
    file = config_folder() / "credentials.toml"
    file.write_text(text)
    file.chmod(mode)
