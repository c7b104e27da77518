"""The columns of the table of sentences."""

from __future__ import annotations

from typing import Any

from rgpt_tui.archive.pieces import Place

FORMAT = "3"
"""Another one means that the table is made anew."""
COLUMNS = ("step", "revision", "language", "words", "place", "embedded", "vector")


FORMAT_KEY = b"rgpt.format"
EMBEDDER_KEY = b"rgpt.embedder"


def schema(embedder: str, dimensions: int) -> Any:
    """The Arrow schema; what the vectors were made by stands in its metadata."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field("step", pa.string(), nullable=False),
            pa.field("revision", pa.int32(), nullable=False),
            pa.field("language", pa.string(), nullable=False),
            pa.field("words", pa.string(), nullable=False),
            pa.field("place", pa.list_(pa.int32(), len(Place._fields)), nullable=False),
            pa.field("embedded", pa.bool_(), nullable=False),
            pa.field("vector", pa.list_(pa.float32(), dimensions), nullable=True),
        ],
        metadata={FORMAT_KEY: FORMAT, EMBEDDER_KEY: embedder},
    )


def is_ours(found: Any) -> bool:
    """Whether a table, which may have come with somebody else's story, has this very schema.

    LanceDB would obey what else there is in its metadata: name an embedding model there, with
    leave to run the code that comes with it.
    """
    vectors = found.names == [*COLUMNS] and found.field("vector").type
    if not vectors or not hasattr(vectors, "list_size"):
        return False
    ours = schema((found.metadata or {}).get(EMBEDDER_KEY, b"").decode(), vectors.list_size)
    return bool(found.equals(ours)) and set(found.metadata or {}) == {FORMAT_KEY, EMBEDDER_KEY}
