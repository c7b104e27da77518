"""Model servers on the usual ports of this machine: Ollama, LM Studio, llama.cpp, vLLM.

Each is asked what models it has. Whatever else may listen on such a port is no model server, and
is not waited for.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import httpx

PATIENCE = 0.5
"""Seconds after which a server has not answered. One on the same machine takes milliseconds."""
LARGEST_ANSWER = 1_000_000
"""Bytes; no list of models is as long."""
LONGEST_NAME = 200
OLLAMA = "Ollama"
OLLAMA_PORT = 11434
NOT_FOR_PROSE = ("embed", "rerank", "bge-", "whisper", "-tts")
"""Parts of the names of models that write no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalServer:
    """A place where a model server may be."""

    name: str
    """As people know it."""
    prefix: str
    """Litellm's provider for it."""
    url: str
    """Scheme, host and port."""
    api_path: str = "/v1"
    """What has to be added to the address for litellm."""
    list_path: str = "/v1/models"
    """Where it lists its models."""
    owner: str = ""
    """By which it signs its models; empty: by anything. What others sign is of another server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedModel:
    """A model that a local server has."""

    server: LocalServer
    name: str
    """As the server calls it."""


class _OpenAIModel(msgspec.Struct):
    id: str
    owned_by: str = ""


class _OllamaModel(msgspec.Struct):
    name: str


class _Answer(msgspec.Struct):
    """A list of models, the way OpenAI gives it (``data``) or the way Ollama does (``models``)."""

    data: list[_OpenAIModel] | None = None
    models: list[_OllamaModel] | None = None


def usual_servers(environ: Mapping[str, str]) -> tuple[LocalServer, ...]:
    """Where model servers usually are; ``OLLAMA_HOST`` says where Ollama is, as it does for it."""
    return (
        LocalServer(
            name=OLLAMA,
            prefix="ollama_chat",
            url=ollama_url(environ.get("OLLAMA_HOST", "")),
            api_path="",
            list_path="/api/tags",
        ),
        LocalServer(
            name="LM Studio",
            prefix="lm_studio",
            url="http://127.0.0.1:1234",
            owner="organization_owner",
        ),
        LocalServer(
            name="llama.cpp", prefix="llamafile", url="http://127.0.0.1:8080", owner="llamacpp"
        ),
        LocalServer(name="vLLM", prefix="hosted_vllm", url="http://127.0.0.1:8000", owner="vllm"),
    )


def ollama_url(host: str) -> str:
    """The address that a value of ``OLLAMA_HOST`` means, such as ``0.0.0.0`` or ``box:8000``."""
    host = host.strip().strip("'\"")
    try:
        parts = urlsplit(host if "://" in host else f"//{host}", scheme="http")
        port = parts.port or {"https": 443}.get(parts.scheme, OLLAMA_PORT)
    except ValueError:
        return f"http://127.0.0.1:{OLLAMA_PORT}"
    name = parts.hostname or "127.0.0.1"
    # Addresses to listen on, which nobody can connect to everywhere.
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(name, name)  # noqa: S104
    return f"{parts.scheme}://{f'[{name}]' if ':' in name else name}:{port}"


async def find_served(servers: Sequence[LocalServer]) -> list[ServedModel]:
    """The models of all servers that answer, in the order of the servers and of their lists.

    All are asked at once, and whatever they do, it takes little more than `PATIENCE` seconds.
    """
    import httpx

    # A proxy from the environment leads away from this machine.
    async with httpx.AsyncClient(trust_env=False) as client:
        lists = await asyncio.gather(*(_names(client, server) for server in servers))
    return [
        ServedModel(server=_maker(server, owner), name=name)
        for server, listed in zip(servers, lists, strict=True)
        for name, owner in listed
    ]


def _maker(server: LocalServer, owner: str) -> LocalServer:
    """The server, or one of which nothing is known, such as a proxy, where it is not that one."""
    if not server.owner or owner == server.owner:
        return server
    return replace(server, name="a model server", prefix="openai")


async def _names(client: httpx.AsyncClient, server: LocalServer) -> list[tuple[str, str]]:
    """The names of its models, each with what it is signed by."""
    import httpx

    body = bytearray()
    try:
        async with (
            asyncio.timeout(PATIENCE),
            client.stream("GET", server.url + server.list_path) as response,
        ):
            if response.status_code != httpx.codes.OK:
                return []
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > LARGEST_ANSWER:
                    return []
        answer = msgspec.json.decode(bytes(body), type=_Answer)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, msgspec.MsgspecError):
        return []
    if server.name == OLLAMA:
        names = [(model.name, "") for model in answer.models or ()]
    else:
        names = [(model.id, model.owned_by) for model in answer.data or ()]
    return [named for named in names if _writes_text(named[0])]


def _writes_text(name: str) -> bool:
    usable = name.isprintable() and 0 < len(name) <= LONGEST_NAME
    return usable and not any(part in name.lower() for part in NOT_FOR_PROSE)
