"""Whatever happens to the files of the archive, the book mends them."""

from __future__ import annotations

import random
import shutil
import sys
from typing import TYPE_CHECKING

import lancedb
import pytest

from rgpt_tui.archive.lance import TableBroken
from rgpt_tui.archive.table import SentenceTable
from tests.archive.village import VILLAGE, Recorder, ask, catch_up, steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.archive.conftest import Opens
    from tests.archive.village import Book


def manifests(table: Path) -> list[Path]:
    return sorted((table / "_versions").glob("*.manifest"))


def data_files(table: Path) -> list[Path]:
    return sorted((table / "data").glob("*.lance"), key=lambda file: file.stat().st_size)


def zero(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def halve(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def fill_with_noise(file: Path) -> None:
    file.write_bytes(random.Random(7).randbytes(file.stat().st_size))


def flip(file: Path) -> None:
    """Change single bits all over a file, which LanceDB has no checksum to notice."""
    content, chance = bytearray(file.read_bytes()), random.Random(7)
    for _ in range(len(content) // 40):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def files_in(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


DAMAGE: dict[str, Callable[[Path], object]] = {
    "newest manifest full of zeros": lambda table: zero(manifests(table)[0]),
    "newest manifest empty": lambda table: manifests(table)[0].write_bytes(b""),
    "newest manifest cut": lambda table: halve(manifests(table)[0]),
    "newest manifest gone": lambda table: manifests(table)[0].unlink(),
    "all manifests full of zeros": lambda table: [zero(each) for each in manifests(table)],
    "all manifests gone": lambda table: [each.unlink() for each in manifests(table)],
    "a data file gone": lambda table: data_files(table)[-1].unlink(),
    "a data file cut": lambda table: halve(data_files(table)[-1]),
    "a data file full of zeros": lambda table: zero(data_files(table)[-1]),
    "a data file of noise": lambda table: fill_with_noise(data_files(table)[-1]),
    "bits flipped in a data file": lambda table: flip(data_files(table)[-1]),
    "the indexes of noise": lambda table: [
        fill_with_noise(each) for each in files_in(table / "_indices")
    ],
    "every file of noise": lambda table: [fill_with_noise(each) for each in files_in(table)],
    "every file gone": lambda table: [each.unlink() for each in files_in(table)],
    "all data gone": lambda table: shutil.rmtree(table / "data"),
    "the indexes gone": lambda table: shutil.rmtree(table / "_indices"),
    "the versions gone": lambda table: shutil.rmtree(table / "_versions"),
    "the transactions gone": lambda table: shutil.rmtree(table / "_transactions"),
    "the table gone": lambda table: shutil.rmtree(table),
    "a file in place of the table": lambda table: (shutil.rmtree(table), table.write_text("x")),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
async def test_damage_is_mended(
    opens: Opens, village: Book, folder: Path, damage: Callable[[Path], object]
) -> None:
    archive = await opens()
    await catch_up(archive)
    village.write("inn", "The inn was shut for the winter.")
    await catch_up(archive)
    await archive.close()
    damage(folder / "sentences.lance")

    archive = await opens()
    await ask(archive, village, "the miller and his spoons")
    await catch_up(archive)
    status = archive.status()
    assert (status.steps, status.sentences, status.waiting) == (5, 13, 0)
    assert status.notice is None
    for question, step in {
        "the brass key under the plank": "ferry",
        "the miller and his spoons": "mill",
        "Is the inn shut?": "inn",
        "Ostrander": "chapel",
    }.items():
        recall = await ask(archive, village, question)
        assert recall.mode == "hybrid"
        assert steps(recall)[0] == step
    await archive.close()


async def test_damage_is_said_before_it_is_mended(
    opens: Opens, village: Book, folder: Path
) -> None:
    archive = await opens()
    await catch_up(archive)
    await archive.close()
    for manifest in manifests(folder / "sentences.lance"):
        zero(manifest)
    archive = await opens()
    recall = await ask(archive, village, "Ostrander rang the bell")
    assert "Your text is safe" in (recall.notice or "")
    assert steps(recall) == ["chapel"], "by keyword, from the book"
    await archive.close()


async def test_going_back_one_commit_saves_the_embedding_of_the_rest(
    opens: Opens, village: Book, folder: Path, recorder: Recorder
) -> None:
    archive = await opens()
    await catch_up(archive)
    village.write("inn", "The inn was shut for the winter.")
    await catch_up(archive)
    await archive.close()
    zero(manifests(folder / "sentences.lance")[0])
    embedded = len(recorder.asked)
    archive = await opens()
    await catch_up(archive)
    assert recorder.asked[embedded:] == ["The inn was shut for the winter."]
    await archive.close()


async def test_an_index_that_was_never_finished_is_made(
    opens: Opens, village: Book, folder: Path
) -> None:
    archive = await opens()
    await catch_up(archive)
    await archive.close()
    table = await (await lancedb.connect_async(str(folder))).open_table("sentences")
    await table.drop_index("words_idx")
    archive = await opens()
    assert (await ask(archive, village, "Ostrander")).mode == "hybrid"
    await archive.close()
    table = await (await lancedb.connect_async(str(folder))).open_table("sentences")
    assert [each.name for each in await table.list_indices()] == ["words_idx"]


async def test_a_table_of_another_version_of_rgpt_is_made_anew_and_not_called_damaged(
    opens: Opens, village: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = await opens()
    with monkeypatch.context() as patch:
        patch.setattr("rgpt_tui.archive.schema.FORMAT", "0")
        await catch_up(archive)
    await archive.close()
    archive = await opens()
    assert archive.status().notice is None
    await catch_up(archive)
    assert (archive.status().steps, archive.status().notice) == (4, None)
    assert steps(await ask(archive, village, "Ostrander")) == ["chapel"]
    await archive.close()


async def test_broken_indexes_cost_no_embedding(
    opens: Opens, village: Book, folder: Path, recorder: Recorder
) -> None:
    archive = await opens()
    await catch_up(archive)
    await archive.close()
    shutil.rmtree(folder / "sentences.lance" / "_indices")
    embedded = len(recorder.asked)
    archive = await opens()
    await catch_up(archive)
    assert len(recorder.asked) == embedded
    assert steps(await ask(archive, village, "Ostrander")) == ["chapel"]
    await archive.close()


async def test_damage_while_it_is_open_makes_recall_worse_and_the_next_catch_up_mends_it(
    opens: Opens, village: Book, folder: Path
) -> None:
    archive = await opens()
    await catch_up(archive)
    shutil.rmtree(folder / "sentences.lance")
    recall = await ask(archive, village, "Ostrander rang the bell")
    assert steps(recall) == ["chapel"]
    assert recall.mode == "keyword"
    assert "Your text is safe" in (recall.notice or "")
    village.write("inn", "The inn was shut for the winter.")
    await catch_up(archive)
    recall = await ask(archive, village, "Is the inn closed in winter?")
    assert recall.mode == "hybrid"
    assert recall.notice is None
    assert steps(recall)[0] == "inn"
    await archive.close()


async def test_a_search_that_fails_once_costs_no_embedding(
    opens: Opens, village: Book, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = await opens()
    await catch_up(archive)

    async def broken(*_: object, **__: object) -> None:
        raise TableBroken("a page could not be read")

    with monkeypatch.context() as patch:
        patch.setattr(SentenceTable, "matching", broken)
        assert (await ask(archive, village, "Ostrander")).mode == "keyword"
    embedded = len(recorder.asked)
    await catch_up(archive)
    assert len(recorder.asked) == embedded
    recall = await ask(archive, village, "Ostrander")
    assert (recall.mode, recall.notice) == ("hybrid", None)
    await archive.close()


@pytest.mark.parametrize("obstacle", ["a file in its place", "no LanceDB"])
async def test_a_folder_that_cannot_be_used_leaves_recall_by_keyword(
    opens: Opens,
    village: Book,
    folder: Path,
    obstacle: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if obstacle == "no LanceDB":
        monkeypatch.setitem(sys.modules, "lancedb", None)
    else:
        folder.parent.mkdir(parents=True)
        folder.write_text("not a folder")
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, "oranges for the children")
    assert steps(recall)[0] == "market"
    assert recall.hits[0].text == VILLAGE["market"]
    assert recall.mode == "keyword"
    assert "Your text is safe" in (recall.notice or "")
    village.write("market", "The square was empty. Only crows walked about.")
    recall = await ask(archive, village, "crows in the square")
    assert recall.hits[0].sentence in {"The square was empty.", "Only crows walked about."}
    assert steps(await ask(archive, village, "oranges")) == []
    with pytest.raises(TableBroken):
        await archive.rebuild()
    assert steps(await ask(archive, village, "crows in the square")) == ["market"]
    await archive.close()
