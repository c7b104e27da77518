"""An embedder that is missing, slow or broken stops nobody from writing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.archive.embedder import Embedder, EmbedderMissing
from rgpt_tui.archive.gate import EmbedderGate
from rgpt_tui.archive.query import RecallMode
from tests.archive.village import Recorder, ask, catch_up, steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from tests.archive.conftest import Opens
    from tests.archive.village import Book


class Loader:
    """Loads the embedder, once it is allowed to."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.broken = True
        self.tried = 0

    async def __call__(self, _: str) -> Embedder:
        self.tried += 1
        if self.broken:
            raise EmbedderMissing("It is not there. Put it there.")
        return self.embedder


class Stuck(Recorder):
    """Answers when it is let go."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.go = asyncio.Event()
        self.answered = asyncio.Event()
        self.stuck = False

    async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
        if not self.stuck:
            return await super().embed(texts)
        await self.go.wait()
        vectors = await super().embed(texts)
        self.answered.set()
        return vectors


async def test_without_an_embedder_recall_is_by_keyword_and_says_so(
    opens: Opens, village: Book, recorder: Recorder
) -> None:
    archive = await opens(EmbedderGate("minilm", Loader(recorder)))
    await catch_up(archive)
    recall = await ask(archive, village, "the brass key under the plank")
    assert recall.mode is RecallMode.KEYWORD
    assert recall.notice == "It is not there. Put it there."
    assert steps(recall)[0] == "ferry"
    assert archive.status().notice == recall.notice
    await archive.close()


async def test_vectors_are_made_when_the_embedder_is_there_at_last(
    opens: Opens, village: Book, recorder: Recorder
) -> None:
    loader = Loader(recorder)
    archive = await opens(EmbedderGate("minilm", loader))
    await catch_up(archive)
    loader.broken = False
    await catch_up(archive)
    recall = await ask(archive, village, "ice stopped the machinery")
    assert recall.mode is RecallMode.HYBRID
    assert recall.notice is None
    assert steps(recall)[0] == "mill"
    await archive.close()


async def test_steps_written_while_the_embedder_was_gone_get_their_vectors_later(
    opens: Opens, village: Book, recorder: Recorder
) -> None:
    archive = await opens()
    await catch_up(archive)
    await archive.close()
    village.write("inn", "The inn was shut for the winter.")
    loader = Loader(recorder)
    archive = await opens(EmbedderGate("minilm", loader))
    await catch_up(archive)
    assert archive.status().waiting == 1
    assert steps(await ask(archive, village, "the inn in winter"))[0] == "inn"
    loader.broken = False
    embedded = len(recorder.asked)
    await catch_up(archive)
    assert recorder.asked[embedded:] == ["The inn was shut for the winter."]
    assert archive.status().waiting == 0
    await archive.close()


async def test_a_failed_load_is_not_tried_again_by_each_recall(
    opens: Opens, village: Book, recorder: Recorder
) -> None:
    loader = Loader(recorder)
    archive = await opens(EmbedderGate("minilm", loader))
    await catch_up(archive)
    for _ in range(3):
        await ask(archive, village, "the brass key")
    assert loader.tried == 1
    await catch_up(archive)
    assert loader.tried == 2
    await archive.close()


async def test_a_slow_embedder_is_not_waited_for(
    opens: Opens, village: Book, minilm: Embedder
) -> None:
    slow = Stuck(minilm)

    async def load(_: str) -> Embedder:
        return slow

    archive = await opens(EmbedderGate("minilm", load, query_seconds=0.05))
    await catch_up(archive)
    slow.stuck = True
    first = await ask(archive, village, "the brass key under the plank")
    assert first.mode is RecallMode.KEYWORD
    assert "did not answer within 0.05 seconds" in (first.notice or "")
    again = await ask(archive, village, "the miller and his spoons")
    assert "still has not answered" in (again.notice or ""), "at once, without another wait"
    slow.stuck = False
    slow.go.set()
    await slow.answered.wait()
    await asyncio.sleep(0)
    after = await ask(archive, village, "the miller and his spoons")
    assert after.mode is RecallMode.HYBRID
    await archive.close()


async def test_an_embedder_that_breaks_in_the_middle_costs_only_vectors(
    opens: Opens, village: Book, minilm: Embedder
) -> None:
    class Breaks(Recorder):
        async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
            raise EmbedderMissing("It broke.")

    async def load(_: str) -> Embedder:
        return Breaks(minilm)

    archive = await opens(EmbedderGate("minilm", load))
    await catch_up(archive)
    assert archive.status().steps == 4
    recall = await ask(archive, village, "the miller and his spoons")
    assert recall.mode is RecallMode.KEYWORD
    assert recall.notice == "It broke."
    assert steps(recall)[0] == "mill"
    await archive.close()


async def test_a_question_is_embedded_once(opens: Opens, village: Book, recorder: Recorder) -> None:
    archive = await opens()
    await catch_up(archive)
    for _ in range(3):
        await ask(archive, village, "the brass key")
    assert recorder.asked.count("the brass key") == 1
    await archive.close()


async def test_loading_too_long_counts_as_missing(recorder: Recorder) -> None:
    async def load(_: str) -> Embedder:
        await asyncio.Event().wait()
        return recorder

    gate = EmbedderGate("minilm", load, load_seconds=0.01)
    with pytest.raises(EmbedderMissing, match="still loading"):
        await gate.query(["anything"])
    gate.close()
