"""The way to an embedder that may be missing, slow or broken.

It is loaded when it is first needed. A failure to load is remembered until `EmbedderGate.retry`,
so that each recall does not wait for it anew; a question that is not answered in time is left
behind, and the next ones fail at once until it has been.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.embedder import Embedder, EmbedderMissing, load_embedder
from rgpt_tui.beside import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from numpy import float32
    from numpy.typing import NDArray

LOAD_SECONDS = 60.0
QUERY_SECONDS = 5.0
BATCH_SECONDS = 120.0
REMEMBERED = 256
"""Vectors kept of what was asked lately: most sentences of a memory stay from step to step."""


class EmbedderGate:
    """One embedder, by its name."""

    def __init__(
        self,
        name: str,
        load: Callable[[str], Coroutine[Any, Any, Embedder]] = load_embedder,
        *,
        load_seconds: float = LOAD_SECONDS,
        query_seconds: float = QUERY_SECONDS,
        batch_seconds: float = BATCH_SECONDS,
    ) -> None:
        self.name = name
        self._load = load
        self._load_seconds = load_seconds
        self._query_seconds = query_seconds
        self._batch_seconds = batch_seconds
        self._loading: asyncio.Future[Embedder] | None = None
        self._asked: asyncio.Future[NDArray[float32]] | None = None
        self._vectors: OrderedDict[str, NDArray[float32]] = OrderedDict()

    async def ready(self) -> Embedder:
        """The embedder, loaded.

        Raises:
            EmbedderMissing: it cannot be loaded, or not in time.
        """
        if self._loading is None:
            self._loading = beside(self._load(self.name))
        try:
            return await asyncio.wait_for(asyncio.shield(self._loading), self._load_seconds)
        except TimeoutError as error:
            raise EmbedderMissing(
                f"The embedder {self.name} is still loading. Recall is by keyword until then."
            ) from error

    def retry(self) -> None:
        """Forget a failure to load, so that the next use tries again."""
        if self._loading is not None and self._loading.done() and self._failed(self._loading):
            self._loading = None

    @staticmethod
    def _failed(future: asyncio.Future[Embedder]) -> bool:
        return future.cancelled() or future.exception() is not None

    async def query(self, texts: Sequence[str]) -> NDArray[float32]:
        """The vectors of what is asked, an array [texts, dimensions], remembered ones reused.

        Raises:
            EmbedderMissing: there is no embedder, or it does not answer in time.
        """
        import numpy

        embedder = await self.ready()
        unknown = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if unknown:
            vectors = await self._ask(embedder, unknown, self._query_seconds)
            self._vectors.update(zip(unknown, vectors, strict=True))
        for text in texts:
            self._vectors.move_to_end(text)
        answer = numpy.stack([self._vectors[text] for text in texts])
        while len(self._vectors) > REMEMBERED:
            self._vectors.popitem(last=False)
        return answer

    async def batch(self, texts: Sequence[str]) -> NDArray[float32]:
        """The vectors of what is to be archived, an array [texts, dimensions].

        Raises:
            EmbedderMissing: see `query`; it gets more time here.
        """
        return await self._ask(await self.ready(), texts, self._batch_seconds)

    async def _ask(
        self, embedder: Embedder, texts: Sequence[str], seconds: float
    ) -> NDArray[float32]:
        if self._asked is not None and not self._asked.done():
            raise EmbedderMissing(
                f"The embedder {self.name} still has not answered. Recall is by keyword until "
                "it does."
            )
        asked = beside(embedder.embed(texts))
        try:
            return await asyncio.wait_for(asyncio.shield(asked), seconds)
        except TimeoutError as error:
            self._asked = asked
            raise EmbedderMissing(
                f"The embedder {self.name} did not answer within {seconds:g} seconds. Recall is by "
                "keyword until it does."
            ) from error

    def close(self) -> None:
        """Let go of the embedder."""
        if self._asked is not None:
            self._asked.cancel()
        if self._loading is None:
            return
        if not self._loading.done():
            self._loading.cancel()
        elif not self._failed(self._loading):
            with contextlib.suppress(EmbedderMissing):
                self._loading.result().close()
