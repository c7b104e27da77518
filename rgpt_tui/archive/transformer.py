"""Embedders that the library sentence-transformers runs."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.embedder import EmbedderMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy import float32
    from numpy.typing import NDArray

BATCH = 32
QUIET = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TQDM_DISABLE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""Read by the libraries at import: without it they draw progress bars over the screen."""

UNRELATED_SAMPLE = (
    "The ferryman counted his coins before dawn.",
    "Interest rates rose by a quarter of a point.",
    "Her grandmother's soup needed more salt.",
    "The telescope was aimed at a distant galaxy.",
    "Two wolves crossed the frozen river.",
    "He lost the lawsuit over the patent.",
    "The violinist broke a string in the second movement.",
    "Please close the window, it is raining.",
)


class TransformerEmbedder:
    """A model that sentence-transformers has loaded.

    Torch lets go of the interpreter while it computes, so that one thread of its own is enough to
    keep the event loop free.
    """

    def __init__(
        self,
        name: str,
        model: Any,
        thread: ThreadPoolExecutor,
        languages: frozenset[str] | None,
        unrelated: float,
    ) -> None:
        self.name = name
        self.dimensions: int = model.get_embedding_dimension()
        self.unrelated = unrelated
        self._model = model
        self._thread = thread
        self._languages = languages
        self._longest = int(model.max_seq_length or 256)

    def speaks(self, language: str) -> bool:
        """Whether it was made for a language; a model of the user's choice speaks any."""
        return self._languages is None or language in self._languages

    def fits(self, text: str) -> bool:
        """Whether the model's window holds a text with its two end marks."""
        room = self._longest - 2
        if len(text) <= room:
            return True
        return len(self._model.tokenizer.tokenize(text)) <= room

    async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
        """See `Embedder.embed`."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, encode, self._model, list(texts))
        except (RuntimeError, ValueError, OSError, MemoryError) as error:
            raise EmbedderMissing(
                f"The embedder {self.name} failed ({error}). Your text is safe. Recall goes on by "
                "keyword; choose another with the setting `embedder` if this happens again."
            ) from error

    def close(self) -> None:
        """Let its thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def encode(model: Any, texts: list[str]) -> NDArray[float32]:
    """Vectors of unit length, float32, one row a text."""
    import numpy

    if not texts:
        return numpy.zeros((0, model.get_embedding_dimension()), dtype=numpy.float32)
    vectors = model.encode(
        texts,
        batch_size=BATCH,
        normalize_embeddings=True,
        convert_to_numpy=True,
        show_progress_bar=False,
    )
    return numpy.ascontiguousarray(vectors, dtype=numpy.float32)


def open_model(path_or_name: str) -> Any:
    """Import the library and load a model; seconds of work, for a thread."""
    os.environ.update({name: value for name, value in QUIET.items() if name not in os.environ})
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
    return SentenceTransformer(path_or_name, device="cpu")


async def start(
    name: str,
    open_it: Callable[[], Any],
    *,
    languages: frozenset[str] | None = None,
    unrelated: float | None = None,
) -> TransformerEmbedder:
    """Load a model on a thread of its own.

    Args:
        name: what its vectors are filed under.
        open_it: loads the model; it runs on the thread.
        languages: the languages it was made for, None if that is not known.
        unrelated: see `Embedder.unrelated`; measured if it is not known.

    Raises:
        EmbedderMissing: the library or the model cannot be used.
    """
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedder")
    loop = asyncio.get_running_loop()
    try:
        model = await loop.run_in_executor(thread, open_it)
        if unrelated is None:
            unrelated = await loop.run_in_executor(thread, measure_unrelated, model)
        return TransformerEmbedder(name, model, thread, languages, unrelated)
    except EmbedderMissing:
        thread.shutdown(wait=False)
        raise
    except ImportError as error:
        thread.shutdown(wait=False)
        raise EmbedderMissing(
            f"The embedder {name} needs sentence-transformers, which cannot be imported ({error}). "
            "Recall is by keyword until `pip install sentence-transformers` works."
        ) from error
    # What a broken model file raises is not typed: safetensors, tokenizers and torch each have
    # errors of their own, and any of them means the same to a writer.
    except Exception as error:
        thread.shutdown(wait=False)
        raise EmbedderMissing(
            f"The embedder {name} could not be loaded ({brief(error)}). Your text is safe and "
            "recall is by keyword. Check the setting `embedder`; a model that is not on this "
            "machine yet is fetched from the hub, which needs a network."
        ) from error


def measure_unrelated(model: Any) -> float:
    """The mean cosine of sentences that have nothing to do with each other."""
    vectors = encode(model, list(UNRELATED_SAMPLE))
    cosines = vectors @ vectors.T
    count = len(vectors)
    return max(0.0, float((cosines.sum() - cosines.trace()) / (count * (count - 1))))


def brief(error: BaseException) -> str:
    """The first line of an error, cut to what fits a message."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:160]


async def load_transformer(name: str) -> TransformerEmbedder:
    """Any model that sentence-transformers finds by its name or path.

    Raises:
        EmbedderMissing: see `start`.
    """
    return await start(name, lambda: open_model(name))
