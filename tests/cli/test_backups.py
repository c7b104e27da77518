"""Backups on the command line: listed, made, restored, and the doctor that mends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story import backups as making
from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.story.samples import paragraphs, step

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path) -> Path:
    """A story of three steps, of which a backup has two."""
    folder = Shelf(tmp_path / "stories").create(Brief(title="The Drowned Bell"))
    with Book.open(folder) as book:
        book.commit([step("One. " * 300), step("Two. " * 300)])
        making.make_backup(folder / "book.db", making.Why.ROUTINE, reserve=0)
        book.commit([step("Three. " * 300)])
        book.revise(book.path()[0].id, paragraph="One, edited.")
    return folder


def test_backups_are_listed_with_what_restoring_each_would_change(rgpt, folder):
    rgpt("backups", folder.name, "--make")
    newest, older = rgpt("backups", folder.name, "--json").lines
    assert (newest["number"], newest["steps"], newest["differences"]) == (2, 3, [])
    assert (older["number"], older["steps"], older["words"]) == (1, 2, 600)
    assert older["differences"] == [
        "lacks 1 step that is there now",
        "another text in 1 step",
    ]
    shown = rgpt("backups", folder.name).out
    assert "the same as the story now" in shown
    assert "2 steps, 600 words" in shown


def test_a_backup_is_restored_and_that_can_be_taken_back(rgpt, folder):
    (folder / "long_term_memory").mkdir()
    (folder / "long_term_memory" / "of-the-edit").touch()
    refused = rgpt("restore", folder.name)
    assert refused.code == 1
    assert "Nothing was restored" in refused.err
    with Book.open(folder) as book:
        before = paragraphs(book)
    assert rgpt("restore", folder.name, "--yes", "--json").events("restored")[0]["number"] == 1
    with Book.open(folder) as book:
        assert paragraphs(book) == ["One. " * 300, "Two. " * 300]
    assert not (folder / "long_term_memory").exists()
    assert "Three." not in (folder / "story.md").read_text(encoding="utf-8")
    assert rgpt("restore", folder.name, 2, "--yes").code == 0
    with Book.open(folder) as book:
        assert paragraphs(book) == before


def test_a_backup_that_is_damaged_is_not_restored(rgpt, folder):
    (file,) = (folder / "backups").iterdir()
    file.write_bytes(file.read_bytes()[:9000])
    before = (folder / "book.db").read_bytes()
    refused = rgpt("restore", folder.name, "--yes")
    assert refused.code == 1
    assert "is damaged itself" in refused.err
    assert (folder / "book.db").read_bytes() == before
    assert "damaged" in rgpt("backups", folder.name, "--json").lines[0]["fault"]


def test_a_story_that_is_being_written_is_not_restored(rgpt, folder):
    from rgpt_tui.story.lock import WriterLock

    with WriterLock(folder, "the studio"):
        refused = rgpt("restore", folder.name, "--yes")
    assert refused.code == 1
    assert "the studio" in refused.err


def test_a_book_that_cannot_be_read_is_restored_and_kept_as_it_was(rgpt, folder):
    (folder / "book.db").write_bytes(b"\x5a" * 20_000)
    shown = rgpt("show", folder.name)
    assert shown.code == 1
    assert "`rgpt restore STORY`" in shown.err
    assert rgpt("restore", folder.name, "--yes").code == 0
    with Book.open(folder) as book:
        assert paragraphs(book) == ["One. " * 300, "Two. " * 300]
    (aside,) = (folder / "damaged").iterdir()
    assert (aside / "book.db").read_bytes() == b"\x5a" * 20_000


def test_the_name_of_no_backup_is_told(rgpt, folder):
    refused = rgpt("restore", folder.name, 9, "--yes")
    assert refused.code == 1
    assert "no backup 9" in refused.err


def test_the_doctor_is_told_which_story_to_mend(rgpt):
    assert rgpt("doctor", "--mend").code == 2


@pytest.fixture
def only_the_story(monkeypatch):
    """The doctor looks at the story alone: what is installed is looked at elsewhere."""
    from rgpt_tui.engine import health
    from rgpt_tui.engine.story_health import check_story

    async def check(_, folder):
        for finding in check_story(folder):
            yield finding

    monkeypatch.setattr(health, "check_health", check)


def test_the_doctor_tells_of_damage_and_mends_it_when_asked(rgpt, folder, only_the_story):
    (folder / "long_term_memory").mkdir()
    rgpt("doctor", folder.name, "--mend")
    content = bytearray((folder / "book.db").read_bytes())
    at = content.find(b"Two. Two.") // 4096 * 4096
    content[at : at + 4096] = bytes(4096)
    (folder / "book.db").write_bytes(content)

    checked = rgpt("doctor", folder.name, "--json")
    found = {line["subject"]: line for line in checked.lines if "subject" in line}
    assert checked.code == 1
    assert "--mend" in found["book"]["text"]
    assert (folder / "book.db").read_bytes() == content
    assert (folder / "long_term_memory").exists()

    mended = rgpt("doctor", folder.name, "--mend", "--json")
    lines = [line["text"] for line in mended.lines if line.get("subject") == "mending"]
    found = {line["subject"]: line for line in mended.lines if "subject" in line}
    assert mended.code == 0, mended.err
    assert lines[0].startswith("The book has 3 steps again.")
    assert found["book"]["good"]
    assert not (folder / "long_term_memory").exists()
    with Book.open(folder) as book:
        assert paragraphs(book) == ["One, edited.", "Two. " * 300, "Three. " * 300]
    (aside,) = (folder / "damaged").iterdir()
    assert (aside / "book.db").read_bytes() == content


def test_the_doctor_writes_a_readable_copy_that_is_missing(rgpt, folder, only_the_story):
    found = {line.get("subject"): line for line in rgpt("doctor", folder.name, "--json").lines}
    assert not found["readable copy"]["good"]
    mended = rgpt("doctor", folder.name, "--mend", "--json")
    assert mended.code == 0
    assert "Three." in (folder / "story.md").read_text(encoding="utf-8")


def test_the_doctor_finds_a_damaged_backup(rgpt, folder, only_the_story):
    (file,) = (folder / "backups").iterdir()
    file.write_bytes(file.read_bytes()[:9000])
    found = {line.get("subject"): line for line in rgpt("doctor", folder.name, "--json").lines}
    assert not found["backups"]["good"]
    assert file.name in found["backups"]["text"]
    assert found["book"]["good"]


def test_a_story_whose_book_was_deleted_is_still_a_story_and_comes_back_from_its_backup(
    rgpt, folder
):
    for file in folder.glob("book.db*"):
        file.unlink()
    assert "is gone: somebody deleted" in " ".join(rgpt("list").err.split())
    shown = rgpt("show", folder.name)
    assert shown.code == 1
    assert "Nothing else was changed" in shown.err
    assert "rgpt restore" in shown.err
    assert "the story now cannot be read" in rgpt("backups", folder.name).out
    found = rgpt("doctor", folder.name).out.replace("\n", "")
    assert "rgpt doctor the-drowned-bell --mend" in found
    restored = rgpt("restore", folder.name, "--yes")
    assert restored.code == 0
    assert "is kept" not in restored.out, "nothing stood there"
    with Book.open(folder) as book:
        assert paragraphs(book) == ["One. " * 300, "Two. " * 300]


def test_the_doctor_mends_a_story_without_a_book_from_all_that_is_left(rgpt, folder):
    (folder / "story.md").write_text("One.\n\nTwo.\n\nShe rowed out to the bell.\n", "utf-8")
    for file in folder.glob("book.db*"):
        file.unlink()
    mended = rgpt("doctor", folder.name, "--mend").out
    assert "The book has 3 steps again. Its file was gone." in mended.replace("\n", "")
    with Book.open(folder) as book:
        assert "She rowed out to the bell." in paragraphs(book)


@pytest.fixture
def with_a_folder_for_a_book(folder) -> Path:
    """The same story, with a folder of the name of its book."""
    for file in folder.glob("book.db*"):
        file.unlink()
    (folder / "book.db").mkdir()
    (folder / "book.db" / "photo.txt").write_text("mine", "utf-8")
    return folder


def test_a_folder_in_the_place_of_the_book_is_put_aside_and_the_book_mended(
    rgpt, with_a_folder_for_a_book, only_the_story
):
    folder = with_a_folder_for_a_book
    (folder / "story.md").write_text("One.\n\nTwo.\n\nShe rowed out to the bell.\n", "utf-8")
    checked = {line.get("subject"): line for line in rgpt("doctor", folder.name, "--json").lines}
    assert "is a folder" in checked["book"]["text"]
    assert f"rgpt doctor {folder.name} --mend" in checked["book"]["text"]
    mended = rgpt("doctor", folder.name, "--mend")
    assert mended.code == 0, mended.err
    with Book.open(folder) as book:
        assert "She rowed out to the bell." in paragraphs(book)
    (aside,) = (folder / "damaged").iterdir()
    assert (aside / "book.db" / "photo.txt").read_text("utf-8") == "mine"
    assert not (folder / "book.db.next").exists()


def test_a_folder_in_the_place_of_the_book_is_put_aside_for_a_backup(
    rgpt, with_a_folder_for_a_book
):
    folder = with_a_folder_for_a_book
    restored = rgpt("restore", folder.name, "--yes")
    assert restored.code == 0, restored.err
    (aside,) = (folder / "damaged").iterdir()
    assert aside.name in restored.out.replace("\n", "")
    assert (aside / "book.db" / "photo.txt").exists()
    with Book.open(folder) as book:
        assert paragraphs(book) == ["One. " * 300, "Two. " * 300]


def test_a_folder_in_the_place_of_the_book_stays_where_there_is_nothing_to_mend_it_from(
    rgpt, with_a_folder_for_a_book
):
    folder = with_a_folder_for_a_book
    for file in (folder / "backups").iterdir():
        file.unlink()
    refused = rgpt("doctor", folder.name, "--mend")
    assert refused.code == 1
    assert "Nothing could be saved" in refused.err
    assert (folder / "book.db" / "photo.txt").exists()


def test_a_folder_in_the_place_of_the_readable_copy_is_put_aside_and_the_copy_written(
    rgpt, folder, only_the_story
):
    (folder / "story.md").mkdir()
    (folder / "story.md" / "photo.txt").write_text("mine", "utf-8")
    found = {line.get("subject"): line for line in rgpt("doctor", folder.name, "--json").lines}
    assert "is a folder" in found["readable copy"]["text"]
    mended = rgpt("doctor", folder.name, "--mend")
    assert mended.code == 0, mended.err
    (aside,) = (folder / "damaged").iterdir()
    assert aside.name in mended.out.replace("\n", "")
    assert (aside / "story.md" / "photo.txt").read_text("utf-8") == "mine"
    assert "Three." in (folder / "story.md").read_text("utf-8")


def test_a_file_in_the_place_of_the_backups_is_told_with_what_to_do(rgpt, folder, only_the_story):
    (folder / "backups").rename(folder / "elsewhere")
    (folder / "backups").write_text("mine", "utf-8")
    found = {line.get("subject"): line for line in rgpt("doctor", folder.name, "--json").lines}
    assert not found["backups"]["good"]
    assert "is a file" in found["backups"]["text"]
    assert "Move it" in found["backups"]["text"]
    assert "is a file" in rgpt("backups", folder.name, "--make").err.replace("\n", " ")


def test_a_folder_without_a_book_and_without_a_backup_is_no_story(rgpt, folder):
    (folder.parent / "pictures" / "backups").mkdir(parents=True)
    (folder.parent / "pictures" / "story.md").write_text("A list.", "utf-8")
    assert [each["name"] for each in rgpt("list", "--json").lines] == [folder.name]
