"""A full day's work with a key in the credentials file: no other file ever holds that key."""

from __future__ import annotations

import asyncio
import base64
import logging
import os
import signal
import sqlite3
import sys
import tempfile
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from rgpt_tui.cli import main, upkeep
from rgpt_tui.engine.client import EngineClient
from rgpt_tui.settings_reading import load_settings
from rgpt_tui.settings_writing import write_setting
from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.app import StudioApp
from tests.model_server import Failure, Reply, bad_key
from tests.studio.waiting import idle, opened, screen_text, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.model_server import ModelServer

KEY = "Kanarienvogel+4711/und=0815kein~Muster"
"""It has the shape of no vendor's keys, so that it is found by being known alone."""
ECHOES = (
    bad_key(shown=KEY),
    Failure(403, f"<html><title>{KEY}</title></html>", content_type="text/html"),
    Failure(400, f"Authorization: Bearer {KEY} is not welcome"),
    Failure(500, f'{{"error": {{"message": "{KEY}"}}}}', headers={"X-Key": KEY}),
    Reply("Paragraph: Half of it", error_at_end=f"The key {KEY} ran out."),
)


def disguises(key: str) -> Iterator[bytes]:
    """A key in every form in which a program could write it down."""
    raw = key.encode()
    yield raw
    yield raw.hex().encode()
    yield repr(key).encode()
    yield key.encode("utf-16-le")
    quoted = (quote(key), quote(key, safe=""), quote_plus(key))
    yield from (each.encode() for each in dict.fromkeys(quoted))
    for shift in range(3):
        # In base64 a text looks otherwise by its place; the ends depend on what is beside it.
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"\0" * shift + raw)[4 : 4 * (len(raw) // 3)]


def holding(key: str, folder: Path) -> set[Path]:
    """The files below a folder that hold a key, in any form."""
    forms = [*disguises(key)]
    found = set()
    for file in (each for each in folder.rglob("*") if each.is_file()):
        content = file.read_bytes()
        if content.startswith(b"SQLite format 3"):
            # A text can be cut in two by the pages of the file.
            with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as book:
                content += "\n".join(book.iterdump()).encode()
        if any(form in content for form in forms) or key in str(file):
            found.add(file)
    return found


@pytest.fixture
def home(
    tmp_path: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A user's whole world, with the key in the credentials file and everything logged."""
    config, temporary = tmp_path / "config", tmp_path / "tmp"
    for folder in (config, temporary):
        folder.mkdir()
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("COLUMNS", "200")
    credentials = config / "credentials.toml"
    credentials.touch(0o600)
    credentials.write_text(f'OPENAI_API_KEY = "{KEY}"\n', encoding="utf-8")
    for name, value in {
        "stories": str(tmp_path / "stories"),
        "model": "openai/writer",
        "api_base": model_server.url,
        "api_key_env": "OPENAI_API_KEY",
        "retries": 0,
    }.items():
        write_setting(name, value)
    editor = tmp_path / "editor.sh"
    editor.write_text(f"#!/bin/sh\nenv > {tmp_path}/environment-of-the-editor\necho More. >> $1\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    everything = logging.FileHandler(tmp_path / "debug.log", encoding="utf-8")
    root = logging.getLogger()
    before = root.level
    root.addHandler(everything)
    root.setLevel(logging.DEBUG)
    yield tmp_path
    root.removeHandler(everything)
    root.setLevel(before)


def run(home: Path, *arguments: object) -> None:
    """Run a command; what it prints goes to a file, as everything else does."""
    with (home / "printed.txt").open("a", encoding="utf-8") as out, suppress(SystemExit):
        sys.argv = ["rgpt", *map(str, arguments)]
        with redirect_stdout(out), redirect_stderr(out):
            main()


def command_lines() -> bytes:
    """The arguments of every process there is."""
    lines = b""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            lines += process.read_bytes()
    return lines


async def studio(home: Path, model_server: ModelServer) -> None:
    """Write in the studio, fail, leave words unsent, and lose the engine in the middle."""
    client = EngineClient.start()
    app = StudioApp(load_settings(), client, story=home / "stories" / "the-mill")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        steps = len(screen.standing.path)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: len(screen.standing.path) > steps, "the step")
        await idle(pilot)
        assert KEY.encode() not in command_lines()
        for echo in (ECHOES[0], ECHOES[-1]):
            model_server.default = echo
            asked = len(model_server.requests)
            await pilot.press("ctrl+g")
            await wait_for(
                pilot, lambda asked=asked: len(model_server.requests) > asked, "a request"
            )
            await idle(pilot)
            assert KEY not in screen_text(pilot)
            assert not any(KEY in each.message for each in app._notifications)
        assert client.pid is not None
        os.kill(client.pid, signal.SIGKILL)
        with suppress(RgptError):
            await app.going.close_story()
    await client.close()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_days_work_leaves_the_key_in_the_credentials_file_alone(
    home: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    model_server.default = Reply(chunk=200)
    run(home, "new", "--title", "The Mill", "--topic", "a mill")
    run(home, "write", "the-mill", "--pick", 1)
    run(home, "write", "the-mill", "--pick", 2, "--json")
    for echo in ECHOES:
        model_server.default = echo
        run(home, "write", "the-mill", "--pick", 1, *(["--json"] if echo is ECHOES[0] else []))
    model_server.default = Reply(chunk=200)
    run(home, "edit", "the-mill", "memory")
    run(home, "export", "the-mill", "--output", home / "the-mill.md")
    run(home, "export", "the-mill", "--format", "bundle", "--output", home / "the-mill.rgpt.json")
    run(home, "import", home / "the-mill.rgpt.json")
    run(home, "recall", "the-mill", "mill")
    for command in ("doctor", "models", "paths", "list"):
        run(home, command)
    asyncio.run(studio(home, model_server))

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"Illegal header value b'Bearer {KEY}'")

    monkeypatch.setattr(upkeep.paths, "callback", fail)
    run(home, "paths")

    authorised = [each.headers.get("authorization", "") for each in model_server.requests]
    assert authorised.count(f"Bearer {KEY}") >= 8, "the key was not even used"
    for written in (
        "stories/the-mill/book.db", "the-mill.rgpt.json", "printed.txt", "debug.log",
        "environment-of-the-editor", "data/logs/errors.log", "data/logs/engine.log",
    ):  # fmt: skip
        assert (home / written).is_file(), written
    credentials = home / "config" / "credentials.toml"
    assert holding(KEY, home) == {credentials}
    assert credentials.stat().st_mode & 0o777 == 0o600
    assert KEY not in str(os.environ)


@pytest.mark.parametrize("form", [*disguises(KEY)])
def test_the_search_would_find_the_key_in_any_form(tmp_path: Path, form: bytes) -> None:
    (tmp_path / "file").write_bytes(b"some words " + form + b" and more")

    assert holding(KEY, tmp_path) == {tmp_path / "file"}
