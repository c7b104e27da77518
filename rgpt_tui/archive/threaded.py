"""Embedders that compute in this process, each on a thread of its own.

Torch and numpy let go of the interpreter while they compute, so that one thread is enough to keep
the event loop free, and no more than one batch is ever under way.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from rgpt_tui.archive.embedder import EmbedderMissing
from rgpt_tui.archive.status import first_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy import float32
    from numpy.typing import NDArray


class Model(Protocol):
    """A model as it runs on the thread."""

    dimensions: int
    unrelated: float
    """See `Embedder.unrelated`."""

    def encode(self, texts: list[str]) -> NDArray[float32]:
        """The vectors of some texts, at least one: an array [texts, dimensions], of unit length."""
        ...

    def fits(self, text: str) -> bool:
        """Whether the model reads all of a text. It is called from the event loop."""
        ...


class ThreadedEmbedder:
    """A model behind the interface of `Embedder`."""

    def __init__(
        self,
        name: str,
        model: Model,
        languages: frozenset[str] | None,
        thread: ThreadPoolExecutor,
    ) -> None:
        self.name = name
        self.dimensions = model.dimensions
        self.unrelated = model.unrelated
        self._model = model
        self._languages = languages
        self._thread = thread

    def speaks(self, language: str) -> bool:
        """Whether it was made for a language; a model of the user's choice speaks any."""
        return self._languages is None or language in self._languages

    def fits(self, text: str) -> bool:
        """See `Embedder.fits`."""
        return self._model.fits(text)

    async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
        """See `Embedder.embed`."""
        import numpy

        if not texts:
            return numpy.zeros((0, self.dimensions), dtype=numpy.float32)
        loop = asyncio.get_running_loop()
        # A refrain is computed once.
        at = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        try:
            vectors = await loop.run_in_executor(self._thread, self._model.encode, list(at))
            return vectors if len(at) == len(texts) else vectors[[at[text] for text in texts]]
        except (RuntimeError, ValueError, OSError, MemoryError, IndexError, KeyError) as error:
            raise EmbedderMissing(
                f"The embedder {self.name} failed ({first_line(error)}). Your text is safe and "
                "recall goes on by keyword. If it happens again, set `embedder` to another one."
            ) from error

    def close(self) -> None:
        """See `Embedder.close`."""
        self._thread.shutdown(wait=False, cancel_futures=True)


async def start(
    name: str,
    load: Callable[[], Model],
    *,
    languages: frozenset[str] | None = None,
    remedy: str,
) -> ThreadedEmbedder:
    """Load a model on a thread of its own.

    Args:
        name: what its vectors are filed under.
        load: imports what it needs and loads the model; it runs on the thread.
        languages: the languages it was made for, None if that is not known.
        remedy: what to do if it cannot be loaded, as a sentence.

    Raises:
        EmbedderMissing: it cannot be loaded.
    """
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedder")
    try:
        model = await asyncio.get_running_loop().run_in_executor(thread, load)
    except EmbedderMissing:
        thread.shutdown(wait=False)
        raise
    # What a missing library or a broken model file raises is not typed: each library that takes
    # part has errors of its own, and all of them mean the same to a writer.
    except Exception as error:
        thread.shutdown(wait=False)
        raise EmbedderMissing(
            f"The embedder {name} could not be loaded ({first_line(error)}). Your text is safe and "
            f"recall is by keyword. {remedy}"
        ) from error
    return ThreadedEmbedder(name, model, languages, thread)
