"""How soon the studio is on the screen, and the story in it.

Processes in a terminal of their own, from their start until what is waited for was written to it.
The studio starts its engine process before anything else, whose loading counts. The bare app is
`bench.bare_app`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.bare_app import NAMES
from bench.books import LAST_WORDS, book_of, environment
from bench.rows import Row
from bench.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

RGPT = ["-c", "from rgpt_tui.cli import main; main()", "open"]
FRAME = ("Story", "Memory", "Recalled", "Next")
"""On the studio's first frame: the frames of the panes, with their titles."""
MOST = 1.3


def measure(quick: bool) -> list[Row]:
    """Start both by turns, since other work comes and goes."""
    bare, studio, text = [], [], []
    with tempfile.TemporaryDirectory() as root:
        folder, around = book_of(Path(root), 100), environment(Path(root))
        for _ in range(4 if quick else 10):
            bare.append(_seconds(["-m", "bench.bare_app"], around, *NAMES, "First", "Aid"))
            with Terminal([*RGPT, folder.name], around) as terminal:
                studio.append(terminal.seconds_to(*FRAME))
                text.append(terminal.seconds_to(LAST_WORDS.split()[-1]))
    # The first ones fill the caches of the disk.
    ratio = median(studio[1:]) / median(bare[1:])
    return [
        Row(
            question="start to the first frame of the studio on a story, beside a bare Textual app "
            "of four text areas, a list and a footer",
            value=f"{median(studio[1:]) * 1e3:.0f} ms",
            beside=f"{median(bare[1:]) * 1e3:.0f} ms",
            ratio=ratio,
            target=f"{MOST} at most",
            good=ratio <= MOST,
        ),
        Row(
            question="… and to the story's text in it",
            value=f"{median(text[1:]) * 1e3:.0f} ms",
            beside=f"{median(bare[1:]) * 1e3:.0f} ms",
            ratio=median(text[1:]) / median(bare[1:]),
        ),
    ]


def _seconds(program: list[str], around: Mapping[str, str], *texts: str) -> float:
    with Terminal(program, around) as terminal:
        return terminal.seconds_to(*texts)
