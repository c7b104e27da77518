"""The engine process by itself: how it ends, what it writes where, and what it bears."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from rgpt_tui.engine import process as processes
from rgpt_tui.engine.calls import RecallFor, StoryAtWork, Warm
from rgpt_tui.engine.failures import EngineFault, StoryClosed, unpacked
from rgpt_tui.engine.messages import (
    PROTOCOL,
    Call,
    Cancel,
    Failed,
    Hello,
    Result,
    ToStudio,
    Welcome,
)
from rgpt_tui.engine.pipe import Pipe, encoded
from rgpt_tui.engine.process import LOG_FILE, launch, shorten
from rgpt_tui.places import log_folder
from rgpt_tui.settings import Settings
from rgpt_tui.story.connection import BookUnreadable
from tests.engine.engine_process import is_there, until
from tests.starter_weights import fetched_weights, starter_weights

__all__ = ["fetched_weights", "starter_weights"]

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

STUDIO = """
import asyncio, sys
from pathlib import Path
from rgpt_tui.engine.client import EngineClient
from rgpt_tui.settings import Settings

async def write():
    client = EngineClient.start()
    await client.connect()
    print(client.pid, flush=True)
    engine = client.story(Path(sys.argv[1]), Settings(model="starter"))
    async for event in engine.open_story():
        print(type(event).__name__, flush=True)

asyncio.run(write())
"""


@pytest.fixture
async def engine():
    """An engine process that was greeted, and the pipe to it."""
    process = launch()
    pipe = await Pipe.over(process.end, ToStudio)
    pipe.send(Hello(PROTOCOL, "a test"))
    await pipe.receive_first(Welcome)
    yield process, pipe
    pipe.close()
    await asyncio.to_thread(process.stop)


async def test_it_ends_when_the_pipe_is_closed(engine):
    process, pipe = engine
    pipe.close()
    assert await asyncio.to_thread(process.stop) == 0


async def test_it_ends_while_it_still_loads(engine):
    process, pipe = engine
    pipe.send(Call(1, msgspec.Raw(encoded(Warm(settings=Settings(model="openai/writer"))))))
    pipe.close()
    assert await asyncio.to_thread(process.stop, 60) == 0


async def test_it_ends_cleanly_when_it_is_asked_to_by_a_signal(engine):
    process, pipe = engine
    os.kill(process.pid, signal.SIGTERM)
    assert await pipe.receive() is None
    assert await asyncio.to_thread(process.stop) == 0


async def test_ctrl_c_is_not_for_the_engine(engine):
    process, pipe = engine
    os.kill(process.pid, signal.SIGINT)
    pipe.send(call(1, Warm(settings=Settings(model="none", embedder="litellm:none"))))
    assert isinstance(await pipe.receive(), Result)


async def test_garbage_ends_it_and_is_noted(engine):
    process, pipe = engine
    pipe._writer.write(b"GET / HTTP/1.1\r\n\r\n")
    assert await pipe.receive() is None
    assert await asyncio.to_thread(process.stop) == 0
    assert "no message" in log()


async def test_a_call_that_makes_no_sense_costs_only_itself(engine):
    _, pipe = engine
    pipe.send(Call(1, msgspec.Raw(encoded({"call": "Sing", "song": "The Bell"}))))
    failed = await pipe.receive()
    assert isinstance(failed, Failed)
    assert isinstance(unpacked(failed), EngineFault)
    assert "Sing" in log()


async def test_a_call_that_is_taken_back_at_once_has_an_end_too(engine, settings, folder):
    _, pipe = engine
    story = StoryAtWork(folder=os.fsencode(folder), settings=settings)
    pipe.send(call(1, RecallFor(story=story, plan="")))
    pipe.send(Cancel(1))
    pipe.send(Cancel(2))
    async with asyncio.timeout(30):
        end = await pipe.receive()
    assert isinstance(unpacked(end), StoryClosed)


async def test_a_story_that_is_not_there_is_said_to_be_unreadable(engine, settings, tmp_path):
    _, pipe = engine
    story = StoryAtWork(folder=os.fsencode(tmp_path / "nowhere"), settings=settings)
    pipe.send(call(1, RecallFor(story=story, plan="")))
    assert isinstance(unpacked(await pipe.receive()), BookUnreadable)


async def test_what_it_prints_goes_to_the_log_which_others_cannot_read(engine, monkeypatch):
    _, pipe = engine
    pipe.send(Call(1, msgspec.Raw(b"\xc0")))
    await pipe.receive()
    assert "Traceback" in log()
    assert (log_folder() / LOG_FILE).stat().st_mode & 0o077 == 0


async def test_it_starts_although_there_can_be_no_log(tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("RGPT_DATA_DIR", str(blocked))
    process = launch()
    pipe = await Pipe.over(process.end, ToStudio)
    pipe.send(Hello(PROTOCOL, "a test"))
    assert (await pipe.receive_first(Welcome)).pid == process.pid
    pipe.close()
    assert await asyncio.to_thread(process.stop) == 0


def test_a_log_keeps_its_newer_half_when_it_gets_long(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "LARGEST_LOG", 1000)
    path = tmp_path / LOG_FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    for number in range(200):
        os.write(descriptor, f"line {number}\n".encode())
    shorten(descriptor)
    os.write(descriptor, b"the end\n")
    os.close(descriptor)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert path.stat().st_size <= 600
    assert lines[-2:] == ["line 199", "the end"]
    assert lines[0].startswith("line ")


def test_a_file_in_the_working_folder_takes_the_place_of_no_library(tmp_path, monkeypatch):
    (tmp_path / "msgspec.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    process = launch()
    process.end.close()
    assert process.stop() == 0


@linux_only
async def test_it_ends_with_its_studio_and_the_starter_model_with_it(folder, starter_weights):
    studio = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STUDIO, str(folder), stdout=subprocess.PIPE
    )
    engine = int(await studio.stdout.readline())
    while (event := (await studio.stdout.readline()).decode().strip()) != "Words":
        assert event
    servers = children_of(engine)
    assert servers
    studio.kill()
    await studio.wait()
    await until(lambda: not is_there(engine) and not any(map(is_there, servers)))


@linux_only
async def test_the_starter_model_ends_with_an_engine_that_is_killed(folder, starter_weights):
    studio = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STUDIO, str(folder), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    engine = int(await studio.stdout.readline())
    while (event := (await studio.stdout.readline()).decode().strip()) != "Words":
        assert event
    servers = children_of(engine)
    os.kill(engine, signal.SIGKILL)
    await until(lambda: not any(map(is_there, servers)))
    await studio.wait()


def call(number, what):
    """A call."""
    return Call(number, msgspec.Raw(encoded(what)))


def log():
    """What the engine has written down."""
    return (log_folder() / LOG_FILE).read_text(encoding="utf-8")


def children_of(pid):
    """The process ids of the children of a process."""
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="utf-8").split()
    ]
