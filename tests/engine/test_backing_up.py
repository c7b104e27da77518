"""Backups beside the writing: made when one is due, told when one fails, never in the way."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.engine import backing_up
from rgpt_tui.engine.backing_up import BackupRules
from rgpt_tui.engine.editing import EditingSession
from rgpt_tui.story.access import open_backup
from rgpt_tui.story.backup_files import Backup, Why, backups_of
from rgpt_tui.story.backups import BackupFailed, make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.errors import Way
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief
from rgpt_tui.writer.events import Notice
from tests.story.samples import paragraphs, step

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ALWAYS = BackupRules(every=timedelta())


class NoEngine:
    """Stands for an engine that nothing is asked of but the readable copy."""

    async def write_copy(self) -> list[object]:
        return []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "the-drowned-bell"
    folder.mkdir()
    with Book.create(folder, Brief(title="The Drowned Bell")) as book:
        book.commit([step("One.")])
    return folder


@asynccontextmanager
async def session_in(folder: Path, rules: BackupRules) -> AsyncIterator[EditingSession]:
    async with EditingSession(folder, NoEngine(), "a test", backups=rules) as session:  # type: ignore[arg-type]
        yield session


@pytest.fixture(autouse=True)
def on_a_small_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The room that a backup leaves for writing may be more than the machine of a test has."""

    def small(book: Path, why: Why, **options: object) -> Backup:
        return make_backup(book, why, reserve=0, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(backing_up, "make_backup", small)


async def test_a_story_is_backed_up_when_it_is_opened_and_when_it_has_changed(
    folder: Path,
) -> None:
    async with session_in(folder, ALWAYS) as session:
        await session._backups.settle()
        assert len(backups_of(folder)) == 1
        await session.add([step("Two.")])
        await session._backups.settle()
        newest, _ = backups_of(folder)
        with BookReader(open_backup(newest.file)) as kept:
            assert paragraphs(kept) == ["One.", "Two."]


async def test_a_story_that_has_not_changed_since_is_not_backed_up_again(folder: Path) -> None:
    for _ in range(2):
        async with session_in(folder, ALWAYS) as session:
            await session._backups.settle()
    assert len(backups_of(folder)) == 1


async def test_changes_within_the_time_share_a_backup(folder: Path) -> None:
    async with session_in(folder, BackupRules(every=timedelta(hours=1))) as session:
        await session._backups.settle()
        for number in range(5):
            await session.add([step(f"Step {number}.")])
        await session._backups.settle()
        assert len(backups_of(folder)) == 1


async def test_a_short_session_leaves_a_backup_of_how_it_ended(folder: Path) -> None:
    async with session_in(folder, BackupRules(every=timedelta(hours=1))) as session:
        await session._backups.settle()
        await session.add([step("Two.")])
    newest, _ = backups_of(folder)
    with BookReader(open_backup(newest.file)) as kept:
        assert paragraphs(kept) == ["One.", "Two."]
    async with session_in(folder, BackupRules(every=timedelta(hours=1), at_end=False)) as session:
        await session.add([step("Three.")])
    assert len(backups_of(folder)) == 2


async def test_an_empty_book_is_not_backed_up_until_it_has_a_step(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    Book.create(folder, Brief(title="Empty")).close()
    async with session_in(folder, BackupRules(every=timedelta(hours=1))) as session:
        await session._backups.settle()
        assert backups_of(folder) == []
        await session.add([step("One.")])
        await session._backups.settle()
        assert len(backups_of(folder)) == 1


async def test_closing_neither_fails_with_a_backup_nor_takes_one_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        async with session_in(folder, BackupRules(keep=1, every=timedelta(hours=1))) as session:
            await session._backups.settle()
            before = backups_of(folder)
            await session.add([step(f"Step {number}.")])
        assert {each.file for each in before} < {each.file for each in backups_of(folder)}

    def full(*_: object, **__: object) -> None:
        raise BackupFailed("No backup: the disk is full.")

    monkeypatch.setattr(backing_up, "make_backup", full)
    async with session_in(folder, BackupRules(every=timedelta(hours=1))) as session:
        await session.add([step("Last.")])


async def test_none_is_made_where_none_is_wanted(folder: Path) -> None:
    async with session_in(folder, BackupRules(keep=0, every=timedelta())) as session:
        await session.add([step("Two.")])
        await session._backups.settle()
    assert not (folder / "backups").exists()


async def test_a_backup_that_fails_is_told_once_and_the_step_is_saved(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise BackupFailed("No backup: the disk is full.")

    monkeypatch.setattr(backing_up, "make_backup", full)
    told: list[str] = []
    async with session_in(folder, ALWAYS) as session:
        for number in range(3):
            events = await session.add([step(f"Step {number}.")])
            told += [each.text for each in events if isinstance(each, Notice)]
            await session._backups.settle()
            told += [e.text for e in await session.settle() if isinstance(e, Notice)]
        assert told == ["No backup: the disk is full."]
        assert len(session.book.path()) == 4


async def test_damage_that_no_step_has_met_yet_is_found_by_the_backup(folder: Path) -> None:
    with Book.open(folder) as book:
        book.commit([step(f"{number}. " * 900) for number in range(20)])
    content = bytearray((folder / "book.db").read_bytes())
    at = content.find(b"7. 7. 7.") // 4096 * 4096
    content[at : at + 4096] = bytes(4096)
    (folder / "book.db").write_bytes(content)
    async with session_in(folder, ALWAYS) as session:
        await session._backups.settle()
        (notice,) = await session.settle()
        assert isinstance(notice, Notice)
        assert "is damaged" in notice.text
        assert Way.MEND in notice.ways
    assert backups_of(folder) == []
