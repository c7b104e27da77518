"""Books to open in the studio: as long as they need to be, written without an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.stories import paragraph, steps
from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief, NewStep, StepKind, Text
from rgpt_tui.story.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LAST_WORDS = "Nobody heard the zeppelin."
"""With them every book ends."""


def book_of(root: Path, count: int) -> Path:
    """The folder of a new story of so many steps, chapters and plans included."""
    folder = Shelf(root / "stories").create(Brief(title=f"A Book of {count}", genre="mystery"))
    last = NewStep(
        kind=StepKind.WRITTEN,
        text=Text(
            heading="The End",
            paragraph=f"{paragraph(count, 8)} {LAST_WORDS}",
            rationale="The key was found.",
            memory=paragraph(-count - 1, 15),
            plans=tuple(paragraph(-3 * count - plan, 5) for plan in range(3)),
        ),
    )
    with Book.open(folder) as book:
        book.commit([*steps(count - 1), last])
    return folder


def environment(root: Path, api_base: str = "http://127.0.0.1:9/v1") -> Mapping[str, str]:
    """Settings of the benchmark's own, in an environment to start rgpt in.

    Args:
        root: a folder for settings and data.
        api_base: where the model is.
    """
    config = root / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "settings.toml").write_text(
        f'model = "openai/writer"\napi_base = "{api_base}"\napi_key_env = "BENCH_KEY"\n'
        f'stories = "{root / "stories"}"\n'
    )
    return {
        "RGPT_CONFIG_DIR": str(config),
        "RGPT_DATA_DIR": str(root / "data"),
        "BENCH_KEY": "bench",
        "HF_HUB_OFFLINE": "1",
    }


async def remember(folder: Path) -> None:
    """Fill the long-term memory of a book with mixed vectors; see `bench.recall`."""
    from bench.recall import Mixed, gate_to
    from rgpt_tui.archive.archive import FOLDER, Archive
    from rgpt_tui.archive.minilm import load_minilm
    from rgpt_tui.engine.long_term_memory import BookSource
    from rgpt_tui.story.reading import BookReader

    minilm = await load_minilm()
    some = await minilm.embed([paragraph(seed, 1) for seed in range(400)])
    embedder = Mixed(minilm, some)
    embedder.name = minilm.name
    with BookReader.open(folder) as book:
        archive = await Archive.open(folder / FOLDER, BookSource(book), gate=gate_to(embedder))
        async for _ in archive.catch_up():
            pass
        await archive.close()
    minilm.close()
