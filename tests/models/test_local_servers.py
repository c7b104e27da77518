from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.local_servers import (
    LARGEST_ANSWER,
    LocalServer,
    find_served,
    ollama_url,
    usual_servers,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def answer(body: object, head: bytes = HEAD) -> bytes:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return head + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(text) + text


@asynccontextmanager
async def listening(
    reply: bytes, *, drip: float = 0.0, endless: bytes = b""
) -> AsyncIterator[tuple[str, list[str]]]:
    """A server on loopback that answers everything with the same bytes; gives what was asked."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked.append((await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[0])
            for piece in [reply[i : i + 1] for i in range(len(reply))] if drip else [reply]:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(drip)
            while endless:
                writer.write(endless)
                await writer.drain()
                asked.append("and took a piece")
        except OSError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
    finally:
        server.close()


async def names_at(url: str, prefix: str = "openai") -> list[str]:
    server = LocalServer(name="vLLM", prefix=prefix, url=url)
    if prefix == "ollama":
        server = usual_servers({"OLLAMA_HOST": url})[0]
    async with asyncio.timeout(20):
        return [model.name for model in await find_served([server])]


async def test_ollamas_models_are_found_where_it_lists_them() -> None:
    listed = {"models": [{"name": "llama3.2:3b", "size": 1}, {"name": "qwen3:8b"}]}
    async with listening(answer(listed)) as (url, asked):
        assert await names_at(url, "ollama") == ["llama3.2:3b", "qwen3:8b"]
    assert asked == ["GET /api/tags HTTP/1.1"]


async def test_openai_like_servers_are_asked_for_their_models() -> None:
    listed = {"object": "list", "data": [{"id": "mistral-7b", "object": "model"}]}
    async with listening(answer(listed)) as (url, asked):
        assert await names_at(url) == ["mistral-7b"]
    assert asked == ["GET /v1/models HTTP/1.1"]


async def test_llama_cpp_which_lists_in_both_ways_is_read() -> None:
    listed = {"models": [{"name": "m.gguf"}], "data": [{"id": "m.gguf"}]}
    async with listening(answer(listed)) as (url, _):
        assert await names_at(url) == ["m.gguf"]


@pytest.mark.parametrize(
    ("called", "signed", "of_it"),
    [
        ("llama.cpp", "llamacpp", "llamafile"),
        ("vLLM", "vllm", "hosted_vllm"),
        ("LM Studio", "organization_owner", "lm_studio"),
    ],
)
async def test_a_server_at_a_well_known_port_is_that_one_only_where_it_says_so(
    called: str, signed: str, of_it: str
) -> None:
    here = next(each for each in usual_servers({}) if each.name == called)
    for owner, name, prefix in (
        (signed, called, of_it),
        ("openai", "a model server", "openai"),
    ):
        listed = {"data": [{"id": "m", "owned_by": owner}]}
        async with listening(answer(listed)) as (url, _):
            (found,) = await find_served([replace(here, url=url)])
            assert (found.server.name, found.server.prefix) == (name, prefix)


async def test_models_that_write_no_text_are_left_out() -> None:
    ids = ["text-embedding-nomic-embed-text-v1.5", "BAAI/bge-reranker", "gemma-3-4b"]
    async with listening(answer({"data": [{"id": each} for each in ids]})) as (url, _):
        assert await names_at(url) == ["gemma-3-4b"]


async def test_a_name_that_could_not_be_shown_is_left_out() -> None:
    ids = ["\x1b[2Jmodel", "", "x" * 1000]
    async with listening(answer({"data": [{"id": each} for each in ids]})) as (url, _):
        assert await names_at(url) == []


@pytest.mark.parametrize(
    "reply",
    [
        answer(b"<html>a web application</html>"),
        answer({"data": "none"}),
        answer({"data": [{"name": "no id"}]}),
        answer([1, 2, 3]),
        answer(b"\xff\xfe\x00"),
        answer({"data": [{"id": "m"}]}, b"HTTP/1.1 404 Not Found\r\n"),
        answer({"data": [{"id": "m"}]}, b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n"),
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x00\x01\x02",
        b"",
    ],
    ids=str,
)
async def test_a_port_that_answers_something_else_is_no_model_server(reply: bytes) -> None:
    async with listening(reply) as (url, _):
        assert await names_at(url) == []


async def test_a_port_where_nobody_listens_is_no_model_server() -> None:
    async with listening(b"") as (url, _):
        pass
    assert await names_at(url) == []


async def test_an_answer_that_drips_is_not_waited_for() -> None:
    listed = {"data": [{"id": "m"}], "more": " " * 10_000}
    async with listening(answer(listed), drip=0.01) as (url, _):
        assert await names_at(url) == []


async def test_an_answer_without_end_is_not_taken_in() -> None:
    flood = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    piece = b" " * (LARGEST_ANSWER // 10)
    async with listening(flood, endless=b"%x\r\n%b\r\n" % (len(piece), piece)) as (url, asked):
        assert await names_at(url) == []
    assert len(asked) < 150  # the limit takes 10, what lies between the two sides some more


async def test_one_server_out_of_order_does_not_hide_the_others() -> None:
    async with (
        listening(b"\x00") as (broken, _),
        listening(answer({"data": [{"id": "m"}]})) as (good, _),
    ):
        servers = [LocalServer(name="x", prefix="openai", url=url) for url in (broken, good)]
        assert [model.name for model in await find_served(servers)] == ["m"]


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:9999", "http://127.0.0.1:9999"),
        (":9999", "http://127.0.0.1:9999"),
        ("box", "http://box:11434"),
        ("box:80", "http://box:80"),
        ("https://ollama.example", "https://ollama.example:443"),
        ("http://10.0.0.2:11434/", "http://10.0.0.2:11434"),
        ("[::]:11434", "http://[::1]:11434"),
        (" 'box' ", "http://box:11434"),
        ("box:notaport", "http://127.0.0.1:11434"),
    ],
)
def test_ollama_is_looked_for_where_its_own_variable_says(value: str, url: str) -> None:
    assert ollama_url(value) == url
    assert usual_servers({"OLLAMA_HOST": value})[0].url == url


def test_the_usual_ports_are_looked_at() -> None:
    ports = {server.name: server.url.rpartition(":")[2] for server in usual_servers({})}
    assert ports == {"Ollama": "11434", "LM Studio": "1234", "llama.cpp": "8080", "vLLM": "8000"}
