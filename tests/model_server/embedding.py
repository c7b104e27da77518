"""Deterministic vectors: texts that share words are near each other."""

from __future__ import annotations

import hashlib
import re

DIMENSIONS = 64


def embed(text: str) -> list[float]:
    """A vector that is the sum of one fixed vector for each word (each character in CJK)."""
    total = [0.0] * DIMENSIONS
    for word in re.findall(r"[぀-ヿ一-鿿가-힯]|[^\W_]+", text.lower()) or ["∅"]:
        digest = hashlib.shake_128(word.encode()).digest(DIMENSIONS)
        for index, byte in enumerate(digest):
            total[index] += byte / 127.5 - 1
    return total
