"""Reading an archive beside the process that writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.archive.archive import Archive
from rgpt_tui.archive.gate import EmbedderGate
from tests.archive.village import ask, catch_up

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.conftest import Opens
    from tests.archive.village import Book, Recorder


def files(folder: Path) -> dict[str, int]:
    """Every file below a folder with its size."""
    return {str(path): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


async def reader(folder: Path, book: Book, recorder: Recorder) -> Archive:
    async def load(_: str) -> Recorder:
        return recorder

    return await Archive.open(folder, book, gate=EmbedderGate("minilm", load), read_only=True)


async def test_a_reader_recalls_what_the_writer_has_put_there(
    opens: Opens, folder: Path, village: Book, recorder: Recorder
) -> None:
    writer = await opens()
    await catch_up(writer)
    archive = await reader(folder, village, recorder)
    recall = await ask(archive, village, "Who cannot swim?")
    assert recall.hits[0].step == "ferry"
    await archive.close()
    await writer.close()


async def test_a_reader_leaves_every_file_as_it_is(
    opens: Opens, folder: Path, village: Book, recorder: Recorder
) -> None:
    writer = await opens()
    await catch_up(writer)
    before = files(folder)
    village.write("new", "A letter came from the coast. It was wet.")
    archive = await reader(folder, village, recorder)
    await catch_up(archive)
    await ask(archive, village, "a letter")
    await archive.close()
    assert files(folder) == before
    await writer.close()


async def test_without_an_archive_a_reader_recalls_by_keyword_and_makes_none(
    folder: Path, village: Book, recorder: Recorder
) -> None:
    archive = await reader(folder, village, recorder)
    recall = await ask(archive, village, "the miller's spoons")
    assert recall.hits[0].step == "mill"
    assert recall.mode == "keyword"
    await archive.close()
    assert not folder.exists()
