"""The command line as it is called: arguments in; exit code, output and JSON lines out."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.cli import main
from tests.model_server import Reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.model_server import ModelServer


@dataclass(frozen=True)
class Called:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON objects that were printed."""
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]

    def events(self, name: str) -> list[dict[str, Any]]:
        """The events of one name."""
        return [line for line in self.lines if line.get("event") == name]


@pytest.fixture
def rgpt(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Called]:
    """Calls a command, with the stories in a folder of the test's own."""
    monkeypatch.setenv("RGPT_STORIES", str(tmp_path / "stories"))

    def call(*arguments: object) -> Called:
        monkeypatch.setattr(sys, "argv", ["rgpt", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        else:
            code = 0
        printed = capsys.readouterr()
        return Called(code, printed.out, printed.err)

    return call


@pytest.fixture
def with_model(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> ModelServer:
    """Commands ask the model server of the tests, which sends its words in large pieces."""
    model_server.default = Reply(chunk=200)
    monkeypatch.setenv("RGPT_MODEL", "openai/writer")
    monkeypatch.setenv("RGPT_API_BASE", model_server.url)
    monkeypatch.setenv("RGPT_RETRIES", "0")
    return model_server


@pytest.fixture
def story(rgpt: Callable[..., Called], with_model: ModelServer) -> str:
    """A story with an opening."""
    made = rgpt("new", "--title", "The Drowned Bell", "--topic", "a bell under the sea", "--json")
    assert made.code == 0, made.err
    with_model.forget()
    return "the-drowned-bell"


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Puts an editor in place that saves a given text."""

    def put(text: str) -> None:
        wanted = tmp_path / "wanted.txt"
        wanted.write_text(text, encoding="utf-8")
        script = tmp_path / "editor.py"
        script.write_text(
            f"import sys, shutil\nshutil.copyfile({str(wanted)!r}, sys.argv[1])\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")

    return put
