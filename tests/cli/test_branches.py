"""Branches from the command line: listing, going, naming, the bin."""

from __future__ import annotations

from pathlib import Path

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.story.samples import step


@pytest.fixture
def story(rgpt, tmp_path):
    """A story that was written in two ways behind its second step; it stands on the second way."""
    folder = Shelf(Path(tmp_path / "stories")).create(Brief(title="The Drowned Bell"))
    with Book.open(folder) as book:
        _, two, _, _ = book.commit([step(f"Paragraph {number}.") for number in (1, 2, 3, 4)])
        book.go_to(two.id)
        book.commit([step("Another third.")])
    return folder.name


def ends(rgpt, story, *options):
    return rgpt("branches", story, "--json", *options).lines


def test_branches_are_listed_named_and_gone_to(rgpt, story):
    here, other = ends(rgpt, story)
    assert (here["here"], here["number"], here["words"]) == (True, 3, "Another third.")
    assert (other["here"], other["number"], other["name"]) == (False, 4, "")
    assert rgpt("name", story, "the  new way").code == 0
    assert rgpt("name", story, "old", "--branch", other["end"][:8]).code == 0
    listed = rgpt("branches", story).out.splitlines()
    assert listed[0].startswith("the new way  → step 3")
    assert listed[1].startswith("old ")
    moved = rgpt("go", story, "old", "--json").events("moved")[0]
    assert (moved["number"], moved["branch"]) == (4, "old")
    assert rgpt("go", story, "old", "--step", 3).out.strip() == (
        "The story is at step 3 of “old” now."
    )
    assert rgpt("redo", story, "--json").events("moved")[0]["number"] == 4
    assert "Branch: old" in rgpt("show", story).out
    assert rgpt("show", story, "--json").lines[0]["branch"] == "old"
    assert rgpt("name", story, "").code == 0
    assert sorted(each["name"] for each in ends(rgpt, story)) == ["", "the new way"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("go", "nowhere"), "No branch is called “nowhere”"),
        (("go", "old", "--step", "9"), "There is no step 9"),
        (("name", "old"), "is the name of the branch that ends with step 4"),
        (("bin", "new"), "part of the story as it stands"),
        (("bin", "old", "--out"), "is no branch in the bin"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(rgpt, story, call, said):
    rgpt("name", story, "old", "--branch", ends(rgpt, story)[1]["end"])
    rgpt("name", story, "new")
    before = ends(rgpt, story)
    refused = rgpt(call[0], story, *call[1:])
    assert refused.code == 1
    assert said in " ".join(refused.err.split())
    assert ends(rgpt, story) == before


def test_a_branch_in_the_bin_is_not_listed_and_comes_out_whole(rgpt, story):
    rgpt("name", story, "old", "--branch", ends(rgpt, story)[1]["end"])
    before = ends(rgpt, story)
    assert "2 steps are in the bin." in rgpt("bin", story, "old").out
    assert [each["words"] for each in ends(rgpt, story)] == ["Another third."]
    (binned,) = ends(rgpt, story, "--bin")
    assert (binned["number"], binned["steps"], binned["names"]) == (3, 2, "old")
    assert "2 from step 3 on" in rgpt("branches", story, "--bin").out
    assert rgpt("bin", story, binned["step"][:8], "--out").code == 0
    assert ends(rgpt, story) == before
    assert rgpt("branches", story, "--bin").out.strip() == "The bin is empty."


def test_words_of_a_name_are_words_in_the_terminal(rgpt, story):
    rgpt("name", story, "[red]a\x1b[31mb[/red]")
    listed = rgpt("branches", story).out
    assert "[red]a[31mb[/red]" in listed
    assert "\x1b" not in listed
