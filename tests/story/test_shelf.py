from __future__ import annotations

import json
import os
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story import new_rows
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.folder_names import folder_name
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf, ShelfUnreadable, ShelfUnwritable
from tests.story import actors
from tests.story.samples import step

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "deep" / "stories")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Drowned Bell", "the-drowned-bell"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "untitled"),
        ("C:\\x", "c-x"),
        ("con", "con-story"),
        ("NUL", "nul-story"),
        ("com¹", "com1-story"),
        ("CON.txt", "con-txt"),
        ("", "untitled"),
        ("  \t\n ", "untitled"),
        ("🙂🙃", "untitled"),
        ("The 🙂 Bell", "the-bell"),
        ("红楼梦", "红楼梦"),
        ("雪国 第一部", "雪国-第一部"),
        ("कहानी", "कहानी"),
        ("เรื่องของเรา", unicodedata.normalize("NFKC", "เรื่องของเรา")),
        ("Les Misérables", "les-misérables"),
        ("Les Mise\u0301rables", "les-misérables"),
        ("~root $HOME `id` ; rm -rf *", "root-home-id-rm-rf"),
        ("a\x00b\x1b[31mc", "a-b-31mc"),
        (".hidden", "hidden"),
        ("-n", "n"),
        ("a__b", "a-b"),
        ("\ud83d lone", "lone"),
    ],
)
def test_a_title_becomes_a_folder_name_that_is_readable(title: str, name: str) -> None:
    assert folder_name(title) == name


@given(st.text() | st.text(alphabet="./\\:~-_ con1", max_size=12))
def test_no_title_leads_off_the_shelf(title: str) -> None:
    name = folder_name(title)
    assert name
    assert name[0] not in ".-~"
    assert not set(name) & set('/\\:*?"<>|.\0\n\r\t \x1b')
    assert len(name.encode()) < 250


def test_titles_in_every_script_make_stories_on_the_shelf(shelf: Shelf) -> None:
    titles = ["../../etc", "C:\\x", "con", "🙂", "红楼梦", "x" * 5000, "字" * 5000, ""]
    folders = [shelf.create(Brief(title=title)) for title in titles]
    assert {folder.parent for folder in folders} == {shelf.folder}
    assert len(set(folders)) == len(titles)
    assert sorted(entry.title for entry in shelf.entries()) == sorted(
        title or folders[-1].name for title in titles
    )


def test_two_stories_of_one_title_have_folders_of_their_own(shelf: Shelf) -> None:
    first, second = (shelf.create(Brief(title="Dawn", genre=genre)) for genre in ("a", "b"))
    assert (first.name, second.name) == ("dawn", "dawn-2")
    assert shelf.find("dawn") == first
    assert shelf.find("dawn-2") == second


def test_entries_tell_how_long_each_story_is_along_its_branch(shelf: Shelf) -> None:
    with Book.open(shelf.create(Brief(title="红楼梦", language="zh"))) as book:
        book.commit([step("走吧。"), step("他说。")])
        book.undo()
    (entry,) = shelf.entries()
    assert (entry.title, entry.language, entry.steps, entry.words, entry.fault) == (
        "红楼梦",
        "zh",
        1,
        2,
        "",
    )


def test_a_broken_story_is_listed_with_its_fault_and_breaks_nothing_else(shelf: Shelf) -> None:
    for title in ("Good", "Garbage", "Empty", "A folder"):
        shelf.create(Brief(title=title))
    (shelf.folder / "garbage" / "book.db").write_bytes(b"x" * 9000)
    (shelf.folder / "empty" / "book.db").write_bytes(b"")
    (shelf.folder / "a-folder" / "book.db").unlink()
    (shelf.folder / "a-folder" / "book.db").mkdir()
    (shelf.folder / "notes").mkdir()
    (shelf.folder / "a file").write_text("x")
    entries = {entry.name: entry for entry in shelf.entries()}
    assert set(entries) == {"good", "garbage", "empty", "a-folder"}
    assert entries["good"].fault == ""
    for name in ("garbage", "empty", "a-folder"):
        assert name in entries[name].fault
    assert shelf.find("Good").name == "good"


def test_a_shelf_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "stories").write_text("not a folder")
    shelf = Shelf(tmp_path / "stories")
    with pytest.raises(ShelfUnreadable, match="stories"):
        shelf.names()
    with pytest.raises(ShelfUnwritable, match="No story was made"):
        shelf.create(Brief(title="x"))


def test_a_story_that_could_not_be_made_leaves_no_folder(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BookUnwritable("full")

    monkeypatch.setattr(new_rows, "add_brief", refuse)
    with pytest.raises(BookUnwritable):
        shelf.create(Brief(title="x"))
    assert list(shelf.folder.iterdir()) == []


def test_a_shelf_without_rights_says_so_and_others_stories_are_passed_over(
    public_folder: Path,
) -> None:
    Shelf(public_folder).create(Brief(title="Open"))
    private = Shelf(public_folder).create(Brief(title="Private"))
    private.chmod(0o700 if os.getuid() == 0 else 0o000)
    if os.getuid():
        public_folder.chmod(0o555)
    told = json.loads(actors.run("without_rights", "list", "create", public_folder))
    private.chmod(0o755)
    assert told["list"] == ["open"]
    assert told["create"][0] == "ShelfUnwritable"
    assert str(public_folder) in told["create"][1]
    public_folder.chmod(0o700 if os.getuid() == 0 else 0o000)
    assert json.loads(actors.run("without_rights", "list", public_folder))["list"][0] == (
        "ShelfUnreadable"
    )
