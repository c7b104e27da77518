"""Words of a model, a file or a server on every way out: a terminal shows them and obeys none."""

from __future__ import annotations

import json
import logging
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui import external_editor
from rgpt_tui.cli import main, upkeep
from rgpt_tui.models.logged import SafeFormatter
from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.printable import CONTROLS, DIRECTIONS
from rgpt_tui.story.records import Brief, Making, NewStep, StepKind, Text
from rgpt_tui.story.shelf import Shelf
from tests.model_server import Failure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model_server import ModelServer

HOSTILE = (
    "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\ \x1b]0;owned\x07\x1b]2;owned\x9c \x1b]52;c;b3du\x07"
    "\x1b[2J\x1b[31mred \x9b31m \x90q\x9c \x85 \x7f \x08\x08 \x0e \x1bc \x05 \x1b[6n"
    " \u202edesrever\u202c \u2066isolated\u2069 end"
)
OBEYED = {chr(code) for code in CONTROLS} - {"\n"}
TURNING = {chr(code) for code in DIRECTIONS}


def obeyed_in(text: str) -> set[str]:
    """What of a text a terminal would obey."""
    return set(text) & (OBEYED | TURNING)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A story in which every text is hostile."""
    brief = Brief(**dict.fromkeys(("title", "topic", "genre", "style", "cast", "outline"), HOSTILE))
    folder = Shelf(tmp_path / "stories").create(brief)
    texts: dict[str, Any] = dict.fromkeys(("heading", "paragraph", "rationale", "memory"), HOSTILE)
    text = Text(**texts, plans=(HOSTILE, HOSTILE, HOSTILE), pinned=(HOSTILE,))
    with Book.open(folder) as book:
        book.commit([NewStep(kind=StepKind.WRITTEN, text=text, making=Making(model=HOSTILE))])
        book.commit([NewStep(kind=StepKind.WRITTEN, text=text)])
        book.drafts.keep(Draft(parent=book.tip, heading=HOSTILE, sections={"paragraph": HOSTILE}))
    return folder


@pytest.fixture
def printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Any:
    """What a command prints, on both streams."""
    monkeypatch.setenv("RGPT_STORIES", str(tmp_path / "stories"))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["rgpt", *map(str, arguments)])
        capsys.readouterr()
        with suppress(SystemExit):
            main()
        return "".join(capsys.readouterr())

    return call


COMMANDS = [
    ("list",), ("list", "--json"), ("show", "{story}"), ("show", "{story}", "--json"),
    ("show", "{story}", "--step", "1"), ("prompt", "{story}"), ("prompt", "{story}", "--json"),
    ("recall", "{story}", "red"), ("recall", "{story}", "red", "--json"), ("doctor",),
    ("show", HOSTILE), ("export", "{story}", "--format", HOSTILE), (HOSTILE,),
    ("import", "/nowhere/" + HOSTILE), ("export", "{story}", "--output", "/nowhere/" + HOSTILE),
    ("list", "--stories", "/nowhere/" + HOSTILE), ("--" + HOSTILE,),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command)[:30].strip())
def test_no_command_prints_what_a_terminal_would_obey(
    printed: Any, story: Path, command: tuple[str, ...], with_model: ModelServer
) -> None:
    out = printed(*(part.format(story=story.name) if "{" in part else part for part in command))

    assert out.strip()
    assert not obeyed_in(out)


@pytest.fixture
def with_model(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> ModelServer:
    monkeypatch.setenv("RGPT_MODEL", "openai/writer")
    monkeypatch.setenv("RGPT_API_BASE", model_server.url)
    monkeypatch.setenv("RGPT_RETRIES", "0")
    return model_server


@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["", "json"])
def test_the_words_of_a_server_that_fails_are_only_words(
    printed: Any, story: Path, with_model: ModelServer, as_json: tuple[str, ...]
) -> None:
    with_model.default = Failure(400, json.dumps({"error": {"message": HOSTILE}}))

    assert "owned" in (out := printed("write", story.name, "--pick", 1, *as_json))
    assert not obeyed_in(out)


@pytest.mark.parametrize("form", ["md", "text", "bundle"])
def test_no_export_holds_what_a_terminal_would_obey(
    printed: Any, story: Path, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"export.{form}"

    printed("export", story.name, "--format", form, "--output", file)
    text = file.read_text(encoding="utf-8")

    assert "isolated" in text
    assert not set(text) & OBEYED
    assert (
        not set(
            (story / "story.md").read_text(encoding="utf-8")
            if (story / "story.md").exists()
            else ""
        )
        & OBEYED
    )


def test_no_log_holds_what_a_terminal_would_obey(
    printed: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(HOSTILE)

    monkeypatch.setattr(upkeep.paths, "callback", fail)

    assert not obeyed_in(printed("paths"))
    log = tmp_path / "data" / "logs" / "errors.log"
    assert "owned" in log.read_text(encoding="utf-8")
    assert not obeyed_in(log.read_text(encoding="utf-8"))
    record = logging.LogRecord("x", logging.ERROR, "", 1, "said %s", (HOSTILE,), None)
    assert not obeyed_in(SafeFormatter("%(message)s").format(record))


def test_the_name_of_the_file_for_the_editor_is_ours_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    named: list[str] = []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("click.edit", lambda filename: named.append(filename))

    for what in ("memory", "../../x " + HOSTILE.replace("\x00", "")):
        with pytest.raises(external_editor.EditRefused), external_editor.ExternalEditor() as editor:
            editor.edit("She ran.", what)

    assert all(name.startswith(f"{tmp_path}/rgpt-") for name in named)
    assert not any(obeyed_in(name) or ".." in name for name in named)
    assert not list(tmp_path.glob("rgpt-*"))
