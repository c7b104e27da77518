"""Prose with the word statistics of prose: made up, as long as it needs to be, never the same."""

from __future__ import annotations

import random
from itertools import accumulate

from rgpt_tui.archive.minilm import model_folder

COMMON = (
    "the",
    "and",
    "of",
    "to",
    "a",
    "in",
    "he",
    "she",
    "was",
    "that",
    "his",
    "her",
    "it",
    "had",
)


class Prose:
    """Paragraphs of English words that come as often as words do (Zipf's law), without sense.

    The words are those that MiniLM has a piece for, about 20,000, the frequent ones first.
    """

    def __init__(self, seed: int = 0) -> None:
        self._dice = random.Random(seed)
        known = (model_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n")
        words = [word for word in known if len(word) > 2 and word.isascii() and word.isalpha()]
        self._words = list(dict.fromkeys([*COMMON, *words]))
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))

    def sentence(self) -> str:
        """A sentence of five to thirty words."""
        words = self._dice.choices(
            self._words, cum_weights=self._weights, k=self._dice.randint(5, 30)
        )
        return " ".join(words).capitalize() + "."

    def paragraph(self, sentences: int = 20) -> str:
        """A paragraph of so many sentences."""
        return " ".join(self.sentence() for _ in range(sentences))
