from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

from tests.model_server import Reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model_server import ModelServer

ASK = """
    import asyncio, gc, json, os, socket, sys
    from rgpt_tui.models.chat import ChatModel, ChatRequest, Delta
    from rgpt_tui.models.errors import ModelError
    from rgpt_tui.models.litellm_import import load_litellm
    from rgpt_tui.models.profile import profile_of
    from rgpt_tui.story.records import Message

    reached = set()
    connect, lookup = socket.socket.connect, socket.getaddrinfo
    def watched_connect(self, address):
        reached.add(str(address[:2]))
        return connect(self, address)
    def watched_lookup(host, port, *rest, **more):
        reached.add(str((host, port)))
        return lookup(host, port, *rest, **more)
    socket.socket.connect, socket.getaddrinfo = watched_connect, watched_lookup

    async def ask(url):
        model = ChatModel(profile_of("openai/writer", api_base=url, max_retries=0))
        await model.warm_up()
        request = ChatRequest(
            messages=(Message(role="user", content="Hello."),), max_tokens=100, temperature=0.5
        )
        try:
            return "".join([e.text async for e in model.stream(request) if isinstance(e, Delta)])
        except ModelError as error:
            return type(error).__name__

    said = [asyncio.run(ask(url)) for url in sys.argv[1:]]
    # litellm lets go of its connections like this once an hour.
    load_litellm().in_memory_llm_clients_cache.flush_cache()
    gc.collect()
    print(json.dumps([said, sorted(reached), os.environ.get("FROM_DOTENV")]))
"""


def run(code: str, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("LITELLM")
    }
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        env=environment | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def test_asking_prints_nothing_reaches_nothing_else_and_reads_no_dotenv_file(
    model_server: ModelServer, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("FROM_DOTENV=yes\n")
    model_server.queue(Reply("First."), Reply("Second."), Reply("Third", error_at_end="Boom."))
    refused = "http://127.0.0.1:9/v1"
    # Each on an event loop of its own, as every command of a session in one process has one.
    done = run(ASK, *[model_server.url] * 3, refused, cwd=tmp_path)
    said, reached, dotenv = json.loads(done.stdout)
    assert said == ["First.", "Second.", "ServerFailed", "ModelUnreachable"]
    assert set(reached) == {f"('127.0.0.1', {port})" for port in (model_server.port, 9)}
    assert dotenv is None
    assert done.stderr == ""


def test_the_room_is_reached_without_importing_anything_heavy() -> None:
    done = run(
        """
        import sys
        import rgpt_tui.models.chat, rgpt_tui.models.embedding_api, rgpt_tui.models.credentials
        from rgpt_tui.models.profile import profile_of
        from rgpt_tui.models.tokens import count_tokens
        profile_of("gpt-4o-mini")
        count_tokens("Hello.")
        heavy = {"litellm", "openai", "aiohttp", "httpx", "numpy", "pydantic"}
        print(sorted(heavy & set(sys.modules)))
        """
    )
    assert done.stdout.strip() == "[]"
