"""What is heavy is not loaded where it is not needed: seen in the modules of a fresh process."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "lancedb",
    "litellm",
    "numpy",
    "pyarrow",
    "sentence_transformers",
    "textual",
    "torch",
    "xllamacpp",
}
STORY = (
    "rgpt_tui.story.book, rgpt_tui.story.lock, rgpt_tui.story.shelf, rgpt_tui.story.memory, "
    "rgpt_tui.story.sentences, rgpt_tui.story.readable"
)
SESSION = (
    "rgpt_tui.engine.session, rgpt_tui.engine.events, rgpt_tui.engine.piloting, "
    "rgpt_tui.engine.importing, rgpt_tui.engine.exporting"
)


def modules_after(program: str) -> set[str]:
    """The names of all modules that a program has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint('MODULES', *sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    last = done.stdout.splitlines()[-1].split()
    assert last[0] == "MODULES"
    return set(last[1:])


def call(*arguments: str) -> str:
    """A program that calls rgpt."""
    return (
        f"import sys\nsys.argv = {['rgpt', *arguments]!r}\n"
        "from rgpt_tui.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )


@pytest.mark.parametrize(
    "arguments",
    [["--help"], [], ["list"], ["write", "--help"], ["open", "--help"], ["paths"], ["show", "no"]],
    ids=str,
)
def test_commands_that_ask_nobody_load_nothing_heavy(arguments):
    assert not modules_after(call(*arguments)) & HEAVY


def test_the_story_room_loads_nothing_heavy_and_no_other_room():
    loaded = modules_after(f"import {STORY}")
    assert not loaded & HEAVY
    rooms = {name.split(".")[1] for name in loaded if name.startswith("rgpt_tui.")}
    assert rooms == {"story"}


def test_a_front_end_can_hold_a_session_without_loading_the_engine():
    assert not modules_after(f"import {SESSION}") & HEAVY


def test_the_studio_with_all_its_screens_loads_nothing_heavy_but_textual():
    loaded = modules_after(
        "import importlib, pkgutil, rgpt_tui.studio.app\n"
        "for found in pkgutil.walk_packages(rgpt_tui.studio.__path__, 'rgpt_tui.studio.'):\n"
        "    importlib.import_module(found.name)\n"
        "import rgpt_tui.engine.client, rgpt_tui.engine.remote, rgpt_tui.engine.session"
    )
    assert "rgpt_tui.studio.screens.writing" in loaded
    assert loaded & HEAVY == {"textual"}
