"""Keeping an engine process: it is there when it is needed, and it is said when it is not."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import sys

import pytest

from rgpt_tui.engine import connection as connections
from rgpt_tui.engine import keeping
from rgpt_tui.engine.calls import CloseStory
from rgpt_tui.engine.client import EngineClient
from rgpt_tui.engine.connection import Connection, EngineDied
from rgpt_tui.engine.messages import PROTOCOL, Call, Hello, ToEngine, Welcome
from rgpt_tui.engine.pipe import Pipe
from rgpt_tui.engine.process import launch
from rgpt_tui.engine.status import EngineState
from rgpt_tui.formats.errors import DraftMissing
from rgpt_tui.models.starter.failures import FetchFailed
from rgpt_tui.settings import Settings
from tests.engine.collecting import collect
from tests.engine.engine_process import is_there, until
from tests.model_server import Reply

NONE = Settings(model="none")


@pytest.fixture
async def client():
    """A client with an engine process of its own."""
    started = EngineClient.start()
    await started.connect()
    yield started
    await started.close()


@pytest.fixture
def no_engine(monkeypatch, tmp_path):
    """Makes every engine process end at once, until it is told otherwise."""

    def fail(failing=True):
        script = tmp_path / "python"
        script.write_text("#!/bin/sh\necho cannot >&2\nexit 3\n", encoding="utf-8")
        script.chmod(stat.S_IRWXU)
        monkeypatch.setattr(sys, "executable", str(script) if failing else real)

    real = sys.executable
    monkeypatch.setattr(keeping, "PAUSE_SECONDS", 0.001)
    return fail


async def test_it_says_how_the_engine_is(client):
    seen = []
    unwatch = client.watch(lambda status: seen.append(status.state))
    os.kill(client.pid, signal.SIGKILL)
    await until(lambda: seen[-1:] == [EngineState.READY])
    unwatch()
    await client.close()
    assert list(dict.fromkeys(seen)) == [EngineState.RESTARTING, EngineState.READY]
    assert client.state is EngineState.GONE
    assert client.status.sentence


async def test_a_call_waits_for_an_engine_that_is_being_started(client):
    first = client.pid
    os.kill(first, signal.SIGKILL)
    await until(lambda: client.pid is None)
    found = await client.find_models(NONE)
    assert "`none`" in found.why
    assert client.pid != first


async def test_all_calls_under_way_learn_that_the_engine_died(
    client, settings, folder, model_server
):
    model_server.default = Reply(wait=60)
    story = client.story(folder, settings)
    waiting = [asyncio.ensure_future(collect(story.open_story())) for _ in range(2)]
    await until(lambda: len(model_server.requests) == 2)
    os.kill(client.pid, signal.SIGKILL)
    ends = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(end) for end in ends] == [EngineDied, EngineDied]
    assert ends[0] is not ends[1]
    assert (await client.find_models(NONE)).used == ""


async def test_an_engine_that_does_not_answer_is_told_and_heard_again():
    client = EngineClient.start(silence_seconds=0.5)
    await client.connect()
    os.kill(client.pid, signal.SIGSTOP)
    await until(lambda: client.state is EngineState.SILENT)
    assert "are safe" in client.status.sentence
    asking = asyncio.ensure_future(client.find_models(NONE))
    os.kill(client.pid, signal.SIGCONT)
    assert (await asking).used == ""
    await until(lambda: client.state is EngineState.READY)
    await client.close()


async def test_a_silent_engine_is_ended_at_once_by_a_restart_and_its_calls_learn_of_it(
    settings, folder, model_server
):
    model_server.default = Reply(wait=60)
    client = EngineClient.start(silence_seconds=0.5)
    await client.connect()
    first = client.pid
    opening = asyncio.ensure_future(collect(client.story(folder, settings).open_story()))
    await until(lambda: model_server.requests)
    os.kill(first, signal.SIGSTOP)
    await until(lambda: client.state is EngineState.SILENT)
    await client.restart()
    with pytest.raises(EngineDied):
        await opening
    assert not is_there(first)
    assert (await client.find_models(NONE)).used == ""
    await client.close()


async def test_an_engine_that_keeps_dying_is_given_up_until_it_is_restarted(no_engine):
    no_engine()
    client = EngineClient.start()
    with pytest.raises(EngineDied, match=r"restart the engine.*engine\.log"):
        await client.connect()
    assert client.state is EngineState.GONE
    with pytest.raises(EngineDied):
        await client.find_models(NONE)

    no_engine(failing=False)
    await client.restart()
    assert (await client.find_models(NONE)).used == ""
    await client.close()


async def test_a_missing_python_is_told_and_does_not_keep_the_studio_from_starting(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(keeping, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    client = EngineClient.start()
    with pytest.raises(EngineDied):
        await client.connect()
    await client.close()


async def test_an_engine_of_another_version_is_not_talked_to(monkeypatch):
    client = EngineClient.start()
    monkeypatch.setattr(connections, "PROTOCOL", PROTOCOL + 1)
    with pytest.raises(EngineDied, match="Quit rgpt and start it again"):
        await client.connect()
    assert client.state is EngineState.GONE
    await client.close()


async def test_the_engine_ends_if_the_studio_is_of_another_version():
    process = launch()
    pipe = await Pipe.over(process.end, Welcome)
    pipe.send(Hello(PROTOCOL + 1, "9"))
    assert (await pipe.receive_first(Welcome)).protocol == PROTOCOL
    assert await pipe.receive() is None
    assert await asyncio.to_thread(process.stop) == 0


async def test_an_engine_that_talks_nonsense_is_as_good_as_dead():
    ours, theirs = socket.socketpair()
    lost = []
    engine = await Pipe.over(theirs, ToEngine)
    connecting = asyncio.ensure_future(
        Connection.over(ours, lambda: lost.append(True), lost.append, 60.0)
    )
    await engine.receive_first(Hello)
    engine.send(Welcome(PROTOCOL, "", 1))
    connection = await connecting
    asking = asyncio.ensure_future(connection.ask(CloseStory(folder=b"")))
    while not isinstance(await engine.receive(), Call):
        pass
    engine.send(Hello(1, "in the wrong place"))
    with pytest.raises(EngineDied):
        await asking
    assert lost
    assert await engine.receive() is None
    engine.close()


async def test_closing_ends_the_process_and_whoever_calls_afterwards_is_told():
    client = EngineClient.start()
    await client.connect()
    pid = client.pid
    await client.close()
    assert not is_there(pid)
    with pytest.raises(EngineDied):
        await client.find_models(NONE)


async def test_an_engine_that_was_never_connected_is_closed_too():
    client = EngineClient.start()
    process = client._process
    await client.close()
    assert not is_there(process.pid)


async def test_a_draft_is_read_and_cut_in_the_engine(client, tmp_path):
    file = tmp_path / "draft.md"
    file.write_text("# The Bell\n\n## One\n\nIt rang at night.\n", encoding="utf-8")
    draft, language = await client.read_draft(file)
    assert draft.title == "The Bell"
    assert [(page.heading, page.paragraph) for page in draft.passages] == [
        ("One", "It rang at night.")
    ]
    assert language == "en"
    with pytest.raises(DraftMissing):
        await client.read_draft(tmp_path / "nothing.md")


async def test_models_are_found_and_a_lack_of_them_is_said(client, settings):
    found = await client.find_models(settings)
    assert (found.used, found.paid) == ("openai/writer", False)
    assert "`model`" in found.why


async def test_a_failure_to_fetch_the_starter_model_is_told(client, tmp_path):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "models").write_text("in the way", encoding="utf-8")
    with pytest.raises(FetchFailed, match="could not be stored"):
        await collect(client.fetch_starter())


async def test_it_is_warm_after_warming_and_answers_meanwhile(client):
    warming = asyncio.ensure_future(client.warm(Settings(model="openai/writer")))
    answers = 0
    while not warming.done():
        await client.find_models(NONE)
        answers += 1
    await warming
    assert answers > 1
