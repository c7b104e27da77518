"""A small BERT that embeds sentences, in plain torch.

This is the one place where a library is not used though there is one. sentence-transformers
computes the same (a test compares them, and every other embedder runs in it), but its imports take
200 MB and 5 s more: with them the process does not stay below 700 MB, and whoever recalls anything
waits twice as long.

The architecture is that of Devlin et al. 2018 (arXiv 1810.04805), with the mean over the words as
the sentence's vector (Reimers and Gurevych 2019, arXiv 1908.10084).
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from rgpt_tui.loading import load

if TYPE_CHECKING:
    from pathlib import Path

    from numpy import float32
    from numpy.typing import NDArray

BATCH = 2_048
"""Word pieces computed at once, padding included; more only need more memory."""
END_MARKS = 2


class Bert:
    """An encoder of the BERT family with its tokenizer.

    Attributes:
        dimensions: of a vector.
        unrelated: the mean cosine of unrelated sentences.
    """

    def __init__(self, folder: Path, *, longest: int, unrelated: float) -> None:
        """Load a model from the files that the Hugging Face hub has of it.

        Args:
            folder: with ``config.json``, ``tokenizer.json`` and ``model.safetensors``.
            longest: how many word pieces it reads, the two end marks included.
            unrelated: see above.
        """
        load("torch", "safetensors.torch", "tokenizers")
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.dimensions: int = config["hidden_size"]
        self.unrelated = unrelated
        self._layers: int = config["num_hidden_layers"]
        self._heads: int = config["num_attention_heads"]
        self._epsilon: float = config["layer_norm_eps"]
        self._weights: dict[str, Any] = load_file(folder / "model.safetensors")
        self._longest = longest
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def fits(self, text: str) -> bool:
        """Whether all word pieces of a text are read."""
        # A word piece is a character or more.
        if len(text) <= self._longest - END_MARKS:
            return True
        return len(self._tokenizer.encode(text).ids) <= self._longest

    def encode(self, texts: list[str]) -> NDArray[float32]:
        """The vectors of some texts: an array [texts, dimensions] of float32, of unit length."""
        import numpy
        import torch

        tokens = [self._cut(each.ids) for each in self._tokenizer.encode_batch(texts)]
        vectors = numpy.empty((len(texts), self.dimensions), dtype=numpy.float32)
        with torch.inference_mode():
            for some in batches([len(each) for each in tokens]):
                vectors[some] = self._encode([tokens[at] for at in some]).numpy()
        return vectors

    def _cut(self, tokens: list[int]) -> list[int]:
        return (
            tokens if len(tokens) <= self._longest else [*tokens[: self._longest - 1], tokens[-1]]
        )

    def _encode(self, tokens: list[list[int]]) -> Any:
        import torch
        from torch.nn.functional import gelu, normalize, scaled_dot_product_attention

        length = max(map(len, tokens))
        ids = torch.tensor([each + [0] * (length - len(each)) for each in tokens])
        there = torch.tensor([[at < len(each) for at in range(length)] for each in tokens])
        mask = there[:, None, None, :]
        state = (
            self._weights["embeddings.word_embeddings.weight"][ids]
            + self._weights["embeddings.position_embeddings.weight"][:length]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        state = self._norm(state, "embeddings.LayerNorm")
        for layer in range(self._layers):
            at = f"encoder.layer.{layer}"
            query, key, value = (
                self._split(self._linear(state, f"{at}.attention.self.{part}"))
                for part in ("query", "key", "value")
            )
            attended = scaled_dot_product_attention(query, key, value, attn_mask=mask)
            joined = attended.transpose(1, 2).flatten(2)
            state = self._norm(
                state + self._linear(joined, f"{at}.attention.output.dense"),
                f"{at}.attention.output.LayerNorm",
            )
            inner = gelu(self._linear(state, f"{at}.intermediate.dense"))
            state = self._norm(
                state + self._linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm"
            )
        words = there[:, :, None].float()
        return normalize((state * words).sum(1) / words.sum(1))

    def _split(self, state: Any) -> Any:
        """An array [texts, words, dimensions] as [texts, heads, words, dimensions of a head]."""
        return state.unflatten(2, (self._heads, -1)).transpose(1, 2)

    def _linear(self, state: Any, name: str) -> Any:
        from torch.nn.functional import linear

        return linear(state, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, state: Any, name: str) -> Any:
        from torch.nn.functional import layer_norm

        return layer_norm(
            state,
            (self.dimensions,),
            self._weights[f"{name}.weight"],
            self._weights[f"{name}.bias"],
            self._epsilon,
        )


def batches(lengths: list[int]) -> list[list[int]]:
    """Texts by their place, those of like length together: each costs what the longest costs."""
    made: list[list[int]] = []
    for at in sorted(range(len(lengths)), key=lambda at: lengths[at]):
        if made and (len(made[-1]) + 1) * lengths[at] <= BATCH:
            made[-1].append(at)
        else:
            made.append([at])
    return made
