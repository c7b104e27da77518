from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.entries import LONGEST_LINE, ending_of, entry_of
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.story.samples import step

if TYPE_CHECKING:
    from pathlib import Path


def test_an_entry_tells_how_the_story_ends_and_when_it_was_changed(folder: Path) -> None:
    with Book.open(folder) as book:
        book.commit([step("One."), step("It was\n\nthe last."), step("Undone.")])
        book.undo()
        changed = book.last_change()
    os.utime(folder / "book.db", (0, 0))
    entry = entry_of(folder)
    assert (entry.title, entry.steps, entry.words) == ("The Drowned Bell", 2, 5)
    assert (entry.last_line, entry.changed) == ("It was the last.", changed)
    assert changed.tzinfo is not None


def test_an_entry_of_a_story_without_a_step_has_no_line(folder: Path) -> None:
    assert entry_of(folder).last_line == ""


def test_a_broken_story_was_changed_when_its_file_was(folder: Path) -> None:
    (folder / "book.db").write_bytes(b"x" * 9000)
    os.utime(folder / "book.db", (86_400, 86_400))
    entry = entry_of(folder)
    assert "book.db" in entry.fault
    assert entry.changed == datetime(1970, 1, 2, tzinfo=UTC)
    assert entry_of(folder / "nowhere").changed is None


@pytest.mark.parametrize(
    ("paragraph", "ending"),
    [
        ("", ""),
        (" It  rang.\n", "It rang."),
        ("x" * LONGEST_LINE, "x" * LONGEST_LINE),
        ("word " * 100, "…" + "word " * 38 + "word"),
        ("x" * 100_000, "…" + "x" * (LONGEST_LINE - 1)),
        ("钟" * 300, "…" + "钟" * (LONGEST_LINE - 1)),
        ("a" * 5000 + " " * 5000 + "\nThe end.", "…The end."),
    ],
)
def test_the_end_of_a_paragraph_is_one_line_cut_between_words(paragraph: str, ending: str) -> None:
    assert ending_of(paragraph) == ending
    assert len(ending) <= LONGEST_LINE


def aged(folder: Path) -> Shelf:
    """A shelf of three stories, one written to after the other, the last 9,000 s into 1970."""
    shelf = Shelf(folder)
    for age, title in enumerate(["New", "Old", "Older"]):
        file = shelf.create(Brief(title=title)) / "book.db"
        os.utime(file, (9000 - age, 9000 - age))
    return shelf


def test_recent_stories_come_by_the_last_write_also_one_that_is_only_in_the_log(
    tmp_path: Path,
) -> None:
    shelf = aged(tmp_path)
    assert shelf.recent() == ["new", "old", "older"]
    with Book.open(tmp_path / "older") as book:
        book.commit([step("One.")])
        assert shelf.recent() == ["older", "new", "old"]


def test_a_story_that_was_opened_counts_as_recent_as_one_that_was_written_to(
    tmp_path: Path,
) -> None:
    shelf = aged(tmp_path)
    opened = {"older": datetime.fromtimestamp(9001, UTC), "gone": datetime.now(UTC)}
    assert shelf.recent(opened) == ["older", "new", "old"]
    assert shelf.recent({"new": datetime.fromtimestamp(1, UTC)}) == ["new", "old", "older"]
