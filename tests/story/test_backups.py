"""Backups: whole, of one instant, never in the way of writing, and kept by the order of making."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story import backups
from rgpt_tui.story.access import open_backup
from rgpt_tui.story.backup_files import Backup, Why, backups_of, superfluous
from rgpt_tui.story.backups import BackupFailed, BackupStopped, due, fault_in, make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookDamaged
from rgpt_tui.story.errors import Way
from rgpt_tui.story.reading import BookReader
from tests.story.samples import full_step, paragraphs, step

if TYPE_CHECKING:
    from pathlib import Path


def backup(folder: Path, why: Why = Why.ROUTINE, **options: object) -> Backup:
    return make_backup(folder / "book.db", why, reserve=0, **options)  # type: ignore[arg-type]


def test_a_backup_holds_all_that_was_saved_also_what_is_still_in_the_log(
    folder: Path, book: Book
) -> None:
    book.commit([full_step(), step("Two.")])
    assert (folder / "book.db-wal").stat().st_size > 0
    made = backup(folder)
    assert made.why is Why.ROUTINE
    assert list(made.file.parent.iterdir()) == [made.file]
    with BookReader(open_backup(made.file)) as kept:
        assert paragraphs(kept) == paragraphs(book)
        assert kept.making(kept.path()[0].id) == full_step().making
    # Nothing stands beside it after it was read, so that it can be copied anywhere.
    assert list(made.file.parent.iterdir()) == [made.file]


def test_a_step_that_is_saved_during_a_backup_is_saved_and_not_half_in_it(
    folder: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.commit([step("One. " * 2000)])
    monkeypatch.setattr(backups, "PAGES", 1)
    during: list[int] = []

    class Once(threading.Event):
        def is_set(self) -> bool:
            if len(during) < 3:
                during.append(len(book.commit([step(f"Meanwhile {len(during)}. " * 500)])))
            return False

    made = backup(folder, stop=Once())
    assert len(during) == 3
    assert len(book.path()) == 4
    with BookReader(open_backup(made.file)) as kept:
        assert len(kept.path()) == 1
    assert fault_in(made.file) is None


def test_a_backup_that_is_stopped_leaves_nothing(folder: Path, book: Book) -> None:
    book.commit([step("One.")])
    stop = threading.Event()
    stop.set()
    with pytest.raises(BackupStopped):
        backup(folder, stop=stop)
    assert list((folder / "backups").iterdir()) == []


def test_a_backup_that_was_killed_in_the_middle_is_no_backup_and_goes_with_the_next(
    folder: Path, book: Book
) -> None:
    half = folder / "backups" / ".rgpt-0123.part"
    half.parent.mkdir()
    half.write_bytes(b"half")
    (folder / "backups" / ".rgpt-0123.part-journal").write_bytes(b"half")
    (folder / "backups" / "notes.txt").write_text("the writer's own")
    assert backups_of(folder) == []
    made = backup(folder)
    assert sorted(each.name for each in half.parent.iterdir()) == [made.file.name, "notes.txt"]


def test_a_damaged_book_takes_the_place_of_no_backup(folder: Path) -> None:
    with Book.open(folder) as book:
        book.commit([step(f"{number}. " * 300) for number in range(30)])
    good = backup(folder, keep=1)
    pages = bytearray((folder / "book.db").read_bytes())
    pages[8 * 4096 : 14 * 4096] = os.urandom(6 * 4096)
    (folder / "book.db").write_bytes(pages)
    with pytest.raises(BookDamaged) as told:
        backup(folder, keep=1)
    assert str(good) in str(told.value).replace("The backup", "the backup")
    assert told.value.ways == (Way.MEND, Way.RESTORE)
    assert backups_of(folder) == [good]
    assert fault_in(folder / "book.db") is not None


def test_without_room_no_backup_is_made_and_that_is_no_harm(
    folder: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(BackupFailed, match="writing goes on"):
        make_backup(folder / "book.db", Why.ROUTINE)
    book.commit([step("One.")])
    assert paragraphs(book) == ["One."]


def test_backups_that_are_links_are_neither_read_nor_written(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "backups").symlink_to(elsewhere)
    with pytest.raises(BackupFailed, match="link"):
        backup(folder)
    assert list(elsewhere.iterdir()) == []
    (folder / "backups").unlink()
    made = backup(folder)
    made.file.replace(elsewhere / "real.db")
    made.file.symlink_to(elsewhere / "real.db")
    assert backups_of(folder) == []


# Which are kept


def made_at(order: int, made: datetime) -> Backup:
    from pathlib import Path

    return Backup(file=Path(f"{order}.db"), order=order, made=made, why=Why.ROUTINE, size=1)


def kept(moments: list[datetime], keep: int) -> list[int]:
    found = [made_at(order, made) for order, made in enumerate(moments, start=1)][::-1]
    gone = {each.order for each in superfluous(found, keep)}
    return [each.order for each in reversed(found) if each.order not in gone]


def test_the_newest_are_kept_and_the_last_one_of_each_recent_day() -> None:
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    four_a_day = [
        noon + timedelta(days=day, minutes=minute) for day in range(6) for minute in range(4)
    ]
    assert kept(four_a_day, 3) == [16, 20, 22, 23, 24]
    assert kept(four_a_day[:2], 3) == [1, 2]


@pytest.mark.parametrize("why", [why for why in Why if why is not Why.ROUTINE])
def test_what_was_backed_up_for_a_reason_outlives_the_routine_backups_of_the_day(
    folder: Path, book: Book, why: Why
) -> None:
    book.commit([step("Written before the restore.")])
    for_a_reason = backup(folder, why, keep=None)
    for number in range(4):
        book.commit([step(f"{number}.")])
        newest = backup(folder, keep=1)
    assert backups_of(folder) == [newest, for_a_reason]
    with BookReader(open_backup(for_a_reason.file)) as kept_words:
        assert paragraphs(kept_words) == ["Written before the restore."]


def test_backups_that_were_asked_for_take_the_place_of_no_routine_one(
    folder: Path, book: Book
) -> None:
    routine = []
    for number in range(2):
        book.commit([step(f"{number}.")])
        routine.append(backup(folder, keep=2))
    asked = [backup(folder, Why.ASKED, keep=2) for _ in range(3)]
    assert backups_of(folder) == [*asked[::-1], *routine[::-1]]


def test_a_clock_that_jumps_back_costs_neither_the_newest_nor_another_day() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    before = [noon + timedelta(days=day) for day in range(3)]
    wrong = [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=each) for each in range(4)]
    assert kept([*before, *wrong], 3) == [2, 3, 5, 6, 7]
    after = [noon + timedelta(days=3, minutes=each) for each in range(4)]
    assert kept([*before, *wrong, *after], 3) == [3, 7, 9, 10, 11]


def test_a_backup_made_after_the_clock_jumped_back_is_the_newest_and_one_is_due(
    folder: Path,
) -> None:
    first = backup(folder)
    ahead = first.file.with_name("00001_21260101T000000Z_routine.db")
    first.file.replace(ahead)
    assert due(folder, timedelta(minutes=15))
    second = backup(folder, keep=1)
    assert backups_of(folder)[0] == second
    assert second.order == 2
    assert not due(folder, timedelta(minutes=15))


def test_before_a_book_is_brought_up_to_date_it_is_backed_up_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rgpt_tui.story import schema

    with Book.open(folder) as book:
        book.commit([step("One.")])
    older = len(schema.MIGRATIONS)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE moods (x);"))
    Book.open(folder).close()
    (made,) = backups_of(folder)
    assert made.why is Why.UPDATE
    connection = sqlite3.connect(made.file)
    assert connection.execute("PRAGMA user_version").fetchone() == (older,)
    connection.close()
    with BookReader(open_backup(made.file)) as before:
        assert paragraphs(before) == ["One."]
