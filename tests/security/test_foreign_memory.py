"""The long-term memory of a story from somebody else: no code of it is run, no link followed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import lancedb
import pyarrow as pa
import pytest

from rgpt_tui.archive.archive import Archive
from rgpt_tui.archive.gate import EmbedderGate
from rgpt_tui.archive.lance import TableBroken, connect
from rgpt_tui.archive.schema import schema
from rgpt_tui.archive.table import SentenceTable
from tests.archive.village import VILLAGE, Book

if TYPE_CHECKING:
    from pathlib import Path

RUN_MY_CODE = json.dumps(
    [
        {
            "name": "sentence-transformers",
            "model": {"name": "attacker/model", "trust_remote_code": True},
            "source_column": "words",
            "vector_column": "vector",
        }
    ]
).encode()
OURS = schema("minilm", 4)
FOREIGN = {
    "a model with its code": OURS.with_metadata(
        {**OURS.metadata, b"embedding_functions": RUN_MY_CODE}
    ),
    "another column": OURS.append(pa.field("evil", pa.list_(pa.float32(), 4))),
    "vectors that are none": OURS.set(6, pa.field("vector", pa.string())),
    "steps that are none": OURS.set(0, pa.field("step", pa.binary(), nullable=False)),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "story" / "long_term_memory"


@pytest.mark.parametrize("name", FOREIGN)
async def test_a_table_that_is_not_ours_to_the_letter_is_made_anew(folder: Path, name: str) -> None:
    theirs = await lancedb.connect_async(str(folder))
    await theirs.create_table("sentences", schema=FOREIGN[name])
    with pytest.raises(TableBroken, match="other columns"):
        await SentenceTable.open(await connect(folder))
    book = Book()
    book.write(*next(iter(VILLAGE.items())))

    archive = await Archive.open(folder, book, gate=EmbedderGate("none"))
    async for _ in archive.catch_up():
        pass
    await archive.close()

    found = await (await theirs.open_table("sentences")).schema()
    assert found.equals(schema("", 1))
    assert b"embedding_functions" not in found.metadata


@pytest.mark.parametrize("linked", [".", "sentences.lance", "sentences.lance/data"])
async def test_nothing_is_written_where_a_link_in_the_memory_leads(
    folder: Path, tmp_path: Path, linked: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "thesis.lance").write_text("mine", encoding="utf-8")
    link = folder / linked
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere)
    book = Book()
    book.write(*next(iter(VILLAGE.items())))

    archive = await Archive.open(folder, book, gate=EmbedderGate("none"))
    async for _ in archive.catch_up():
        pass
    notice = archive.status().notice
    await archive.close()

    assert [*elsewhere.iterdir()] == [elsewhere / "thesis.lance"]
    assert "is a link to another place" in (notice or "")
