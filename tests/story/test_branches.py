from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.branches import LONGEST_NAME, NameUnusable, NoSuchBranch
from tests.story.samples import step

if TYPE_CHECKING:
    from pathlib import Path


def written(book: Book, *paragraphs: str) -> list[str]:
    return [each.id for each in book.commit([step(text) for text in paragraphs])]


def test_a_name_follows_the_branch_as_it_grows(book: Book) -> None:
    one, two = written(book, "One.", "Two.")
    assert book.branches.call(one, " The  dark\nending ") == two
    assert book.branches.here() == "The dark ending"
    *_, four = written(book, "Three.", "Four.")
    assert book.branches.names() == {four: "The dark ending"}
    assert book.branches.named("The dark ending") == four


def test_a_branch_that_begins_elsewhere_leaves_the_name_where_it_is(book: Book) -> None:
    one, _, three = written(book, "One.", "Two.", "Three.")
    book.branches.call(three, "dark")
    book.undo()
    assert book.branches.here() == "dark", "an undo stays on the branch"
    written(book, "Another three.")
    assert book.branches.here() == ""
    assert book.branches.names() == {three: "dark"}
    book.go_to(one)
    assert book.branches.here() == ""
    book.go_to(three)
    assert book.branches.here() == "dark"


def test_a_branch_has_one_name_and_a_name_one_branch(book: Book) -> None:
    one, two = written(book, "One.", "Two.")
    book.branches.call(two, "dark")
    book.branches.call(one, "darker")
    assert book.branches.names() == {two: "darker"}
    book.go_to(one)
    (other,) = written(book, "Another two.")
    with pytest.raises(NameUnusable, match="“darker” is the name of the branch that ends with ste"):
        book.branches.call(other, "darker")
    with pytest.raises(NameUnusable, match=f"{LONGEST_NAME} characters"):
        book.branches.call(other, "d" * (LONGEST_NAME + 1))
    assert book.branches.names() == {two: "darker"}
    book.branches.call(two, "")
    book.branches.call(other, "darker")
    assert book.branches.names() == {other: "darker"}


def test_the_ends_of_all_branches_are_told_the_newest_first(book: Book) -> None:
    one, two, three = written(book, "One.", "Two.", "Three.")
    book.go_to(one)
    (other,) = written(book, "Another two.")
    book.go_to(two)
    book.branches.call(three, "dark")
    told = [(each.end, each.number, each.name, each.here) for each in book.branches.all()]
    assert told == [(other, 2, "", False), (three, 3, "dark", True)]
    with pytest.raises(NoSuchBranch, match="No branch is called “light”"):
        book.branches.named("light")


def test_names_survive_a_restart(folder: Path) -> None:
    with Book.open(folder) as book:
        (one,) = written(book, "One.")
        book.branches.call(one, "[red]dark[/red]")
    with Book.open(folder) as book:
        assert book.branches.here() == "[red]dark[/red]"
