"""Above some tens of thousands of sentences an index answers, and answers as exact search would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy
import pytest

from rgpt_tui.archive import index, table
from rgpt_tui.archive.lance import connect
from rgpt_tui.archive.pieces import Piece, Place
from rgpt_tui.archive.rows import Row
from rgpt_tui.archive.table import SentenceTable

if TYPE_CHECKING:
    from pathlib import Path

    from numpy import float32
    from numpy.typing import NDArray

DIMENSIONS = 96
SENTENCES = 6_000
CLUSTERS = 200


def made_up(count: int, seed: int) -> NDArray[float32]:
    """Vectors of unit length in clusters, as those of a story are."""
    dice = numpy.random.default_rng(seed)
    centres = numpy.random.default_rng(0).standard_normal((CLUSTERS, DIMENSIONS))
    vectors = centres[dice.integers(CLUSTERS, size=count)]
    vectors = vectors + 0.6 * dice.standard_normal((count, DIMENSIONS))
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(numpy.float32)


def rows(start: int, count: int) -> list[Row]:
    return [
        Row(
            step=f"s{number}",
            revision=1,
            language="en",
            piece=Piece(text=f"sentence {number}", place=Place(0, 1, 0, 1)),
        )
        for number in range(start, start + count)
    ]


@pytest.fixture
async def indexed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[SentenceTable, NDArray[float32]]:
    """A table of 6,000 sentences with a vector index on most of them."""
    monkeypatch.setattr(index, "EXACT_LIMIT", 2_000)
    monkeypatch.setattr(table, "UNINDEXED", 100)
    vectors = made_up(SENTENCES, seed=1)
    sentences = await SentenceTable.create(await connect(folder), "made up", DIMENSIONS)
    for start in range(0, SENTENCES - 500, 500):
        await sentences.add(rows(start, 500), list(vectors[start : start + 500]))
        await sentences.tidy(resting=start % 1000 == 0)
    await sentences.add(rows(SENTENCES - 500, 500), list(vectors[-500:]))
    return sentences, vectors


def exact(vectors: NDArray[float32], query: NDArray[float32], count: int) -> list[str]:
    return [f"s{number}" for number in numpy.argsort(-(vectors @ query))[:count]]


async def test_98_of_100_of_what_exact_search_finds_are_found(
    indexed: tuple[SentenceTable, NDArray[float32]],
) -> None:
    sentences, vectors = indexed
    assert sentences.has_vector_index
    same = 0
    for query in made_up(50, seed=2):
        found = await sentences.nearest(query[None], 20, "")
        same += len({each.step for each in found} & set(exact(vectors, query, 20)))
    assert same >= 0.98 * 50 * 20


async def test_an_import_ends_with_the_index_though_it_was_merged_just_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "EXACT_LIMIT", 600)
    monkeypatch.setattr(table, "LOOSE_FILES", 2)
    vectors = made_up(900, seed=1)
    sentences = await SentenceTable.create(await connect(folder), "made up", DIMENSIONS)
    for start in range(0, 800, 400):
        await sentences.add(rows(start, 400), list(vectors[start : start + 400]))
    await sentences.tidy()
    await sentences.add(rows(800, 100), list(vectors[800:]))
    assert not sentences.has_vector_index
    await sentences.tidy(resting=True)
    assert sentences.has_vector_index


async def test_the_cosines_are_exact(indexed: tuple[SentenceTable, NDArray[float32]]) -> None:
    sentences, vectors = indexed
    query = made_up(1, seed=3)
    for each in await sentences.nearest(query, 10, ""):
        assert each.cosine == pytest.approx(float(vectors[int(each.step[1:])] @ query[0]), abs=1e-4)


async def test_what_is_new_is_found_before_the_index_knows_it(
    indexed: tuple[SentenceTable, NDArray[float32]],
) -> None:
    sentences, vectors = indexed
    for number in (SENTENCES - 1, SENTENCES - 250):
        found = await sentences.nearest(vectors[number : number + 1], 1, "")
        assert [each.step for each in found] == [f"s{number}"]
    assert [each.step for each in await sentences.matching(["5999"], 5, "")] == ["s5999"]


async def test_a_condition_holds_with_the_index(
    indexed: tuple[SentenceTable, NDArray[float32]],
) -> None:
    sentences, vectors = indexed
    inside = [f"s{number}" for number in range(0, SENTENCES, 40)]
    for query in made_up(10, seed=4):
        found = await sentences.nearest(query[None], 10, f"step IN ({table.listed(inside)})")
        best = [each for each in exact(vectors, query, SENTENCES) if each in set(inside)][:10]
        assert len({each.step for each in found} & set(best)) >= 9


async def test_the_index_survives_deletions_and_merging(
    indexed: tuple[SentenceTable, NDArray[float32]],
) -> None:
    sentences, vectors = indexed
    await sentences.delete([f"s{number}" for number in range(0, SENTENCES, 2)])
    await sentences.compact()
    for query in made_up(10, seed=5):
        found = await sentences.nearest(query[None], 10, "")
        best = [each for each in exact(vectors, query, 100) if int(each[1:]) % 2][:10]
        assert len({each.step for each in found} & set(best)) >= 9
