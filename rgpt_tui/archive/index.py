"""The indexes of the sentence table: which, when, and how they are searched.

Full text: words as `rgpt_tui.archive.words` makes them; LanceDB only takes the English endings off.

Vectors: exact search up to `EXACT_LIMIT` sentences. Above, IVF_RQ: LanceDB's RaBitQ codes, four
bits a dimension, *all* partitions probed, and three times the wanted number reread in full. The
codes are so quick to scan that leaving partitions out, where an index of this kind loses most of
what it loses, saves nothing worth having. Measured with 200,000 vectors of 384 dimensions on two
cores, asked for 10 (share of exact search's best 10; mixtures of 34,000 real sentences, and of 400,
which are so crowded that many of the best are nearly equal):

| index | build | found, sparse | found, crowded | processor time |
|---|---|---|---|---|
| none (exact) | - | 1 | 1 | 200 ms |
| IVF_PQ, 48 sub-vectors, 32 of 64 probed, refine 8 | 39 s | .984 | - | 9 ms |
| IVF_RQ, 5 bits, 32 of 64 probed, refine 2 | 5 s | .982 | - | 4 ms |
| IVF_RQ, 3 bits, all probed, refine 2 | 4 s | .998 | .915 | 2.3 ms |
| **IVF_RQ, 4 bits, all probed, refine 3** | 4 s | 1.000 | .999 | 2.5 ms |
| IVF_RQ, 7 bits, all probed, refine 2 | 8 s | .999 | .999 | 3.7 ms |
"""

from __future__ import annotations

from typing import Any

EXACT_LIMIT = 40_000
"""Sentences up to which vectors are compared one by one: about 25 ms."""
SEGMENTS = 4
"""Parts of the vector index from which it is built anew: each has to be searched."""
PARTITIONS = 32
BITS = 4
REFINE = 3


def pays(sentences: int, dimensions: int) -> bool:
    """Whether vectors of so many sentences are searched by an index; one dimension means none."""
    return sentences > EXACT_LIMIT and dimensions > 1


def full_text() -> Any:
    """The configuration of the full-text index."""
    from lancedb.index import FTS

    return FTS(
        base_tokenizer="whitespace",
        language="English",
        stem=True,
        remove_stop_words=False,
        ascii_folding=False,
        with_position=False,
    )


def vectors() -> Any:
    """The configuration of the vector index."""
    from lancedb.index import IvfRq

    return IvfRq(distance_type="cosine", num_partitions=PARTITIONS, num_bits=BITS, sample_rate=64)
