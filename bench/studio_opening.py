"""Whether a long book keeps its writer waiting: from the start to its text on the screen."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from bench.books import LAST_WORDS, book_of, environment
from bench.rows import Row
from bench.studio_start import RGPT
from bench.terminal import Terminal

MOST = 1.2


def measure(quick: bool) -> list[Row]:
    """Open a short and a long book by turns."""
    short, long = (10, 1_000) if quick else (10, 10_000)
    seconds: dict[int, list[float]] = {short: [], long: []}
    with tempfile.TemporaryDirectory() as root:
        around = environment(Path(root))
        folders = {count: book_of(Path(root), count) for count in seconds}
        for _ in range(4 if quick else 8):
            for count, folder in folders.items():
                with Terminal([*RGPT, folder.name], around) as terminal:
                    seconds[count].append(terminal.seconds_to(LAST_WORDS.split()[-1]))
    # The first ones fill the caches of the disk.
    waited = {count: median(each[1:]) for count, each in seconds.items()}
    ratio = waited[long] / waited[short]
    return [
        Row(
            question=f"start to the story's text on the screen, {long:,} steps beside {short}",
            value=f"{waited[long] * 1e3:.0f} ms",
            beside=f"{waited[short] * 1e3:.0f} ms",
            ratio=ratio,
            target=f"{MOST} at most",
            good=ratio <= MOST,
        )
    ]
