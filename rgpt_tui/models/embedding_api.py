"""Embedding models behind an API, such as ``openai/text-embedding-3-small``, through litellm."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from rgpt_tui.models.arguments import CONNECT_SECONDS, connection
from rgpt_tui.models.checks import check_key, resolve_name
from rgpt_tui.models.errors import ModelError, ServerFailed
from rgpt_tui.models.failures import to_model_error
from rgpt_tui.models.litellm_import import load_litellm
from rgpt_tui.models.price_map import facts_of
from rgpt_tui.models.profile import ModelProfile
from rgpt_tui.models.repeating import may_repeat, seconds_before
from rgpt_tui.models.tokens import count_tokens
from rgpt_tui.models.words import Failure, error_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

BATCH = 64
"""Texts in one request; every provider takes that many sentences."""
SECONDS = 60.0
CAREFUL_INPUT = 512
"""Tokens that an embedding model of unknown make is trusted to read."""

UNRELATED = (
    "The orchard had not been pruned in ten years.",
    "Parliament adjourned without a vote.",
    "She tuned the radio to a foreign station.",
    "Salt lowers the freezing point of water.",
    "My uncle repairs clocks and umbrellas.",
    "The goalkeeper dived the wrong way.",
    "Three comets were catalogued that winter.",
    "He forgot the password to his own safe.",
)
"""Sentences of which no two have to do with each other."""


class LitellmEmbedder:
    """An embedding model that is asked over the network.

    Attributes:
        name: litellm's name of the model.
        dimensions: of its vectors; 0 until the first ones have come.
        unrelated: the cosine that two unrelated sentences have on average, as `load_embedder`
            measures it.
    """

    def __init__(
        self,
        name: str,
        api_base: str | None = None,
        api_key: str | None = None,
        *,
        key_variable: str = "",
        max_retries: int = 3,
    ) -> None:
        self.name = name
        self.dimensions = 0
        self.unrelated = 0.0
        self._profile = ModelProfile(
            name=name,
            api_base=api_base,
            api_key=api_key,
            key_variable=key_variable,
            first_token_seconds=SECONDS,
            max_retries=max_retries,
        )
        facts = facts_of(name)
        self._longest = (facts.context_window if facts else 0) or CAREFUL_INPUT

    def speaks(self, language: str) -> bool:
        """Whether it was made for a language: a model that the user chose is taken to be."""
        return bool(language)

    def fits(self, text: str) -> bool:
        """Whether a text is short enough for the model to read all of it."""
        # No tokenizer makes more than a token of a byte, and most texts are short.
        return len(text.encode()) <= self._longest or count_tokens(text) <= self._longest

    async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
        """The vectors of some texts: an array [texts, dimensions] of float32, of unit length.

        Raises:
            ModelError: the provider failed.
        """
        import numpy

        batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
        rows = [row for batch in batches for row in await self._ask_patiently(batch)]
        if not rows:
            return numpy.zeros((0, self.dimensions), dtype=numpy.float32)
        if {len(row) for row in rows} != {self.dimensions or len(rows[0])}:
            raise self._strange()
        self.dimensions = len(rows[0])
        vectors: NDArray[float32] = numpy.asarray(rows, dtype=numpy.float32)
        lengths: NDArray[float32] = numpy.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
        if not numpy.isfinite(lengths).all() or not lengths.all():
            raise self._strange()
        unit: NDArray[float32] = vectors / lengths
        return unit

    def close(self) -> None:
        """Nothing is held between two requests."""

    async def _ask_patiently(self, texts: Sequence[str]) -> list[list[float]]:
        attempt = 0
        while True:
            try:
                return await self._ask(texts)
            except ModelError as error:
                attempt += 1
                if not may_repeat(error, attempt, self._profile.max_retries):
                    raise
                seconds = seconds_before(attempt, error.retry_after)
            await asyncio.sleep(seconds)

    async def _ask(self, texts: Sequence[str]) -> list[list[float]]:
        litellm = await asyncio.to_thread(load_litellm)
        model = resolve_name(litellm, self._profile)
        check_key(litellm, self._profile)
        try:
            answer: Any = await litellm.aembedding(
                model=model,
                # OpenAI refuses a request with an empty text in it.
                input=[text or " " for text in texts],
                timeout=SECONDS + CONNECT_SECONDS,
                max_retries=0,
                **connection(self._profile),
            )
            rows = [row["embedding"] for row in sorted(answer.data, key=lambda row: row["index"])]
        except Exception as error:  # litellm lets through whatever a provider's code raises
            failure = to_model_error(error, self._profile)
        else:
            if len(rows) == len(texts) and all(isinstance(row, list) for row in rows):
                return rows
            failure = self._strange()
        # Raised out here, it does not carry litellm's error along, whose text may hold a key.
        raise failure

    def _strange(self) -> ModelError:
        detail = "the vectors are not what was asked for"
        return error_of(ServerFailed, Failure(profile=self._profile, detail=detail))


async def load_embedder(
    name: str,
    api_base: str | None = None,
    api_key: str | None = None,
    *,
    key_variable: str = "",
) -> LitellmEmbedder:
    """An embedding model that has answered once, so that its dimensions and scale are known.

    Args:
        name: litellm's name of the model.
        api_base: address of the API; None for the provider's own.
        api_key: the key, if it needs one.
        key_variable: where the key was read from.

    Raises:
        ModelError: it does not answer.
    """
    embedder = LitellmEmbedder(name, api_base, api_key, key_variable=key_variable)
    vectors = await embedder.embed(UNRELATED)
    cosines = vectors @ vectors.T
    count = len(vectors)
    mean = (cosines.sum() - cosines.trace()) / (count * (count - 1))
    embedder.unrelated = max(0.0, float(mean))
    return embedder
