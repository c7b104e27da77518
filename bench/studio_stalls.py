"""How long the studio's event loop is held up, while the engine is at work and the writer types.

`RGPT_BENCH_NOVEL` names a novel to import; without it, one is made up. A stall is how late the
event loop is with something that was to be done by now, be it at work itself or waiting for the
processor, which others want too; they are counted from the moment when the
story's text is shown. A bare Textual app that is typed in and streamed into in the same run tells
what the machine gives (`bench.bare_stalls`).
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from bench.books import book_of, environment
from bench.rows import Row
from bench.stories import paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.studio.app import StudioApp

NOVEL = "RGPT_BENCH_NOVEL"
OFTEN, EVER = 0.008, 0.030
"""Seconds: the 99th percentile, and the longest."""
WHEN = {
    "loading": "the story opens and the engine loads",
    "streaming": "200 tokens a second stream in",
    "indexing": "the embedder indexes an imported book",
    "typing": "a plan, the memory and a paragraph are typed",
    "typing while indexing": "they are typed and the embedder indexes",
}


def measure(quick: bool) -> list[Row]:
    """Watch the event loop of a studio, from inside."""
    from bench.in_studio import answer_of, ask_inside
    from tests.model_server import ModelServer, Reply

    with ModelServer() as server, tempfile.TemporaryDirectory() as root:
        server.default = Reply(tokens_per_second=200)
        around = environment(Path(root), server.url)
        folder = book_of(Path(root), 100 if quick else 1_000)
        novel = _imported(Path(root), 40 if quick else 400)
        first = ask_inside("studio_stalls", folder, around, "writing")
        lags = first | ask_inside("studio_stalls", novel, around, "indexing")
        answer = Path(root) / "bare.answer"
        bare = answer_of(["-m", "bench.bare_stalls", str(answer)], answer, around)
    return [_row(what, each, bare.get(what)) for what, each in lags.items()]


def _row(
    what: str, beats: list[tuple[float, float]], bare: list[tuple[float, float]] | None
) -> Row:
    lags, worked = zip(*beats, strict=True)
    often, longest = quantiles(lags, n=100)[-1], max(lags)
    beside = f"at work itself {_said(worked)}"
    if bare is not None:
        beside = f"a bare Textual app {_said([late for late, _ in bare])}; {beside}"
    return Row(
        question=f"stalls of the event loop while {WHEN[what]}: 99th percentile, longest",
        value=_said(lags),
        beside=f"{beside}; {sum(lag > EVER for lag in lags)} of {len(lags):,} stalls above "
        f"{EVER * 1e3:.0f} ms",
        target=f"{OFTEN * 1e3:.0f} ms, {EVER * 1e3:.0f} ms at most",
        good=often <= OFTEN and longest <= EVER,
    )


def _said(seconds: Sequence[float]) -> str:
    return f"{quantiles(seconds, n=100)[-1] * 1e3:.1f} ms, {max(seconds) * 1e3:.0f} ms"


def _imported(root: Path, count: int) -> Path:
    """The folder of an imported novel that no long-term memory has yet."""
    from rgpt_tui.engine.importing import read_and_split, steps_of
    from rgpt_tui.story.book import Book
    from rgpt_tui.story.records import Brief
    from rgpt_tui.story.shelf import Shelf

    file = Path(os.environ.get(NOVEL, ""))
    if not file.is_file():
        file = root / "novel.txt"
        file.write_text("\n\n".join(paragraph(seed, 25) for seed in range(count)))
    folder = Shelf(root / "stories").create(Brief(title="A Novel"))
    with Book.open(folder) as book:
        book.commit(steps_of(read_and_split(file, "en")[0]))
    return folder


async def inside(app: StudioApp, word: str) -> dict[str, list[tuple[float, float]]]:
    """What the heart of the studio says."""
    from bench.in_studio import Heart, has_text, is_open, open_screen, remembered, until

    heart, found = Heart(), {}
    await until(lambda: is_open(app), "the screen")
    await until(lambda: has_text(app.going.open_screen), "the text")
    heart.taken()
    screen = await open_screen(app)
    if word == "indexing":
        await until(lambda: screen.status.doing, "the embedder")
        heart.taken()
        await asyncio.sleep(8)
        found["indexing"] = heart.taken()
        await _type(screen)
        found["typing while indexing"] = heart.taken()
        return found
    await until(lambda: screen.recalled.tray.plan is not None, "what is recalled")
    await remembered(screen)
    found["loading"] = heart.taken()
    await _type(screen)
    found["typing"] = heart.taken()
    await screen.action_write()
    await until(lambda: screen.story.prose.streaming, "words")
    heart.taken()
    with suppress(RuntimeError):
        await until(lambda: not screen.story.prose.streaming, "the step")
    found["streaming"] = heart.taken()
    return found


async def _type(screen: Any) -> None:
    from bench.keys import type_in_the_boxes

    boxes = (screen.action_next, screen.action_memory, screen.action_story)
    await type_in_the_boxes(boxes, opened_with="e", left_with="\x1b")
