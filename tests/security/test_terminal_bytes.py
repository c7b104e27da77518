"""The bytes that the real studio sends to a terminal, where every word of a story is hostile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bench.terminal import Terminal
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.security.test_escapes import HOSTILE, OBEYED, TURNING
from tests.studio.conftest import step_of

if TYPE_CHECKING:
    from pathlib import Path

STUDIO: Final = ["-c", "from rgpt_tui.cli import main; main()"]
OWNED: Final = f"\x1b]0;owned\x07\x1b]2;owned\x1b\\\x9d0;owned\x9c The Bell \x07 {HOSTILE}"
OURS: Final = re.compile(
    r"""\r\n | \x1b(
      \[([0-9];?)* ((38|48);2;\d+;\d+;\d+;?)* m   # bold and the like, and colours by their light
    | \[\d+;\d+H                                  # where the next words go
    | \[\?\d+[hl]                                 # the screen, the mouse, what is pasted
    | \[\?\d+\$p | \[>\d+u | \[<u                   # what the terminal can do
    | \]22;[a-z]+\x07                             # the shape of the pointer
    )""",
    re.VERBOSE,
)
"""All that the studio tells a terminal. A title of the window (OSC 0 and 2) is not in it."""


def test_a_terminal_gets_no_order_from_a_story_neither_as_a_title_nor_in_a_toast(
    tmp_path: Path,
) -> None:
    brief = Brief(**dict.fromkeys(("title", "topic", "genre", "style", "cast", "outline"), OWNED))
    text = dict.fromkeys(("heading", "paragraph", "rationale", "memory"), OWNED)
    steps = [step_of(1, **text, plans=(OWNED, OWNED, OWNED)), step_of(2, heading=OWNED)]
    Shelf(tmp_path / "stories").create(brief, steps)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").touch()
    environment = {"RGPT_STORIES": str(tmp_path / "stories"), "RGPT_MODEL": "none"}

    with Terminal(STUDIO, environment) as terminal:
        terminal.seconds_to("The Bell")
        terminal.type("d")
        terminal.seconds_to("A copy of “", "stands on the shelf")
        terminal.type("x")
        terminal.seconds_to("Put “")
        terminal.type("y")
        terminal.seconds_to("is in the archive")
        terminal.type("\r")
        terminal.seconds_to("for the next request")
    sent = terminal.sent.decode()

    assert "owned" in sent
    left = OURS.sub("", sent)
    assert not set(left) & (OBEYED | TURNING), ascii(left[:2000])
