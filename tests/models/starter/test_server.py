from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from rgpt_tui.models.starter.failures import ServerNotStarted, WeightsUnusable
from rgpt_tui.models.starter.server import StarterServer
from rgpt_tui.places import log_folder
from rgpt_tui.story.errors import Way

if TYPE_CHECKING:
    from collections.abc import Callable

OWNER = """
import asyncio, sys
from pathlib import Path
from rgpt_tui.models.starter.server import StarterServer

async def own():
    async with StarterServer(Path(sys.argv[1])) as server:
        print(server.pid, flush=True)
        await asyncio.sleep(600)

asyncio.run(own())
"""
QUESTION = "Tell me of a lighthouse on a small island, and of the woman who keeps it."

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


async def ask(server: StarterServer, key: str | None = None, **more: Any) -> httpx.Response:
    body = {"messages": [{"role": "user", "content": QUESTION}], "max_tokens": 12, **more}
    headers = {"Authorization": f"Bearer {server.api_key if key is None else key}"}
    async with httpx.AsyncClient(timeout=120, trust_env=False) as client:
        return await client.post(f"{server.api_base}/chat/completions", json=body, headers=headers)


def is_there(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


async def test_the_starter_model_answers_and_says_what_came_from_its_cache(
    starter_weights: Path,
) -> None:
    async with StarterServer(starter_weights) as server:
        first = (await ask(server)).json()
        second = (await ask(server)).json()
    assert first["choices"][0]["message"]["content"].strip()
    assert first["usage"]["prompt_tokens_details"]["cached_tokens"] == 0
    prompt_tokens = second["usage"]["prompt_tokens"]
    assert second["usage"]["prompt_tokens_details"]["cached_tokens"] >= prompt_tokens - 1


async def test_nobody_without_the_key_is_answered(starter_weights: Path) -> None:
    async with StarterServer(starter_weights) as server:
        assert (await ask(server, "wrong")).status_code == 401
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(f"{server.api_base}/models")).status_code == 401
            root = server.api_base.removesuffix("/v1")
            for path in ("completion", "v1/messages", "props", "slots/0", "models/load"):
                assert (await client.post(f"{root}/{path}", json={})).status_code == 401
        assert (await ask(server)).status_code == 200


@linux_only
async def test_the_server_listens_on_loopback_only(starter_weights: Path) -> None:
    async with StarterServer(starter_weights) as server:
        port = int(server.api_base.split(":")[2].split("/")[0])
        rows = [
            line.split()
            for table in ("tcp", "tcp6")
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        ]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")]
    assert listening == [f"0100007F:{port:04X}"]


@linux_only
async def test_the_key_shows_neither_among_the_processes_nor_in_the_log(
    starter_weights: Path,
) -> None:
    async with StarterServer(starter_weights) as server:
        await ask(server)
        process = Path(f"/proc/{server.pid}")
        shown = [process / "cmdline", process / "environ", *log_folder().iterdir()]
        assert all(server.api_key.encode() not in path.read_bytes() for path in shown)


@linux_only
async def test_the_server_is_gone_when_its_owner_stops_it(starter_weights: Path) -> None:
    async with StarterServer(starter_weights) as server:
        pid = server.pid
        assert pid is not None
        assert is_there(pid)
    assert not is_there(pid)
    assert not server.running
    assert server._child is not None
    assert server._child.returncode == 0, "it was killed in place of ending by itself"


@linux_only
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_dies_with_its_owner(starter_weights: Path, how: signal.Signals) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(starter_weights)], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    server = int(owner.stdout.readline())
    assert is_there(server)
    owner.send_signal(how)
    owner.wait()
    wait_until(lambda: not is_there(server))


async def test_ctrl_c_in_the_terminal_leaves_the_server_to_its_owner(
    starter_weights: Path,
) -> None:
    async with StarterServer(starter_weights) as server:
        assert server.pid is not None
        os.kill(server.pid, signal.SIGINT)
        assert (await ask(server)).status_code == 200
        assert server.running


@linux_only
async def test_a_server_that_died_is_started_again_where_it_was(starter_weights: Path) -> None:
    async with StarterServer(starter_weights) as server:
        address, pid = server.api_base, server.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert server._child is not None
        await server._child.wait()
        assert not server.running
        await server.start()
        assert server.pid != pid
        assert server.api_base == address
        assert (await ask(server)).status_code == 200


async def test_a_port_taken_in_the_meantime_keeps_no_server_from_starting_again(
    starter_weights: Path,
) -> None:
    server = StarterServer(starter_weights)
    await server.start()
    address = server.api_base
    await server.stop()
    with socket.create_server(("127.0.0.1", int(address.split(":")[2].split("/")[0]))):
        await server.start()
        assert server.api_base != address
        assert (await ask(server)).status_code == 200
    await server.stop()


async def test_a_gguf_file_of_the_users_own_is_run_as_well(
    fetched_weights: Path, tmp_path: Path
) -> None:
    own = tmp_path / "My Own Model.gguf"
    own.symlink_to(fetched_weights)
    async with StarterServer(own, 1024) as server:
        assert server.context_window == 1024
        assert (await ask(server)).status_code == 200


async def test_a_prompt_longer_than_the_context_is_refused_and_not_cut(
    starter_weights: Path,
) -> None:
    async with StarterServer(starter_weights, 512) as server:
        answer = await ask(server, messages=[{"role": "user", "content": "The sea. " * 800}])
    assert answer.status_code == 400
    assert "exceed" in answer.json()["error"]["message"]


async def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.gguf").write_text("Dear diary")
    with pytest.raises(WeightsUnusable, match=r"notes\.gguf is not a GGUF file"):
        await StarterServer(tmp_path / "notes.gguf").start()
    with pytest.raises(WeightsUnusable, match="cannot be read"):
        await StarterServer(tmp_path / "nowhere.gguf").start()


async def test_a_model_that_is_cut_off_gives_the_servers_last_words(
    fetched_weights: Path, tmp_path: Path
) -> None:
    with fetched_weights.open("rb") as whole:
        (tmp_path / "cut.gguf").write_bytes(whole.read(1_000_000))
    server = StarterServer(tmp_path / "cut.gguf")
    with pytest.raises(ServerNotStarted, match=r"did not start.*failed to load model"):
        await server.start()
    assert not server.running


async def test_missing_starter_weights_say_how_to_fetch_them(starter_weights: Path) -> None:
    starter_weights.unlink()
    with pytest.raises(WeightsUnusable) as told:
        await StarterServer(starter_weights).start()
    assert told.value.ways == (Way.FETCH_STARTER,)
