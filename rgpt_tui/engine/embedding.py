"""The way to the embedder that the settings name: one on this machine, or one behind an API."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rgpt_tui.archive.embedder import EmbedderMissing
from rgpt_tui.archive.gate import EmbedderGate
from rgpt_tui.models.credentials import CREDENTIALS_FILE, key_to_send
from rgpt_tui.models.embedding_api import load_embedder
from rgpt_tui.models.errors import ModelError
from rgpt_tui.models.profile import ModelProfile
from rgpt_tui.places import config_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rgpt_tui.archive.embedder import Embedder
    from rgpt_tui.models.embedding_api import LitellmEmbedder
    from rgpt_tui.settings import Settings

BY_API = "litellm:"
"""What the setting begins with if a model behind an API is meant."""


def gate_of(settings: Settings) -> EmbedderGate:
    """The gate to the embedder; it is loaded when it is first asked."""
    name = settings.embedder
    if not name.startswith(BY_API):
        return EmbedderGate(name)

    async def load(_: str) -> Embedder:
        model = name.removeprefix(BY_API)
        base, variable = settings.embedder_api_base or None, settings.embedder_api_key_env
        provider = ModelProfile(name=model).provider
        credentials = config_folder() / CREDENTIALS_FILE
        try:
            key = key_to_send(provider, base, variable, os.environ, credentials)
            return _ByApi(await load_embedder(model, base, key, key_variable=variable))
        except ModelError as error:
            raise EmbedderMissing(f"{error} Recall is by keyword until then.") from error

    return EmbedderGate(name, load)


class _ByApi:
    """An embedding API whose failures are the archive's own kind."""

    def __init__(self, api: LitellmEmbedder) -> None:
        self._api = api
        self.name = f"{BY_API}{api.name}"
        self.dimensions = api.dimensions
        self.unrelated = api.unrelated

    def speaks(self, language: str) -> bool:
        return self._api.speaks(language)

    def fits(self, text: str) -> bool:
        return self._api.fits(text)

    async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
        try:
            return await self._api.embed(texts)
        except ModelError as error:
            raise EmbedderMissing(f"{error} Recall is by keyword until then.") from error

    def close(self) -> None:
        self._api.close()
