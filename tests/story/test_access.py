from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnreadable
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief
from tests.story import actors
from tests.story.samples import step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BOTH = pytest.mark.parametrize("open_book", [BookReader.open, Book.open], ids=["read", "write"])


def foreign(file: Path) -> None:
    """A database of another program, whose version looks like that of a newer rgpt."""
    file.unlink()
    connection = sqlite3.connect(file)
    connection.executescript("CREATE TABLE places (x); PRAGMA user_version = 75;")
    connection.close()


def with_a_row_cut(file: Path) -> None:
    """A record that is no longer what it was."""
    connection = sqlite3.connect(file)
    connection.execute("UPDATE briefs SET brief = '{\"title\": 5'")
    connection.commit()
    connection.close()


def without_its_story(file: Path) -> None:
    """A book in which rows are missing."""
    connection = sqlite3.connect(file)
    connection.executescript("DELETE FROM story; DELETE FROM briefs;")
    connection.close()


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(os.urandom(10_000)),
    "text": lambda file: file.write_text("Chapter One\n" * 500),
    "cut in half": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "a few bytes": lambda file: file.write_bytes(file.read_bytes()[:50]),
    "zeros": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "foreign": foreign,
    "record cut": with_a_row_cut,
    "rows missing": without_its_story,
}


@BOTH
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_book_is_named_and_left_as_it_is(
    folder: Path, broken: str, open_book: Callable[[Path], BookReader]
) -> None:
    file = folder / "book.db"
    BROKEN[broken](file)
    before = file.read_bytes()
    with pytest.raises(BookUnreadable) as refusal, open_book(folder) as book:
        assert book.brief
    assert str(file) in str(refusal.value)
    assert "It was not changed." in str(refusal.value)
    assert "story.md" in str(refusal.value)
    assert file.read_bytes() == before


@BOTH
def test_pages_that_are_overwritten_inside_a_book_are_damage(
    folder: Path, open_book: Callable[[Path], BookReader]
) -> None:
    with Book.open(folder) as book:
        book.commit([step(actors.text_of(number)) for number in range(20)])
    file = folder / "book.db"
    pages = bytearray(file.read_bytes())
    pages[4096:] = b"\x5a" * (len(pages) - 4096)
    file.write_bytes(pages)
    with pytest.raises(BookUnreadable, match="damaged"), open_book(folder) as book:
        book.prose()


@BOTH
def test_a_folder_without_a_book_is_no_story_and_stays_empty(
    tmp_path: Path, open_book: Callable[[Path], BookReader]
) -> None:
    for place in (tmp_path, tmp_path / "gone"):
        with pytest.raises(BookUnreadable, match="There is no story in") as refusal:
            open_book(place)
        assert str(place) in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


@contextmanager
def closed_to_writing(folder: Path) -> Iterator[None]:
    """The folder and its files as another user's: to be read, not to be written."""
    for place in (folder, *folder.iterdir()):
        place.chmod(0o755 if place.is_dir() and os.getuid() == 0 else 0o555)
    yield
    for place in (folder, *folder.iterdir()):
        place.chmod(0o755)


@pytest.fixture
def public_story(public_folder: Path) -> Path:
    """A story that other users of the machine can read."""
    folder = public_folder / "the-drowned-bell"
    folder.mkdir()
    with Book.create(folder, Brief(title="The Drowned Bell")) as book:
        book.commit([step("One."), step("Two.")])
    return folder


def test_a_story_that_may_not_be_written_can_be_read_and_says_so_at_once(
    public_story: Path,
) -> None:
    with closed_to_writing(public_story):
        before = {each: each.read_bytes() for each in public_story.iterdir()}
        told = json.loads(actors.run("without_rights", "read", "write", "lock", public_story))
        assert {each: each.read_bytes() for each in public_story.iterdir()} == before
    assert told["read"] == ["One.", "Two."]
    for refusal, message in (told["write"], told["lock"]):
        assert refusal == "BookUnwritable"
        assert str(public_story) in message
        assert "can only be read" in message


def test_a_book_file_that_may_not_be_written_is_refused_before_a_step_is_made(
    public_story: Path,
) -> None:
    public_story.chmod(0o777)
    (public_story / "book.db").chmod(0o444)
    told = json.loads(actors.run("without_rights", "read", "write", public_story))
    assert told["read"] == ["One.", "Two."]
    assert told["write"][0] == "BookUnwritable"
    assert "book.db cannot be written" in told["write"][1]


@pytest.mark.skipif(os.getuid() != 0, reason="needs a second user")
def test_another_user_reads_the_latest_step_of_a_story_that_is_being_written(
    public_story: Path,
) -> None:
    with Book.open(public_story) as book:
        book.commit([step("Three, just now.")])
        told = json.loads(actors.run("without_rights", "read", public_story))
    assert told["read"] == ["One.", "Two.", "Three, just now."]


@pytest.mark.skipif(os.getuid() != 0, reason="needs a second user")
def test_another_user_who_reads_on_sees_the_steps_that_come(public_story: Path) -> None:
    with (
        Book.open(public_story) as book,
        actors.started("follow_without_rights", public_story) as reader,
    ):
        assert actors.heard(reader) == ["One.", "Two."]
        book.commit([step("Three.")])
        assert reader.stdin is not None
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert actors.heard(reader) == ["One.", "Two.", "Three."]


def test_steps_that_a_killed_writer_left_in_the_log_are_never_passed_over(
    public_story: Path,
) -> None:
    actors.run("die_in_commit", public_story, "never", 5)
    with closed_to_writing(public_story):
        told = json.loads(actors.run("without_rights", "read", public_story))
        assert told["read"][2:] == [actors.text_of(number) for number in range(5)]
    (public_story / "book.db-shm").unlink()
    with closed_to_writing(public_story):
        told = json.loads(actors.run("without_rights", "read", public_story))
        assert told["read"][0] == "BookUnreadable"
        assert "copy the folder to a place of your own" in told["read"][1]
    copy = public_story.parent / "copy"
    shutil.copytree(public_story, copy)
    with BookReader.open(copy) as book:
        assert len(book.path()) == 7


def test_a_folder_that_may_not_be_entered_is_named(public_story: Path) -> None:
    public_story.chmod(0o000 if os.getuid() else 0o700)
    told = json.loads(actors.run("without_rights", "read", "write", public_story))
    public_story.chmod(0o755)
    assert told["read"][0] == told["write"][0] == "BookUnreadable"
    assert str(public_story) in told["read"][1]
