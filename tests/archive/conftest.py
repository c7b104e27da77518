"""The real MiniLM, loaded once for all tests, and archives of a book in memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import pytest

from rgpt_tui.archive.archive import Archive
from rgpt_tui.archive.gate import EmbedderGate
from rgpt_tui.archive.minilm import load_minilm
from tests.archive.village import VILLAGE, Book, Recorder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rgpt_tui.archive.embedder import Embedder


class Opens(Protocol):
    """Opens the archive of the book, as many times as a test likes."""

    async def __call__(self, gate: EmbedderGate | None = None) -> Archive: ...


@pytest.fixture(scope="session")
def minilm() -> Iterator[Embedder]:
    embedder = asyncio.run(load_minilm())
    yield embedder
    embedder.close()


@pytest.fixture
def recorder(minilm: Embedder) -> Recorder:
    return Recorder(minilm)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Die Brücke 石桥 (a story)" / "long_term_memory"


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def village(book: Book) -> Book:
    for step, paragraph in VILLAGE.items():
        book.write(step, paragraph)
    return book


@pytest.fixture
def opens(folder: Path, book: Book, recorder: Recorder) -> Opens:
    async def load(_: str) -> Embedder:
        return recorder

    async def opens(gate: EmbedderGate | None = None) -> Archive:
        return await Archive.open(folder, book, gate=gate or EmbedderGate("minilm", load))

    return opens
