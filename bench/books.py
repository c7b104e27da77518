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
