"""Stories are made out of sight, and are on the shelf whole or not at all."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.atomic import part_of
from rgpt_tui.story.book import Book
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.placing import place
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.story.samples import paragraphs, step

if TYPE_CHECKING:
    from pathlib import Path

DAWN = Brief(title="Dawn")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "stories")


def test_a_story_is_made_with_all_its_steps_at_once(shelf: Shelf) -> None:
    folder = shelf.create(DAWN, [step("One."), step("Two.")])
    with Book.open(folder) as book:
        assert paragraphs(book) == ["One.", "Two."]
    assert [each.name for each in shelf.folder.iterdir()] == ["dawn"]


def test_nothing_is_on_the_shelf_before_a_story_is_whole(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def fail(*_: object) -> None:
        seen.extend(shelf.names())
        raise RuntimeError("in the middle")

    monkeypatch.setattr(Book, "commit", fail)
    with pytest.raises(RuntimeError):
        shelf.create(DAWN, [step("One.")])
    assert seen == []
    assert list(shelf.folder.iterdir()) == []


def test_what_a_kill_left_of_a_story_is_swept_with_the_next_one(shelf: Shelf) -> None:
    left = part_of(shelf.folder / "dawn")
    left.mkdir(parents=True)
    with WriterLock(left, "one that was killed"):
        (left / "book.db").write_bytes(b"half")
    (left / ".writer.lock").touch()
    shelf.create(DAWN)
    assert [each.name for each in shelf.folder.iterdir()] == ["dawn"]


def test_a_story_that_is_being_made_is_never_swept(shelf: Shelf) -> None:
    making = part_of(shelf.folder / "dawn")
    making.mkdir(parents=True)
    with WriterLock(making, "another rgpt"):
        (making / "book.db").write_bytes(b"half")
        shelf.sweep()
        assert (making / "book.db").read_bytes() == b"half"


def test_a_folder_without_a_lock_is_swept_only_when_it_is_old_and_empty(shelf: Shelf) -> None:
    new, old, full = (part_of(shelf.folder / "dawn") for _ in range(3))
    for folder in (new, old, full):
        folder.mkdir(parents=True)
    (full / "mine.txt").write_text("words")
    for folder in (old, full):
        os.utime(folder, (time.time() - 7200, time.time() - 7200))
    shelf.sweep()
    assert new.exists()
    assert not old.exists()
    assert (full / "mine.txt").exists()


def test_a_name_that_is_taken_in_the_last_moment_gets_a_number(shelf: Shelf) -> None:
    mine = shelf.folder / "mine"
    mine.mkdir(parents=True)
    (mine / "words").write_text("mine")

    def move_to(folder: Path) -> None:
        if folder.name == "dawn":
            # Another rgpt was quicker.
            folder.mkdir()
            (folder / "words").write_text("theirs")
        mine.rename(folder)

    assert place(shelf.folder, "dawn", move_to).name == "dawn-2"
    assert (shelf.folder / "dawn" / "words").read_text() == "theirs"
    assert (shelf.folder / "dawn-2" / "words").read_text() == "mine"
