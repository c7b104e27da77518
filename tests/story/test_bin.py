from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.bin import InTheBin, NotABranch, NotInTheBin
from rgpt_tui.story.book import Book, NothingToMove
from rgpt_tui.story.records import NewStep, Plan, StepKind, Text
from rgpt_tui.story.whole import read_whole
from rgpt_tui.story.whole_writing import write_whole
from tests.story.samples import step
from tests.story.test_branches import written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def forked(book: Book) -> dict[str, str]:
    """One, behind it two and three, and, where the story stands, another two."""
    (first,) = book.commit([step("One.", plans=("row", "wait"))])
    wait = NewStep(
        kind=StepKind.WRITTEN, text=Text(paragraph="Two."), plan=Plan(text="wait", offered=2)
    )
    two, three = book.commit([wait, step("Three.")])
    book.go_to(first.id)
    (other,) = written(book, "Another two.")
    return {"one": first.id, "two": two.id, "three": three.id, "other": other}


def test_a_branch_in_the_bin_is_seen_nowhere_and_comes_back_whole(
    book: Book, folder: Path, forked: dict[str, str]
) -> None:
    book.branches.call(forked["three"], "dark")
    before = read_whole(folder)
    assert book.bin.put(forked["two"]) == 2
    assert [each.step for each in book.alternates(forked["other"])] == [forked["other"]]
    assert [each.id for each in book.children(forked["one"])] == [forked["other"]]
    assert book.forks() == {}
    assert [road.text for road in book.roads_not_taken()] == ["row", "wait"]
    assert [each.end for each in book.branches.all()] == [forked["other"]]
    assert [each.id for each in book.history.steps()] == [forked["one"], forked["other"]]
    assert [each.id for each in book.history.steps(forked["two"])] == [
        forked["two"],
        forked["three"],
    ]
    (binned,) = book.bin.all()
    assert (binned.step, binned.number, binned.steps) == (forked["two"], 2, 2)
    assert (binned.words, binned.names) == ("Two.", "dark")
    assert book.step(forked["three"]).text.paragraph == "Three."
    assert book.bin.take_out(forked["two"]) == 2
    assert book.bin.all() == []
    after = read_whole(folder)
    assert (after.steps, after.names, after.tip) == (before.steps, before.names, before.tip)


def test_nothing_that_the_story_stands_on_goes_into_the_bin(
    book: Book, forked: dict[str, str]
) -> None:
    for held in ("one", "other"):
        with pytest.raises(NotABranch, match="part of the story as it stands"):
            book.bin.put(forked[held])
    with pytest.raises(NotABranch):
        book.bin.put("nowhere")
    assert book.bin.all() == []


def test_no_way_leads_into_the_bin(book: Book, forked: dict[str, str]) -> None:
    book.bin.put(forked["two"])
    with pytest.raises(InTheBin, match="Take the branch out of the bin first"):
        book.go_to(forked["three"])
    with pytest.raises(InTheBin):
        book.bin.put(forked["three"])
    book.undo()
    assert book.redo().id == forked["other"]
    book.undo()
    book.bin.put(forked["other"])
    with pytest.raises(NothingToMove):
        book.redo()
    book.bin.take_out(forked["two"])
    assert book.redo().id == forked["two"], "redo leads to what came back"


def test_redo_leads_to_what_is_left_beside_what_went_into_the_bin(
    book: Book, forked: dict[str, str]
) -> None:
    book.undo()
    book.bin.put(forked["other"])
    assert book.redo().id == forked["two"]


def test_the_first_steps_are_branches_too(book: Book, forked: dict[str, str]) -> None:
    for _ in range(2):
        book.undo()
    written(book, "Another beginning.")
    assert book.bin.put(forked["one"]) == 4
    book.undo()
    assert book.redo().text.paragraph == "Another beginning."
    assert book.bin.take_out(forked["one"]) == 4


def test_what_was_in_the_bin_before_stays_there_when_more_comes_back(
    book: Book, forked: dict[str, str]
) -> None:
    book.go_to(forked["other"])
    book.bin.put(forked["three"])
    assert book.bin.put(forked["two"]) == 1
    assert [each.step for each in book.bin.all()] == [forked["two"]]
    with pytest.raises(InTheBin):
        book.bin.take_out(forked["three"])
    book.bin.take_out(forked["two"])
    assert [each.step for each in book.bin.all()] == [forked["three"]]
    with pytest.raises(NotInTheBin):
        book.bin.take_out(forked["two"])
    assert book.bin.take_out(forked["three"]) == 1


def test_a_book_made_of_all_records_has_the_same_names_and_the_same_bin(
    book: Book, folder: Path, tmp_path: Path, forked: dict[str, str]
) -> None:
    book.branches.call(forked["three"], "dark")
    book.bin.put(forked["three"])
    book.bin.put(forked["two"])
    (tmp_path / "copy").mkdir()
    write_whole(tmp_path / "copy", read_whole(folder))
    with Book.open(tmp_path / "copy") as copy:
        assert [each.id for each in copy.history.steps()] == [forked["one"], forked["other"]]
        assert copy.bin.take_out(forked["two"]) == 1
        assert copy.bin.take_out(forked["three"]) == 1
        assert copy.branches.named("dark") == forked["three"]
