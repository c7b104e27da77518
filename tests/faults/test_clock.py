"""A clock that jumps back: nothing that matters hangs on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story import backup_files, backups, drafts, new_rows, rows, unsent
from rgpt_tui.story.backup_files import Why, backups_of
from rgpt_tui.story.backups import due, make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.records import Brief
from tests.story.samples import marked, paragraphs, step

if TYPE_CHECKING:
    from pathlib import Path


class Clock:
    """The time of day, as somebody sets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        for module in (new_rows, drafts, unsent):
            monkeypatch.setattr(module, "now", lambda: rows.time_of(self.now))
        clock = self

        class Set(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                return clock.now

        for module in (backups, backup_files):
            monkeypatch.setattr(module, "datetime", Set)

    def back(self, **by: float) -> None:
        self.now -= timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "the-drowned-bell"
    folder.mkdir()
    Book.create(folder, Brief(title="The Drowned Bell")).close()
    return folder


def test_steps_edits_drafts_and_words_are_in_the_order_of_writing(
    clock: Clock, folder: Path
) -> None:
    with Book.open(folder) as book:
        first, second = book.commit([step("One two three."), step("Four five.")])
        clock.back(days=400)
        (third,) = book.commit([step("Six.")])
        clock.back(hours=30)
        book.revise(first.id, paragraph="One, edited and longer.")
        assert paragraphs(book) == ["One, edited and longer.", "Four five.", "Six."]
        assert marked(book) == [2, 3], "both were written before the edit"
        clock.back(hours=1)
        (fourth,) = book.commit([step("Seven.")])
        assert marked(book) == [2, 3]
        assert len({first.id, second.id, third.id, fourth.id}) == 4
        assert [each.text.paragraph for each in book.last_steps(2)] == ["Six.", "Seven."]
        book.drafts.keep(Draft(id="older", parent=fourth.id))
        clock.back(days=1)
        book.drafts.keep(Draft(id="newer", parent=fourth.id))
        kept = book.drafts.latest(fourth.id)
        assert kept is not None
        assert kept.id == "newer"
        book.undo()
        assert book.redo().id == fourth.id


@pytest.mark.parametrize("back", [timedelta(hours=2), timedelta(days=3), timedelta(days=4000)])
def test_writing_more_is_never_fewer_words_today(
    clock: Clock, folder: Path, back: timedelta
) -> None:
    with Book.open(folder) as book:
        (first,) = book.commit([step("One two three four.")])
        for jump in (timedelta(), back, -back):
            clock.now -= jump
            today = clock.now.replace(hour=0, minute=0)
            before = book.words_since(today)
            book.commit([step("Five six.")])
            book.revise(first.id, heading=f"At {clock.now}")
            assert book.words_since(today) == before + 2
            assert before >= 0


def test_a_backup_is_made_when_the_clock_was_set_back_and_is_the_newest(
    clock: Clock, folder: Path
) -> None:
    def backup() -> None:
        make_backup(folder / "book.db", Why.ROUTINE, keep=2, reserve=0)

    for _ in range(3):
        clock.now += timedelta(days=1)
        backup()
    assert not due(folder, timedelta(minutes=15))
    clock.back(days=2000)
    assert due(folder, timedelta(minutes=15))
    for _ in range(3):
        clock.now += timedelta(minutes=20)
        backup()
    # The two newest, and the last one of the two days that were written on last.
    assert [each.order for each in backups_of(folder)] == [6, 5, 3]
