from __future__ import annotations

from typing import TYPE_CHECKING

import numpy
import pytest

from rgpt_tui.models.embedding_api import BATCH, LitellmEmbedder, load_embedder
from rgpt_tui.models.errors import AuthenticationFailed, KeyMissing, ServerFailed
from tests.model_server import Failure, bad_key, server_error
from tests.models.conftest import CANARY

if TYPE_CHECKING:
    from tests.model_server import ModelServer


@pytest.fixture
def embedder(model_server: ModelServer) -> LitellmEmbedder:
    return LitellmEmbedder("openai/embedder", model_server.url, CANARY)


async def test_vectors_are_of_unit_length_and_tell_what_is_alike(
    embedder: LitellmEmbedder,
) -> None:
    vectors = await embedder.embed(["the old mill", "the old mill burned", "石桥", ""])
    assert vectors.shape == (4, embedder.dimensions)
    assert vectors.dtype == numpy.float32
    assert numpy.allclose(numpy.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > 0.8 > cosines[0, 2]


async def test_many_texts_go_in_batches_and_come_back_in_order(
    model_server: ModelServer, embedder: LitellmEmbedder
) -> None:
    texts = [f"sentence number {number}" for number in range(BATCH * 2 + 5)]
    vectors = await embedder.embed(texts)
    sent = [text for record in model_server.others for text in record.json["input"]]
    assert sent == texts
    assert len(model_server.others) == 3
    [last] = await embedder.embed(texts[-1:])
    assert numpy.allclose(vectors[-1], last)
    assert model_server.others[0].headers["authorization"] == f"Bearer {CANARY}"


async def test_nothing_to_embed_asks_nothing(
    model_server: ModelServer, embedder: LitellmEmbedder
) -> None:
    assert len(await embedder.embed([])) == 0
    assert model_server.others == []


async def test_loading_measures_its_size_and_scale(model_server: ModelServer) -> None:
    embedder = await load_embedder("openai/embedder", model_server.url, CANARY)
    assert embedder.dimensions == 64
    assert 0 <= embedder.unrelated < 0.3


async def test_a_failure_in_passing_is_asked_again(
    model_server: ModelServer, embedder: LitellmEmbedder
) -> None:
    model_server.queue_embeddings(server_error(), server_error())
    assert len(await embedder.embed(["the old mill"])) == 1
    assert len(model_server.others) == 3


async def test_a_refused_key_is_told_once_and_not_shown(
    model_server: ModelServer, embedder: LitellmEmbedder
) -> None:
    model_server.queue_embeddings(bad_key(shown=CANARY))
    with pytest.raises(AuthenticationFailed, match="refused the API key") as caught:
        await embedder.embed(["the old mill"])
    assert CANARY not in str(caught.value)
    assert "{" not in str(caught.value)
    assert len(model_server.others) == 1


async def test_a_missing_key_is_told_before_anything_is_sent() -> None:
    with pytest.raises(KeyMissing, match="OPENAI_API_KEY"):
        await LitellmEmbedder("openai/text-embedding-3-small").embed(["the old mill"])


@pytest.mark.parametrize(
    "data",
    [
        "[]",
        '[{"index": 0, "embedding": [0.0, 0.0]}]',
        '[{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [1.0]}]',
        "[{}]",
    ],
    ids=["none", "zeros", "too many", "no vector"],
)
async def test_what_is_not_the_vectors_asked_for_is_told(
    model_server: ModelServer, embedder: LitellmEmbedder, data: str
) -> None:
    body = f'{{"object": "list", "model": "m", "data": {data}}}'
    model_server.queue_embeddings(*[Failure(200, body)] * 9)
    with pytest.raises(ServerFailed):
        await embedder.embed(["the old mill"])


async def test_vectors_of_another_size_than_before_are_told(
    model_server: ModelServer, embedder: LitellmEmbedder
) -> None:
    await embedder.embed(["the old mill"])
    body = '{"object": "list", "model": "m", "data": [{"index": 0, "embedding": [1.0, 2.0]}]}'
    model_server.queue_embeddings(Failure(200, body))
    with pytest.raises(ServerFailed, match="not what was asked for"):
        await embedder.embed(["the old mill"])


def test_a_text_fits_as_long_as_the_model_reads_it_whole() -> None:
    unknown, known = LitellmEmbedder("openai/x"), LitellmEmbedder("openai/text-embedding-3-small")
    assert unknown.fits("The rain had stopped. " * 50)
    assert not unknown.fits("The rain had stopped. " * 200)
    assert known.fits("The rain had stopped. " * 200)
