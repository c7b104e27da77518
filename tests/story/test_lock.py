from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.errors import Way
from rgpt_tui.story.lock import HOLDER_FILE, LOCK_FILE, StoryLocked, WriterLock
from rgpt_tui.story.reading import BookReader
from tests.story import actors
from tests.story.samples import paragraphs, step


def test_a_second_writer_is_told_who_writes_the_story(folder: Path) -> None:
    with actors.started("hold", folder) as holder:
        process = actors.heard(holder)
        with pytest.raises(StoryLocked) as refusal, WriterLock(folder, "rgpt"):
            pass
    assert "“The Drowned Bell”" in str(refusal.value)
    assert refusal.value.ways == (Way.READ_LOCKED,)
    assert f"rgpt in another window (process {process} on" in str(refusal.value)
    assert re.search(r"since \d{4}-\d\d-\d\d \d\d:\d\d", str(refusal.value))


def test_a_second_writer_in_the_same_process_is_refused_too(folder: Path) -> None:
    with (
        WriterLock(folder, "the studio"),
        pytest.raises(StoryLocked, match=f"the studio .process {os.getpid()}"),
        WriterLock(folder, "rgpt"),
    ):
        pass


def test_a_refused_writer_takes_nothing_from_the_one_who_writes(folder: Path) -> None:
    with actors.started("hold", folder) as holder:
        actors.heard(holder)
        for _ in range(3):
            with pytest.raises(StoryLocked, match="rgpt in another window"):
                WriterLock(folder, "rgpt").__enter__()


def test_reading_needs_no_lock_and_leaves_it_alone(folder: Path) -> None:
    with Book.open(folder) as book:
        book.commit([step("One.")])
    with actors.started("hold", folder) as holder:
        actors.heard(holder)
        with BookReader.open(folder) as reader:
            assert paragraphs(reader) == ["One."]
        with pytest.raises(StoryLocked):
            WriterLock(folder, "rgpt").__enter__()


@pytest.mark.parametrize("actor", ["hold", "hold_with_child"])
def test_a_killed_writer_leaves_the_story_free(folder: Path, actor: str) -> None:
    with actors.started(actor, folder) as holder:
        actors.heard(holder)
        holder.kill()
        holder.wait()
        assert (folder / HOLDER_FILE).exists()
        with (
            WriterLock(folder, "the studio"),
            pytest.raises(StoryLocked, match="the studio"),
            WriterLock(folder, "rgpt"),
        ):
            pass


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="a process is known by /proc")
def test_the_lock_holds_even_if_its_file_is_taken_away(folder: Path) -> None:
    with actors.started("hold", folder) as holder:
        process = actors.heard(holder)
        (folder / LOCK_FILE).unlink()
        for _ in range(2):
            with pytest.raises(StoryLocked, match=f"process {process}"), WriterLock(folder, "rgpt"):
                pass
        holder.kill()
        holder.wait()
        with WriterLock(folder, "rgpt"):
            pass


def test_a_writer_who_is_done_leaves_the_story_free(folder: Path) -> None:
    locks = [WriterLock(folder, "rgpt"), WriterLock(folder, "rgpt")]
    for lock in locks:
        with lock:
            assert (folder / HOLDER_FILE).exists()
        assert not (folder / HOLDER_FILE).exists()


def test_the_name_of_an_earlier_holder_that_died_does_not_stay(public_folder: Path) -> None:
    public_folder.chmod(0o777)
    stale = public_folder / HOLDER_FILE
    stale.write_text(
        '{"program":"long dead","process":1,"machine":"m","since":"2026-01-01T00:00:00Z"}'
    )
    stale.chmod(0o444)
    with actors.started("hold_without_rights", public_folder) as holder:
        process = actors.heard(holder)
        with pytest.raises(StoryLocked, match=f"process {process}"), WriterLock(public_folder, "x"):
            pass


def test_two_stories_may_be_written_at_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with WriterLock(tmp_path / "one", "rgpt"), WriterLock(tmp_path / "two", "rgpt"):
        pass


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b'{"program": "x"}', b'{"since": 3}'])
def test_a_holder_who_cannot_be_read_is_another_program(folder: Path, content: bytes) -> None:
    with WriterLock(folder, "rgpt"):
        (folder / HOLDER_FILE).write_bytes(content)
        with pytest.raises(StoryLocked, match="another program"), WriterLock(folder, "rgpt"):
            pass


def test_the_lock_holds_where_the_holder_cannot_be_named(folder: Path) -> None:
    (folder / HOLDER_FILE).mkdir()
    with (
        WriterLock(folder, "rgpt"),
        pytest.raises(StoryLocked, match="another program"),
        WriterLock(folder, "rgpt"),
    ):
        pass


def test_a_writer_who_has_just_taken_the_lock_is_named_too(folder: Path) -> None:
    holder = folder / HOLDER_FILE
    with WriterLock(folder, "the studio"):
        named = holder.read_bytes()
        holder.unlink()
        threading.Timer(0.1, holder.write_bytes, [named]).start()
        with pytest.raises(StoryLocked, match="the studio"), WriterLock(folder, "rgpt"):
            pass


def test_a_lock_that_is_being_given_back_is_waited_for(folder: Path) -> None:
    lock = WriterLock(folder, "the studio")
    lock.__enter__()
    (folder / HOLDER_FILE).unlink()
    threading.Timer(0.1, lock.__exit__).start()
    with WriterLock(folder, "rgpt"):
        pass


def test_locking_a_folder_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with pytest.raises(BookUnwritable, match="gone"), WriterLock(tmp_path / "gone", "rgpt"):
        pass
    assert not (tmp_path / "gone").exists()
