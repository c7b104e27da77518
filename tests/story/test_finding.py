"""Which story a name, a title, the beginning of one, or a path means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.errors import Way
from rgpt_tui.story.finding import NoSuchStory, SeveralStories
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "stories")


def test_a_name_that_could_mean_several_stories_is_never_guessed(shelf: Shelf) -> None:
    for _ in range(2):
        shelf.create(Brief(title="The Tide"))
    with pytest.raises(SeveralStories, match=r"the-tide \(“The Tide”\), the-tide-2 \("):
        shelf.find("The Tide")


def test_a_story_is_found_by_its_folder_or_its_title_in_any_case(shelf: Shelf) -> None:
    folder = shelf.create(Brief(title=""))
    with Book.open(folder) as book:
        book.set_brief(Brief(title="Les Misérables"))
    for name in ("untitled", "UNTITLED", "les misérables", "Les Mise\u0301rables"):
        assert shelf.find(name) == folder


def test_a_story_made_of_a_title_is_found_by_that_title_however_odd(shelf: Shelf) -> None:
    for title in ("con", "../x", "🙂", "红楼梦", "字" * 500):
        folder = shelf.create(Brief(title=title))
        assert shelf.find(title) == folder


@pytest.mark.parametrize("name", ["", "🙂", "../outside", "/", ".", "untitled/../untitled"])
def test_a_name_of_no_story_finds_none(shelf: Shelf, name: str) -> None:
    shelf.create(Brief(title=""))
    (shelf.folder.parent / "outside").mkdir()
    Book.create(shelf.folder.parent / "outside", Brief()).close()
    with pytest.raises(NoSuchStory):
        shelf.find(name)


def test_an_unknown_story_names_the_near_ones(shelf: Shelf) -> None:
    shelf.create(Brief(title="Frankenstein"))
    shelf.create(Brief(title="War and Peace"))
    with Book.open(shelf.create(Brief(title=""))) as book:
        book.set_brief(Brief(title="The Lighthouse"))
    for wrong, near, ways in [
        ("frankenstien", "Did you mean frankenstein (“Frankenstein”)?", ()),
        ("Lighthouses", "Did you mean untitled (“The Lighthouse”)?", ()),
        ("War/Peace", "Did you mean war-and-peace (“War and Peace”)?", ()),
        ("qqqq", "Nothing was done.", (Way.LIST_STORIES,)),
    ]:
        with pytest.raises(NoSuchStory) as refusal:
            shelf.find(wrong)
        assert wrong in str(refusal.value)
        assert near in str(refusal.value)
        assert refusal.value.ways == ways


def test_an_empty_shelf_says_how_to_begin(shelf: Shelf) -> None:
    assert shelf.names() == shelf.entries() == []
    with pytest.raises(NoSuchStory, match="is empty") as told:
        shelf.find("anything")
    assert told.value.ways == (Way.NEW_STORY,)


def test_the_beginning_of_a_name_or_of_a_title_will_do_where_only_one_begins_so(
    shelf: Shelf,
) -> None:
    tide = shelf.create(Brief(title="The Tide"))
    bell = shelf.create(Brief(title="Über die Glocke"))
    with Book.open(bell) as book:
        book.set_brief(Brief(title="The Bell, at Night"))
    for beginning in ("the-t", "THE T", "tHe tI"):
        assert shelf.find(beginning) == tide
    for beginning in ("über", "UBER".replace("U", "U\u0308"), "The Bell,", "the b"):
        assert shelf.find(beginning) == bell
    with pytest.raises(SeveralStories) as several:
        shelf.find("the")
    assert "the-tide (“The Tide”)" in str(several.value)
    assert f"{bell.name} (“The Bell, at Night”)" in str(several.value)


def test_a_letter_within_a_title_is_none_of_them(shelf: Shelf) -> None:
    shelf.create(Brief(title="Белая ночь", language="ru"))
    with pytest.raises(NoSuchStory):
        shelf.find("ч")


def test_so_will_what_stands_within_one(shelf: Shelf) -> None:
    tide = shelf.create(Brief(title="The Tide/The Ebb"))
    bell = shelf.create(Brief(title="The Bell at Night"))
    dream = shelf.create(Brief(title="红楼梦"))
    for asked, found in [("bell at", bell), ("e/the EBB", tide), ("tide", tide), ("楼", dream)]:
        assert shelf.find(asked) == found
    with pytest.raises(SeveralStories, match=r"the-bell-at-night \(“The Bell at Night”\), the-t"):
        shelf.find("The ")
    night = shelf.create(Brief(title="Night"))
    assert shelf.find("nig") == night
    for asked in ("ht", "bell to"):
        with pytest.raises(NoSuchStory):
            shelf.find(asked)


def test_a_whole_name_counts_before_what_begins_so(shelf: Shelf) -> None:
    tide = shelf.create(Brief(title="Tide"))
    shelf.create(Brief(title="Tide Two"))
    assert shelf.find("tide") == shelf.find("TIDE") == tide
    with pytest.raises(SeveralStories):
        shelf.find("ti")


def test_of_very_many_that_could_be_meant_some_are_named(shelf: Shelf) -> None:
    for number in range(20):
        shelf.create(Brief(title=f"Draft {number}"))
    with pytest.raises(SeveralStories, match="and 12 more"):
        shelf.find("draft")


def test_the_path_of_a_story_finds_it_and_no_path_leads_out_of_the_folder(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shelf.create(Brief(title="Tide"))
    outside = Shelf(tmp_path / "others").create(Brief(title="Tide"))
    (shelf.folder / "inner" / "tide").mkdir(parents=True)
    Book.create(shelf.folder / "inner" / "tide", Brief()).close()
    monkeypatch.chdir(tmp_path)
    for path in (str(folder), f"{folder}/", "stories/tide", "./stories/../stories/tide"):
        assert shelf.find(path) == folder
    monkeypatch.chdir(folder)
    assert shelf.find(".") == folder
    for path in (
        str(outside),
        f"{shelf.folder}/inner/tide",
        f"{shelf.folder}/../others/tide",
        "../../others/tide",
        "../tide/../../others/tide",
        "..",
        "x/\0",
    ):
        with pytest.raises(NoSuchStory) as refusal:
            shelf.find(path)
        assert Way.OTHER_SHELF in refusal.value.ways or path == ".."


def test_what_is_done_to_a_story_of_the_shelf_is_done_to_no_other_with_a_name_like_it(
    shelf: Shelf,
) -> None:
    shelf.create(Brief(title="Tide Two"))
    for act in (shelf.archive, shelf.duplicate, lambda name: shelf.rename(name, "Mine")):
        with pytest.raises(NoSuchStory, match=r"not in .* any more"):
            act("tide")
    assert shelf.names() == ["tide-two"]
