"""Whatever happens to a book file, it is copied aside, and the most of it comes back."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.backup_files import Why, backups_of
from rgpt_tui.story.backups import make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import StepKind
from rgpt_tui.story.replacing import NEXT_FILE, finish_replacing
from rgpt_tui.story.salvage.mending import NothingToSave, mend_book
from rgpt_tui.story.schema import StoryTooNew
from rgpt_tui.story.whole import read_whole
from tests.story.salvage.stories import (
    HARM,
    IN_BACKUP,
    PAGE,
    STEPS,
    a_step,
    cut,
    damage,
    noise,
    rooted,
    text_of,
    whole,
    zero_first_page,
)
from tests.story.samples import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rgpt_tui.story.salvage.account import Mended


def copy_of(numbers: range) -> list[tuple[str, str]]:
    return [("", text_of(number)) for number in numbers]


def in_two(text: str) -> list[str]:
    """A paragraph as it is after an import, which breaks up long ones."""
    middle = text.index(" ", len(text) // 2)
    return [text[:middle], text[middle + 1 :]]


ALL = [text_of(number) for number in range(1, STEPS + 1)]


@pytest.mark.parametrize("how", HARM.values(), ids=HARM.keys())
def test_with_a_backup_and_the_readable_copy_every_paragraph_comes_back(
    story: Path, how: Callable[[bytearray], object]
) -> None:
    found = damage(story, how)
    mended = mend_book(story, copy_of(range(1, STEPS + 1)))
    assert (mended.aside / "book.db").read_bytes() == found
    assert mended.aside.parent == story / "damaged"
    assert backups_of(story), "a mending costs no backup"
    text = "\n\n".join(whole(story))
    at = [text.find(f"Paragraph {number}. The sea {number} ") for number in range(1, STEPS + 1)]
    # Single letters may have changed where nothing but the book had them.
    assert sum(each >= 0 for each in at) >= STEPS - 2
    assert [each for each in at if each >= 0] == sorted(each for each in at if each >= 0)


def test_a_first_page_of_zeros_costs_nothing_also_without_a_backup(story: Path) -> None:
    shutil.rmtree(story / "backups")
    before = read_whole(story)
    damage(story, zero_first_page)
    mended = mend_book(story)
    assert read_whole(story) == before
    assert whole(story) == ALL
    assert not mended.lost


def test_a_bad_page_of_texts_costs_only_what_stood_on_it(story: Path) -> None:
    shutil.rmtree(story / "backups")
    content = bytearray((story / "book.db").read_bytes())
    at = content.find(text_of(STEPS - 3).encode()[:60])
    damage(
        story,
        lambda each: each.__setitem__(
            slice(at // PAGE * PAGE, (at // PAGE + 1) * PAGE), bytes(PAGE)
        ),
    )
    mended = mend_book(story)
    left = whole(story)
    assert set(left) < set(ALL)
    assert len(left) >= STEPS - 4
    assert left == [each for each in ALL if each in left], "in their order"
    assert any("nothing is left in the book" in line for line in mended.lines)


def test_what_the_backup_has_of_a_bad_page_comes_from_there_and_that_is_told(story: Path) -> None:
    at = bytearray((story / "book.db").read_bytes()).find(text_of(3).encode()[:60]) // PAGE * PAGE
    damage(story, lambda each: each.__setitem__(slice(at, at + PAGE), bytes(PAGE)))
    mended = mend_book(story)
    assert whole(story) == ALL
    assert any(line.startswith("From the backup of") for line in mended.lines)
    with BookReader.open(story) as book:
        assert book.step_numbered(3).text.memory == a_step(3).text.memory
        assert book.making(book.step_numbered(3).id).requests == a_step(3).making.requests


def test_steps_whose_place_is_lost_follow_the_step_before_them(story: Path) -> None:
    shutil.rmtree(story / "backups")
    connection = sqlite3.connect(story / "book.db")
    connection.execute("DELETE FROM steps WHERE number IN (10, 11, 20)")
    connection.commit()
    connection.close()
    mended = mend_book(story)
    assert whole(story) == ALL
    assert any("place of 3 steps was lost" in line for line in mended.lines)


def test_drafts_unsent_edits_and_marks_are_saved_too(story: Path) -> None:
    damage(story, zero_first_page)
    mend_book(story)
    with BookReader.open(story) as book:
        assert [each.sections["paragraph"] for each in book.drafts.all()] == ["The bell ra"]
        assert [each.text for each in book.unsent.all()] == ["my own plan"]
        assert len(book.marks.all()) == 1


def test_what_was_taken_out_since_the_backup_does_not_come_back(story: Path) -> None:
    with Book.open(story) as book:
        book.drafts.keep(Draft(id="old", parent=None, sections={"paragraph": "old"}))
        make_backup(story / "book.db", Why.ROUTINE, reserve=0)
        book.marks.take_off(book.path()[0].id)
    mend_book(story)
    with BookReader.open(story) as book:
        assert book.marks.all() == {} or not book.marks.all()


def test_characters_that_cannot_be_read_are_marked_and_the_rest_of_the_text_is_kept(
    story: Path,
) -> None:
    shutil.rmtree(story / "backups")
    at = bytearray((story / "book.db").read_bytes()).find(b"The sea 24 went")
    damage(story, lambda each: each.__setitem__(at + 4, 0xFF))
    mended = mend_book(story)
    assert whole(story)[-1] == text_of(24).replace("The sea", "The \ufffdea", 1)
    assert any("characters that are now" in line for line in mended.lines)


def test_a_letter_that_changed_by_itself_is_taken_from_the_backup(story: Path) -> None:
    at = bytearray((story / "book.db").read_bytes()).find(b"The sea 5 went")
    damage(story, lambda each: each.__setitem__(at + 4, ord("t")))
    with BookReader.open(story) as book:
        assert "The tea 5" in book.step_numbered(5).text.paragraph
    mend_book(story)
    assert whole(story) == ALL


def test_an_edit_after_going_back_to_an_older_state_is_no_damage(story: Path) -> None:
    with Book.open(story) as book:
        step = book.step_numbered(5)
        book.revise(step.id, paragraph="An edit that was given up.")
        make_backup(story / "book.db", Why.RESTORE, reserve=0)
    (story / "book.db").unlink()
    shutil.copy(backups_of(story)[1].file, story / "book.db")
    with Book.open(story) as book:
        book.revise(step.id, paragraph="An edit that holds.")
    mend_book(story)
    assert whole(story)[4] == "An edit that holds."


def test_a_book_of_which_nothing_is_left_is_made_anew_from_the_readable_copy(story: Path) -> None:
    shutil.rmtree(story / "backups")
    damage(story, noise)
    pages = [("The Bell", text_of(1)), ("", text_of(2)), ("The Boat", text_of(3))]
    mended = mend_book(story, pages)
    with BookReader.open(story) as book:
        assert book.brief.title == "The drowned bell"
        assert [heading for heading, _ in book.prose()] == ["The Bell", "The Boat"]
        assert {book.step(each.id).kind for each in book.path()} == {StepKind.IMPORTED}
    assert whole(story) == [f"{text_of(1)}\n\n{text_of(2)}", text_of(3)]
    assert any("Nothing could be read in the damaged file" in line for line in mended.lines)


def test_what_only_the_copy_has_follows_a_paragraph_that_the_copy_breaks_up(story: Path) -> None:
    for file in story.glob("book.db*"):
        file.unlink()
    halves = [("", half) for number in range(1, IN_BACKUP + 1) for half in in_two(text_of(number))]
    mend_book(story, [*halves, ("", "She rowed out to the bell, and it was gone.")])
    assert whole(story)[IN_BACKUP:] == ["She rowed out to the bell, and it was gone."]


def test_where_there_is_nothing_to_save_the_book_stays_as_it_was(story: Path) -> None:
    shutil.rmtree(story / "backups")
    found = damage(story, noise)
    with pytest.raises(NothingToSave, match="copy of it is in"):
        mend_book(story)
    assert (story / "book.db").read_bytes() == found


def test_the_log_of_a_killed_writer_is_read_and_goes_with_the_old_book(story: Path) -> None:
    with Book.open(story) as book:
        book.commit([a_step(STEPS + 1)])
        copy = shutil.copytree(story, story.parent / "copy")
    damage(copy, zero_first_page)
    mended = mend_book(copy)
    assert (mended.aside / "book.db-wal").stat().st_size > 0
    assert not (copy / "book.db-wal").exists()
    assert whole(copy) == [*ALL, text_of(STEPS + 1)]


def test_a_mending_that_the_power_cut_short_is_finished_when_the_story_is_opened(
    story: Path,
) -> None:
    with Book.open(story) as book:
        book.commit([a_step(STEPS + 1)])
        log = (story / "book.db-wal").read_bytes()
    older = shutil.copy(backups_of(story)[0].file, story / NEXT_FILE)
    (story / "book.db-wal").write_bytes(log)
    with Book.open(story) as book:
        assert paragraphs(book) == ALL[:IN_BACKUP]
    assert not (story / NEXT_FILE).exists()
    assert older
    finish_replacing(story)
    assert whole(story) == ALL[:IN_BACKUP]


def test_what_cannot_be_copied_aside_is_not_touched(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = damage(story, cut)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(BookUnwritable, match="No space left"):
        mend_book(story)
    assert (story / "book.db").read_bytes() == found
    assert list((story / "damaged").iterdir()) == []


def test_a_sound_book_is_none_the_worse_for_mending(story: Path) -> None:
    before = read_whole(story)
    mended: Mended = mend_book(story, copy_of(range(1, STEPS + 1)))
    assert read_whole(story) == before
    assert not mended.lost


def test_a_book_that_was_cut_short_is_read_by_its_own_list_of_tables(story: Path) -> None:
    shutil.rmtree(story / "backups")
    connection = sqlite3.connect(story / "book.db")
    # Its pages are then in another order than those of a new book.
    connection.execute("VACUUM")
    connection.close()
    damage(story, lambda content: content.__delitem__(slice(len(content) * 3 // 4, None)))
    mend_book(story)
    left = whole(story)
    assert len(left) > STEPS // 3
    assert left == [each for each in ALL if each in left]


@pytest.mark.parametrize("table", ["revisions", "requests", "makings"])
def test_rows_that_nothing_leads_to_any_more_are_found_by_what_they_hold(
    story: Path, table: str
) -> None:
    shutil.rmtree(story / "backups")
    before = read_whole(story)
    root = (rooted(table, story) - 1) * PAGE
    damage(story, lambda content: content.__setitem__(slice(root, root + PAGE), bytes(PAGE)))
    mend_book(story)
    assert read_whole(story).steps == before.steps
    assert whole(story) == ALL


def test_a_book_of_a_newer_rgpt_is_not_made_an_older_one(story: Path) -> None:
    connection = sqlite3.connect(story / "book.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (story / "book.db").read_bytes()
    with pytest.raises(StoryTooNew, match="newer rgpt"):
        mend_book(story)
    assert (story / "book.db").read_bytes() == before


def test_a_list_of_tables_with_wrong_letters_in_it_is_not_believed(story: Path) -> None:
    before = read_whole(story)
    shutil.rmtree(story / "backups")
    at = (story / "book.db").read_bytes().find(b"brief TEXT NOT NULL")
    damage(story, lambda content: content.__setitem__(at, ord("f")))
    mend_book(story)
    assert read_whole(story) == before
