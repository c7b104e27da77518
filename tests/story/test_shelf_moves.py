from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.atomic import SUFFIX
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookConnection, BookUnreadable, BookUnwritable
from rgpt_tui.story.finding import NoSuchStory
from rgpt_tui.story.lock import StoryLocked, WriterLock
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf, ShelfUnwritable
from rgpt_tui.story.unsent import Box, UnsentEdit
from tests.story.samples import full_step, paragraphs, step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf with the story “Dawn” of two steps, an archive and whatever belongs to a story."""
    shelf = Shelf(tmp_path / "stories")
    folder = shelf.create(Brief(title="Dawn", genre="mystery"))
    with Book.open(folder) as book:
        book.commit([full_step(), step("Two.")])
    (folder / "story.md").write_text("# Dawn")
    (folder / "templates" / "en").mkdir(parents=True)
    (folder / "templates" / "en" / "step.j2").write_text("mine")
    (folder / "long_term_memory").mkdir()
    (folder / "long_term_memory" / "data").write_text("derived")
    return shelf


def told(folder: Path) -> list[str]:
    with BookReader.open(folder) as book:
        return paragraphs(book)


def title_of(folder: Path) -> str:
    with BookReader.open(folder) as book:
        return book.brief.title


def files(folder: Path) -> set[str]:
    """All that stands on a shelf, but for what a lock leaves."""
    found = {str(each.relative_to(folder)) for each in folder.rglob("*")}
    return {name for name in found if not name.endswith((".writer.lock", "-wal", "-shm"))}


def test_a_renamed_story_has_the_title_and_a_folder_to_match_and_all_else_as_before(
    shelf: Shelf,
) -> None:
    before = told(shelf.folder / "dawn")
    folder = shelf.rename("dawn", "The Long Night")
    assert folder == shelf.folder / "the-long-night"
    assert shelf.names() == ["the-long-night"]
    with BookReader.open(folder) as book:
        assert book.brief == Brief(title="The Long Night", genre="mystery")
        assert book.briefs()[0].title == "Dawn"
        assert paragraphs(book) == before
    assert (folder / "long_term_memory" / "data").is_file()
    assert not (folder / ".writer.json").exists()
    with WriterLock(folder, "the next"):
        assert Shelf(shelf.folder).find("The Long Night") == folder


def test_a_renamed_story_never_takes_the_place_of_another(shelf: Shelf) -> None:
    shelf.create(Brief(title="Dusk"))
    (shelf.folder / "dusk-2").mkdir()
    assert shelf.rename("dawn", "Dusk").name == "dusk-3"
    assert title_of(shelf.folder / "dusk-3") == title_of(shelf.folder / "dusk") == "Dusk"
    assert shelf.rename("dusk-3", "DUSK!").name == "dusk-3"
    assert title_of(shelf.folder / "dusk-3") == "DUSK!"


def test_a_title_never_leads_off_the_shelf(shelf: Shelf) -> None:
    assert shelf.rename("dawn", "../../etc/\x1b[31m").parent == shelf.folder
    assert shelf.rename(shelf.names()[0], "").name == "mystery"


def test_a_copy_has_all_that_cannot_be_made_anew_and_is_a_story_of_its_own(shelf: Shelf) -> None:
    copy = shelf.duplicate("dawn")
    assert copy == shelf.folder / "dawn-2"
    assert files(copy) == {
        "book.db",
        "story.md",
        "templates",
        "templates/en",
        "templates/en/step.j2",
    }
    before = told(shelf.folder / "dawn")
    with Book.open(copy) as book:
        book.commit([step("Three.")])
        assert len(book.making(book.path()[0].id).requests) == 2
    assert told(copy) == [*before, "Three."]
    assert told(shelf.folder / "dawn") == before
    assert shelf.duplicate("dawn-2").name == "dawn-3"


def test_a_story_that_is_being_written_is_copied_up_to_its_last_commit(shelf: Shelf) -> None:
    folder = shelf.folder / "dawn"
    with WriterLock(folder, "a studio"), Book.open(folder) as book:
        book.commit([step("Just now.")])
        book.unsent.keep(UnsentEdit(step=None, box=Box.PLAN, text="typed"))
        copy = shelf.duplicate("dawn")
    with BookReader.open(copy) as reader:
        assert paragraphs(reader)[-1] == "Just now."
        assert [edit.text for edit in reader.unsent.all()] == ["typed"]


def test_an_archived_story_is_out_of_the_list_and_comes_back_whole(shelf: Shelf) -> None:
    before = files(shelf.folder / "dawn"), told(shelf.folder / "dawn")
    away = shelf.archive("dawn")
    assert away == shelf.folder / ".archive" / "dawn" == shelf.archive_folder / "dawn"
    assert shelf.names() == shelf.recent() == shelf.entries() == []
    assert shelf.archived() == ["dawn"]
    assert shelf.entry("dawn", archived=True).steps == 2
    with pytest.raises(NoSuchStory):
        shelf.find("dawn")
    back = shelf.restore("dawn")
    assert back == shelf.folder / "dawn"
    assert (files(back), told(back)) == before
    assert shelf.archived() == []
    with WriterLock(back, "the next"):
        pass


def test_a_name_that_is_taken_gets_a_number_on_either_way(shelf: Shelf) -> None:
    shelf.archive("dawn")
    shelf.create(Brief(title="Dawn"))
    assert shelf.archive("dawn").name == "dawn-2"
    assert shelf.archived() == ["dawn", "dawn-2"]
    shelf.create(Brief(title="Dawn"))
    assert shelf.restore("dawn-2").name == "dawn-2"
    assert shelf.restore("dawn").name == "dawn-3"
    assert len(told(shelf.folder / "dawn-3")) == 2


def test_a_broken_story_can_be_put_away(shelf: Shelf) -> None:
    (shelf.folder / "dawn" / "book.db").write_bytes(b"x" * 9000)
    assert shelf.archive("dawn").name == "dawn"
    assert "book.db" in shelf.entry("dawn", archived=True).fault


MOVES: dict[str, Callable[[Shelf], Path]] = {
    "rename": lambda shelf: shelf.rename("dawn", "Night"),
    "archive": lambda shelf: shelf.archive("dawn"),
}


@pytest.mark.parametrize("move", MOVES)
def test_a_story_that_is_being_written_is_not_moved(shelf: Shelf, move: str) -> None:
    folder = shelf.folder / "dawn"
    before = files(shelf.folder)
    with WriterLock(folder, "a studio"):
        with pytest.raises(StoryLocked, match="a studio"):
            MOVES[move](shelf)
        assert files(shelf.folder) == before | {"dawn/.writer.json"}
    assert title_of(folder) == "Dawn"
    MOVES[move](shelf)
    assert shelf.names() != ["dawn"]


def test_an_archived_story_that_is_being_written_is_not_restored(shelf: Shelf) -> None:
    with WriterLock(shelf.archive("dawn"), "a studio"), pytest.raises(StoryLocked):
        shelf.restore("dawn")
    assert shelf.archived() == ["dawn"]


@pytest.mark.parametrize("move", MOVES)
def test_a_move_that_fails_leaves_everything_as_it_was(
    shelf: Shelf, move: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = files(shelf.folder)
    monkeypatch.setattr(WriterLock, "move_story", refuse)
    with pytest.raises(ShelfUnwritable, match="The story is"):
        MOVES[move](shelf)
    assert files(shelf.folder) - {".archive"} == before
    assert title_of(shelf.folder / "dawn") == "Dawn"


def test_a_story_whose_title_cannot_be_saved_keeps_its_folder(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BookUnwritable("full")

    before = files(shelf.folder)
    monkeypatch.setattr(Book, "set_brief", refuse)
    with pytest.raises(BookUnwritable):
        shelf.rename("dawn", "Night")
    assert files(shelf.folder) == before
    with WriterLock(shelf.folder / "dawn", "the next"):
        pass


def test_a_copy_that_fails_leaves_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def full(*_: object) -> None:
        raise BookUnwritable("full")

    before = files(shelf.folder)
    with monkeypatch.context() as broken:
        broken.setattr(shutil, "copytree", refuse)
        with pytest.raises(ShelfUnwritable, match=r"No space left .* No copy was made"):
            shelf.duplicate("dawn")
    assert files(shelf.folder) == before
    with monkeypatch.context() as broken:
        broken.setattr(BookConnection, "copy_to", full)
        with pytest.raises(BookUnwritable):
            shelf.duplicate("dawn")
    assert files(shelf.folder) == before
    (shelf.folder / "dawn" / "book.db").write_bytes(b"x" * 9000)
    with pytest.raises(BookUnreadable):
        shelf.duplicate("dawn")
    assert files(shelf.folder) == before


def test_a_copy_that_is_being_made_is_on_no_list(shelf: Shelf) -> None:
    shutil.copytree(shelf.folder / "dawn", shelf.folder / f".rgpt-1{SUFFIX}")
    assert shelf.names() == ["dawn"]
