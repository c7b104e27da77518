"""Recall, and keeping the long-term memory up to date, as a story grows.

Beside it the original's way: RecurrentGPT embeds every paragraph of the story again at each step,
whole, and compares them all. Its time at large sizes is extrapolated from a sample of paragraphs.

Paragraphs are made up, or those of a novel if one is named. The vectors of the archive are mixed
from real ones of MiniLM, so that 200,000 sentences need not be embedded for the sake of a search;
a step that is added is embedded by MiniLM itself.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import numpy

from bench.prose import Prose
from bench.rows import Row
from rgpt_tui.archive.archive import Archive
from rgpt_tui.archive.gate import EmbedderGate
from rgpt_tui.archive.lance import connect
from rgpt_tui.archive.minilm import load_minilm
from rgpt_tui.archive.query import MEMORY_WEIGHT, Cue, RecallQuery
from rgpt_tui.archive.source import ArchivedText
from rgpt_tui.archive.table import NAME, SentenceTable
from rgpt_tui.story.records import Position
from rgpt_tui.story.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rgpt_tui.archive.embedder import Embedder

NOVEL = "RGPT_BENCH_NOVEL"
"""Environment variable with the path of a novel as plain text, to take the paragraphs from."""
SENTENCES = 20
QUERIES = 40
ADDED = 25
SAMPLE = 24


def measure(quick: bool) -> list[Row]:
    """Stories of 100, 1,000 and 10,000 steps of 20 sentences; the last one not if in a hurry."""
    return asyncio.run(_measure((100, 1_000) if quick else (100, 1_000, 10_000)))


async def _measure(sizes: Sequence[int]) -> list[Row]:
    minilm = await load_minilm()
    paragraphs = _paragraphs()
    embedder = Mixed(minilm, await minilm.embed([next(paragraphs)[:200] for _ in range(400)]))
    whole = [next(paragraphs) for _ in range(SAMPLE)]
    await minilm.embed(whole[:1])
    begun = time.perf_counter()
    for paragraph in whole:
        await minilm.embed([paragraph])
    a_paragraph = (time.perf_counter() - begun) / SAMPLE
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows += await _story(Path(folder), size, embedder, paragraphs, a_paragraph)
    minilm.close()
    return rows


async def _story(
    folder: Path, size: int, embedder: Mixed, paragraphs: Iterator[str], a_paragraph: float
) -> list[Row]:
    book = Book([next(paragraphs) for _ in range(size)])
    archive = await Archive.open(folder, book, gate=gate_to(embedder))
    embedder.seconds, begun = 0.0, time.perf_counter()
    async for _ in archive.catch_up():
        pass
    built = time.perf_counter() - begun - embedder.seconds
    sentences = archive.status().sentences
    recalls = await _recalls(archive, book, paragraphs)
    embedder.real = True
    additions = []
    for _ in range(ADDED):
        book.add(next(paragraphs))
        begun = time.perf_counter()
        async for _ in archive.catch_up():
            pass
        additions.append(time.perf_counter() - begun)
    embedder.real = False
    again = size * a_paragraph + _compare_all(size, embedder.dimensions)
    rows = [
        Row(
            question=f"recall at {size:,} steps ({sentences:,} sentences), without embedding the "
            "query: median, 95th percentile",
            value=f"{median(recalls) * 1e3:.0f} ms, {quantiles(recalls, n=20)[-1] * 1e3:.0f} ms",
            beside=f"embed all again, compare all: {again:,.1f} s, "
            f"{again / median(recalls):,.0f} times as long",
            ratio=median(recalls) / again,
            target="under 50 ms" if size == 10_000 else "",
        ),
        Row(
            question=f"taking up one new step at {size:,} steps, embedding included: median, worst",
            value=f"{median(additions) * 1e3:.0f} ms, {max(additions) * 1e3:.0f} ms",
            beside=f"embed all again: {size * a_paragraph:,.1f} s, "
            f"{size * a_paragraph / median(additions):,.0f} times as long",
            ratio=median(additions) / (size * a_paragraph),
        ),
        Row(
            question=f"filling and indexing {sentences:,} rows, their embedding aside",
            value=f"{built:.1f} s",
        ),
    ]
    await archive.close()
    if size == 10_000:
        rows.append(await _found_of_exact(folder, embedder, paragraphs))
    return rows


async def _recalls(archive: Archive, book: Book, paragraphs: Iterator[str]) -> list[float]:
    times = []
    path = {step: Position(number=number) for number, step in enumerate(book.texts, start=1)}
    for _ in range(QUERIES):
        sentences = split_sentences(next(paragraphs), "en")
        plan, memory = " ".join(sentences[:5]), " ".join(sentences[5:8])
        query = RecallQuery(
            cues=(Cue(text=plan), Cue(text=memory, weight=MEMORY_WEIGHT)),
            path=path,
            exclude=frozenset([next(reversed(path))]),
        )
        begun = time.perf_counter()
        await archive.recall(query)
        times.append(time.perf_counter() - begun)
    # The first ones open files and fill caches.
    return times[3:]


async def _found_of_exact(folder: Path, embedder: Mixed, paragraphs: Iterator[str]) -> Row:
    """How many of exact search's best ten the index finds, asked of LanceDB itself."""
    connection = await connect(folder)
    table, ours = await connection.open_table(NAME), await SentenceTable.open(connection)
    same = 0
    for _ in range(QUERIES):
        vector = (await embedder.embed([next(paragraphs)]))[0]
        query = table.query().nearest_to(vector).distance_type("cosine").bypass_vector_index()
        exact = await query.select(["step", "place", "_distance"]).limit(10).to_list()
        found = await ours.nearest(vector[None], 10, "")
        same += len(
            {(row["step"], row["place"][0]) for row in exact}
            & {(each.step, each.place.start) for each in found}
        )
    return Row(
        question="of exact search's ten best sentences at 10,000 steps, found with the index",
        value=f"{same / QUERIES / 10:.1%}",
        target="98 % or more",
    )


def _compare_all(size: int, dimensions: int) -> float:
    vectors = numpy.random.default_rng(0).standard_normal((size, dimensions), dtype=numpy.float32)
    begun = time.perf_counter()
    cosines = vectors @ vectors[0] / numpy.linalg.norm(vectors, axis=1)
    numpy.argsort(cosines)[-2:]
    return time.perf_counter() - begun


def _paragraphs() -> Iterator[str]:
    """Paragraphs of 20 sentences without end, no two of them the same."""
    prose = Prose()
    novel = Path(os.environ.get(NOVEL, ""))
    sentences: list[str] = []
    if novel.is_file():
        sentences = split_sentences(novel.read_text(encoding="utf-8", errors="replace"), "en")
    for start in range(0, len(sentences) - SENTENCES, SENTENCES):
        yield " ".join(sentences[start : start + SENTENCES])
    while True:
        yield prose.paragraph(SENTENCES)


def gate_to(embedder: Embedder) -> EmbedderGate:
    """The way to an embedder that is there already."""

    async def load(_: str) -> Embedder:
        return embedder

    return EmbedderGate(embedder.name, load)


class Book:
    """A book in memory."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.texts: dict[str, ArchivedText] = {}
        for paragraph in paragraphs:
            self.add(paragraph)

    def add(self, paragraph: str) -> None:
        """Write a step."""
        step = f"step-{len(self.texts):06d}"
        self.texts[step] = ArchivedText(step=step, revision=1, paragraph=paragraph)

    async def revisions(self) -> Mapping[str, int]:
        """See `rgpt_tui.archive.source.Source`."""
        return dict.fromkeys(self.texts, 1)

    async def read(self, steps: Sequence[str]) -> Sequence[ArchivedText]:
        """See `rgpt_tui.archive.source.Source`."""
        return [self.texts[step] for step in steps if step in self.texts]


class Mixed:
    """Vectors mixed from real ones: as clustered as those of a story, and made in no time."""

    name = "mixed"

    def __init__(self, minilm: Embedder, some: NDArray[float32]) -> None:
        self.dimensions = minilm.dimensions
        self.unrelated = minilm.unrelated
        self.fits = minilm.fits
        self.speaks = minilm.speaks
        self.seconds = 0.0
        """Spent on mixing so far."""
        self.real = False
        """Whether MiniLM is to do the work after all."""
        self._minilm = minilm
        self._some = some

    async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
        """See `rgpt_tui.archive.embedder.Embedder`."""
        if self.real:
            return await self._minilm.embed(texts)
        begun = time.perf_counter()
        vectors = numpy.stack([self._mix(text) for text in texts])
        lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
        scaled: NDArray[float32] = (vectors / lengths).astype(numpy.float32)
        self.seconds += time.perf_counter() - begun
        return scaled

    def _mix(self, text: str) -> NDArray[float32]:
        dice = numpy.random.default_rng([*text.encode()])
        one, other = self._some[dice.integers(len(self._some), size=2)]
        share = dice.uniform(0.5, 0.95)
        noise = dice.standard_normal(self.dimensions) * 0.3 / self.dimensions**0.5
        mixed: NDArray[float32] = share * one + (1 - share) * other + noise
        return mixed

    def close(self) -> None:
        """MiniLM is used on."""
