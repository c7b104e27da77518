"""The archive follows the book, and embeds nothing twice."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.archive import catching_up
from rgpt_tui.archive.gate import EmbedderGate
from rgpt_tui.archive.table import SentenceTable
from tests.archive.village import Recorder, ask, catch_up, everything, steps

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.archive.embedder import Embedder
    from tests.archive.conftest import Opens
    from tests.archive.village import Book


def gate_to(embedder: Embedder) -> EmbedderGate:
    async def load(_: str) -> Embedder:
        return embedder

    return EmbedderGate(embedder.name, load)


def write_many(book: Book, count: int) -> None:
    for number in range(count):
        book.write(f"s{number}", f"House {number} has a red door. Nobody lives in house {number}.")


async def test_only_what_is_new_is_embedded(
    opens: Opens, village: Book, recorder: Recorder
) -> None:
    archive = await opens()
    await catch_up(archive)
    assert len(recorder.asked) == 12
    village.write("inn", "The inn was shut.")
    last = (await catch_up(archive))[-1]
    assert recorder.asked[12:] == ["The inn was shut."]
    assert (last.done, last.total, last.steps_done, last.steps_total) == (1, 1, 1, 1)
    assert await catch_up(archive) == []
    await archive.close()


async def test_what_was_embedded_is_still_there_after_a_restart(
    opens: Opens, village: Book, recorder: Recorder
) -> None:
    archive = await opens()
    await catch_up(archive)
    await archive.close()
    embedded = len(recorder.asked)
    archive = await opens()
    assert steps(await ask(archive, village, "the miller and his spoons"))[0] == "mill"
    assert await catch_up(archive) == []
    assert len(recorder.asked) == embedded + 1, "only the question itself"
    await archive.close()


async def test_an_edited_step_is_found_by_its_new_words_and_no_longer_by_the_old(
    opens: Opens, village: Book
) -> None:
    archive = await opens()
    await catch_up(archive)
    village.write("ferry", "Agnes sold the boat to a circus and bought an elephant.")
    await catch_up(archive)
    new = await ask(archive, village, "an elephant from the circus")
    assert new.hits[0].step == "ferry"
    assert new.hits[0].revision == 2
    old = await ask(archive, village, "She had hidden a brass key under the third plank.")
    assert "brass" not in " ".join(each.text for each in (*old.hits, *old.near_misses))
    await archive.close()


async def test_an_edit_that_is_not_caught_up_with_is_not_recalled_by_the_old_words(
    opens: Opens, village: Book
) -> None:
    archive = await opens()
    await catch_up(archive)
    village.write("ferry", "Agnes sold the boat to a circus and bought an elephant.")
    recall = await ask(archive, village, "She had hidden a brass key under the third plank.")
    assert "ferry" not in everything(recall)
    await archive.close()


async def test_a_step_that_has_left_the_book_leaves_the_archive(
    opens: Opens, village: Book
) -> None:
    archive = await opens()
    path = village.path()
    await catch_up(archive)
    del village.texts["ferry"]
    await catch_up(archive)
    assert archive.status().steps == 3
    assert "ferry" not in everything(await ask(archive, village, "the brass key", path=path))
    await archive.close()


async def test_an_interrupted_catch_up_goes_on_where_it_was(
    opens: Opens, book: Book, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "SENTENCES_A_COMMIT", 20)
    write_many(book, 100)
    archive = await opens()
    async with aclosing(archive.catch_up()) as progress:
        async for each in progress:
            if each.steps_done >= 50:
                break
    await archive.close()
    before = len(recorder.asked)
    assert 0 < before < 200
    archive = await opens()
    kept = archive.status().steps
    assert kept == 50
    await catch_up(archive)
    assert len(recorder.asked) - before == 200 - 2 * kept
    assert archive.status().steps == 100
    assert archive.status().sentences == 200
    await archive.close()


async def test_a_cancelled_catch_up_keeps_what_it_has_and_doubles_nothing(
    opens: Opens, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "SENTENCES_A_COMMIT", 20)
    monkeypatch.setattr(catching_up, "STEPS_READ", 5)
    write_many(book, 60)
    archive = await opens()
    for rounds in range(1, 12):
        task = asyncio.create_task(catch_up(archive))
        for _ in range(rounds * 7):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await catch_up(archive)
    assert archive.status().steps == 60
    assert archive.status().sentences == 120
    assert archive.status().waiting == 0
    await archive.close()


async def test_a_commit_of_which_nobody_knows_is_not_made_twice(
    opens: Opens, village: Book, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = await opens()
    add = SentenceTable.add

    async def add_and_be_cancelled(*arguments: Any) -> None:
        await add(*arguments)
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(SentenceTable, "add", add_and_be_cancelled)
        with pytest.raises(asyncio.CancelledError):
            await catch_up(archive)
    assert await catch_up(archive) == []
    assert len(recorder.asked) == 12
    assert archive.status().sentences == 12
    await archive.close()


async def test_a_catch_up_that_is_left_in_the_middle_blocks_nothing(
    opens: Opens, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "SENTENCES_A_COMMIT", 20)
    write_many(book, 60)
    archive = await opens()
    left = archive.catch_up()
    await anext(left)
    async with asyncio.timeout(30):
        await catch_up(archive)
        assert archive.status().sentences == 120
        assert [each async for each in left] == []
        await archive.close()


async def test_recall_works_while_the_archive_catches_up(
    opens: Opens, village: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "SENTENCES_A_COMMIT", 20)
    archive = await opens()
    await catch_up(archive)
    write_many(village, 60)
    async for _ in archive.catch_up():
        recall = await ask(archive, village, "the brass key under the plank")
        assert steps(recall)[0] == "ferry"
    await archive.close()


async def test_progress_only_grows_and_ends_with_all_of_it(
    opens: Opens, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "SENTENCES_A_COMMIT", 20)
    write_many(book, 70)
    archive = await opens()
    seen = await catch_up(archive)
    assert [each.done for each in seen] == sorted(each.done for each in seen)
    assert all(each.done <= each.total for each in seen)
    assert (seen[-1].done, seen[-1].total) == (140, 140)
    assert (seen[-1].steps_done, seen[-1].steps_total) == (70, 70)
    await archive.close()


async def test_rebuilding_makes_all_of_it_anew(
    opens: Opens, village: Book, recorder: Recorder
) -> None:
    archive = await opens()
    await catch_up(archive)
    await archive.rebuild()
    assert archive.status().steps == 0
    await catch_up(archive)
    assert len(recorder.asked) == 24
    assert steps(await ask(archive, village, "the miller and his spoons"))[0] == "mill"
    await archive.close()


async def test_another_embedder_embeds_all_of_it_anew(
    opens: Opens, village: Book, recorder: Recorder, minilm: Embedder
) -> None:
    archive = await opens()
    await catch_up(archive)
    await archive.close()
    other = Recorder(minilm, name="another")
    archive = await opens(gate_to(other))
    before = await ask(archive, village, "the miller and his spoons")
    assert "another" in (before.notice or ""), "vectors of two embedders are never compared"
    await catch_up(archive)
    assert len(other.asked) == 12
    assert archive.status().embedder == "another"
    after = await ask(archive, village, "the miller and his spoons")
    assert steps(after)[0] == "mill"
    assert after.notice is None
    await archive.close()


async def test_thousands_of_single_steps_leave_few_files_and_nothing_behind(
    opens: Opens, book: Book, folder: Path
) -> None:
    archive = await opens()
    for number in range(70):
        book.write(f"s{number}", f"Letter {number} came by sea.")
        await catch_up(archive)
    during = len(list(folder.rglob("*.lance")))
    await archive.close()
    assert during < 130
    assert archive.status().steps == 70
    assert len(list(folder.rglob("*.manifest"))) < 25
    archive = await opens()
    recall = await ask(archive, book, "Letter 42", limit=70)
    assert "s42" in steps(recall)
    await archive.close()


async def test_a_step_of_many_pages_without_a_full_stop_is_divided(
    opens: Opens, book: Book, recorder: Recorder
) -> None:
    book.write("stream", "and the river went on " * 200 + "and there lay a silver thimble")
    archive = await opens()
    await catch_up(archive)
    assert len(recorder.asked) > 3
    assert all(recorder.fits(text) for text in recorder.asked)
    hit = (await ask(archive, book, "a silver thimble")).hits[0]
    assert "thimble" in hit.sentence
    assert len(hit.text) < 2_500
    await archive.close()


async def test_a_step_without_words_is_no_obstacle(opens: Opens, book: Book) -> None:
    book.write("break", "* * *")
    book.write("empty", "")
    book.write("words", "The lamp went out.")
    archive = await opens()
    await catch_up(archive)
    assert everything(await ask(archive, book, "a lamp")) == ["words"]
    await archive.close()
