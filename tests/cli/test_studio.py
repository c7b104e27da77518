"""Opening the studio from the command line, in a real terminal and where there is none."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief, NewStep, StepKind, Text
from rgpt_tui.story.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 60.0
CTRL_Q = b"\x11"


class Terminal:
    """rgpt in a pseudo-terminal of 80 by 24."""

    def __init__(self, *arguments: str) -> None:
        self.shown = b""
        program = (
            f"import sys; sys.argv = {['rgpt', *arguments]!r}\n"
            "from rgpt_tui.cli import main; main()"
        )
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            os.execv(sys.executable, [sys.executable, "-c", program])

    def wait_for(self, text: str) -> None:
        """Wait until something was shown."""
        self._read_until(lambda: text.encode() in self.shown, text)

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self._end, keys)

    def edit(self) -> None:
        """Open the paragraph, and type a Z into it."""
        pressed = 0.0

        def typed() -> bool:
            nonlocal pressed
            # Both keys do nothing before the pane has the focus, so they are pressed again.
            if time.monotonic() - pressed > 0.3:
                pressed = time.monotonic()
                self.press(b"eZ")
            return b"Z" in self.shown

        self._read_until(typed, "a Z in the paragraph")

    def wait(self) -> int:
        """Wait for its end, and give the exit code."""
        codes: list[int] = []

        def ended() -> bool:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                codes.append(os.waitstatus_to_exitcode(status))
            return bool(pid)

        self._read_until(ended, "its end")
        self.pid = 0
        return codes[0]

    def hang_up(self) -> None:
        """Close the terminal, as one closes its window."""
        os.close(self._end)
        self._end = -1

    def close(self) -> None:
        """End it, if it is still there."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self._end >= 0:
            self.hang_up()

    def _read_until(self, condition: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"waited in vain for {what}: {self.shown[-2000:]!r}"
            if self._end < 0:
                time.sleep(0.02)
            elif select.select([self._end], [], [], 0.05)[0]:
                with suppress(OSError):
                    self.shown += os.read(self._end, 65536)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[type[Terminal]]:
    """Opens rgpt in a terminal, with the stories in a folder of the test's own."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("RGPT_STORIES", str(tmp_path / "stories"))
    monkeypatch.setenv("RGPT_MODEL", "none")
    opened: list[Terminal] = []

    class Kept(Terminal):
        def __init__(self, *arguments: str) -> None:
            super().__init__(*arguments)
            opened.append(self)

    yield Kept
    for each in opened:
        each.close()


@pytest.fixture
def bell(tmp_path: Path) -> Path:
    """The folder of a story of one step."""
    folder = Shelf(tmp_path / "stories").create(Brief(title="The Drowned Bell"))
    with Book.open(folder) as book:
        book.commit([NewStep(kind=StepKind.OWN, text=Text(paragraph="It rang under the sea."))])
    return folder


def test_without_a_command_the_studio_opens_on_the_shelf_and_ctrl_q_leaves(terminal, bell):
    studio = terminal()
    studio.wait_for("The Drowned Bell")
    studio.press(CTRL_Q)
    assert studio.wait() == 0


def test_open_opens_a_story_and_the_next_start_begins_there(terminal, bell):
    studio = terminal("open", "bell-that-is-not-there")
    assert studio.wait() == 1
    studio = terminal("open", "the drowned bell")
    studio.wait_for("rang under the sea")
    studio.press(CTRL_Q)
    assert studio.wait() == 0
    studio = terminal()
    studio.wait_for("rang under the sea")
    studio.press(CTRL_Q)
    assert studio.wait() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_studio_that_is_ended_from_outside_keeps_what_is_typed(terminal, bell, number):
    studio = terminal("open", "the-drowned-bell")
    studio.wait_for("rang under the sea")
    studio.edit()
    os.kill(studio.pid, number)
    assert studio.wait() == 0
    with BookReader.open(bell) as book:
        (step,) = book.last_steps(1)
    assert "Z" in step.text.paragraph
    # Nobody holds the story any more: it can be renamed.
    Shelf(bell.parent).rename(bell.name, "The Bell")


def test_a_terminal_that_is_closed_ends_the_studio_and_keeps_what_is_typed(terminal, bell):
    studio = terminal("open", "the-drowned-bell")
    studio.wait_for("rang under the sea")
    studio.edit()
    studio.hang_up()
    assert studio.wait() == 0
    with BookReader.open(bell) as book:
        (step,) = book.last_steps(1)
    assert "Z" in step.text.paragraph


def test_a_terminal_that_can_only_print_lines_gets_the_list(terminal, bell, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    listing = terminal()
    assert listing.wait() == 0
    assert b"the-drowned-bell" in listing.shown
    refused = terminal("open", "the-drowned-bell")
    assert refused.wait() == 1
    assert b"TERM=dumb" in refused.shown
    assert b"rgpt list" in refused.shown


def test_where_output_goes_elsewhere_stories_are_listed(rgpt, bell):
    assert "the-drowned-bell" in rgpt().out
    assert "the-drowned-bell" in rgpt("list").out
    assert rgpt("--json").lines == rgpt("list", "--json").lines
    assert rgpt("--json").lines[0]["title"] == "The Drowned Bell"
    opened = rgpt("open", "the-drowned-bell")
    assert opened.code == 1
    assert "needs a terminal" in opened.err


def test_as_a_module_it_is_the_same_program() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "rgpt_tui", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("rgpt, version ")
