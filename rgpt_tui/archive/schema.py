"""The columns of the table of sentences."""

from __future__ import annotations

from typing import Any

from rgpt_tui.archive.pieces import Place

FORMAT = "3"
"""Another one means that the table is made anew."""
COLUMNS = ("step", "revision", "language", "words", "place", "embedded", "vector")


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
        metadata={"rgpt.format": FORMAT, "rgpt.embedder": embedder},
    )
