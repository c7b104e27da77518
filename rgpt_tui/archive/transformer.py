"""Embedders that the library sentence-transformers runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.threaded import start
from rgpt_tui.loading import load

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from rgpt_tui.archive.threaded import ThreadedEmbedder

BATCH = 16
"""Sentences computed at once; with twice as many long ones 100 MB more are needed, for nothing."""
END_MARKS = 2
LONGEST = 256
"""Word pieces that a model is taken to read if it does not say."""
QUIET = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TQDM_DISABLE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""Read by the libraries at import: without it they draw progress bars over the screen."""
REMEDY = (
    "Check the setting `embedder`; a model that is not on this machine yet is fetched from the "
    "hub, which needs a network."
)
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


async def load_transformer(name: str) -> ThreadedEmbedder:
    """Any model that sentence-transformers finds by its name or path.

    Raises:
        EmbedderMissing: the library or the model cannot be used.
    """
    return await start(name, lambda: Transformer(name), remedy=REMEDY)


class Transformer:
    """A model that sentence-transformers has loaded.

    Attributes:
        dimensions: of a vector.
        unrelated: the mean cosine of unrelated sentences, measured: from .05 to .8 by model.
    """

    def __init__(self, name: str) -> None:
        os.environ.update({key: value for key, value in QUIET.items() if key not in os.environ})
        load("torch", "sentence_transformers")
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
        self._model: Any = SentenceTransformer(
            name,
            device="cpu",
            # Code that comes with a model is never run, and weights that are pickles, which may
            # hold code too, are not read.
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
        self._longest = int(self._model.max_seq_length or LONGEST)
        vectors = self.encode(list(UNRELATED_SAMPLE))
        count, self.dimensions = vectors.shape
        cosines = vectors @ vectors.T
        self.unrelated = max(0.0, float((cosines.sum() - count) / (count * (count - 1))))

    def fits(self, text: str) -> bool:
        """Whether the model's window holds a text."""
        room = self._longest - END_MARKS
        return len(text) <= room or len(self._model.tokenizer.tokenize(text)) <= room

    def encode(self, texts: list[str]) -> NDArray[float32]:
        """The vectors of some texts: an array [texts, dimensions] of float32, of unit length."""
        import numpy

        vectors = self._model.encode(
            texts,
            batch_size=BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return numpy.ascontiguousarray(vectors, dtype=numpy.float32)
