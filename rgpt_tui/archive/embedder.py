"""What turns sentences into vectors, and how one is got by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

DEFAULT_EMBEDDER = "minilm"
UNIVERSAL_EMBEDDER = "universal"


class EmbedderMissing(RgptError):
    """An embedder could not be loaded or does not answer; the message says what to do."""


class Embedder(Protocol):
    """A loaded embedding model."""

    name: str
    """Vectors of embedders with different names are never compared."""
    dimensions: int
    unrelated: float
    """The cosine that two unrelated sentences have on average: the zero of its scale."""

    def speaks(self, language: str) -> bool:
        """Whether its vectors carry the meaning of a language (a BCP 47 primary subtag)."""
        ...

    def fits(self, text: str) -> bool:
        """Whether a text is short enough for the model to read all of it."""
        ...

    async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
        """The vectors of some texts: an array [texts, dimensions] of float32, of unit length.

        Raises:
            EmbedderMissing: the model failed.
        """
        ...

    def close(self) -> None:
        """Give back what it holds; it does not wait for work under way."""
        ...


async def load_embedder(name: str) -> Embedder:
    """The embedder of a name, loaded and ready.

    Args:
        name: ``minilm`` (packaged, English), ``universal`` (packaged as an extra, 16 languages)
            or any name or path that sentence-transformers can load.

    Raises:
        EmbedderMissing: it is not installed, not to be found or broken.
    """
    if name in ("", DEFAULT_EMBEDDER):
        from rgpt_tui.archive.minilm import load_minilm

        return await load_minilm()
    if name == UNIVERSAL_EMBEDDER:
        from rgpt_tui.archive.universal import load_universal

        return await load_universal()
    from rgpt_tui.archive.transformer import load_transformer

    return await load_transformer(name)
