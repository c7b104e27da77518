"""A disk that is full in earnest: what was saved is safe, and what could not be is not lost."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.events import Committed
from rgpt_tui.engine.restoring import mend_story, restore_story
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.story.backup_files import Why, backups_of
from rgpt_tui.story.backups import BackupFailed, make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.story.records import Brief
from rgpt_tui.writer.events import Notice, Words
from rgpt_tui.writer.plan_choice import own_plan
from tests.faults.disks import fill, make_room
from tests.story.samples import paragraphs, step

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from rgpt_tui.settings import Settings
    from tests.model_server import ModelServer


@pytest.fixture
def folder(disk: Path) -> Path:
    folder = disk / "the-drowned-bell"
    folder.mkdir()
    with Book.create(folder, Brief(title="The Drowned Bell")) as book:
        book.commit([step("One.", memory="The keeper came.", plans=("a", "b", "c"))])
    return folder


@asynccontextmanager
async def session_in(folder: Path, settings: Settings) -> AsyncIterator[WritingSession]:
    # An embedder that is not there: recall is by keyword, which costs no time.
    used = replace(settings, embedder="universal")
    async with (
        Engine(folder, used, template_folder=folder / "templates") as engine,
        WritingSession(folder, engine, "a test") as session,
    ):
        yield session


async def test_a_paragraph_that_cannot_be_saved_is_held_and_saved_once_there_is_room(
    disk: Path, folder: Path, settings: Settings, model_server: ModelServer
) -> None:
    async with session_in(folder, settings) as session:
        written: list[str] = []

        async def write() -> None:
            async for event in session.write(own_plan("The bell rings."), passages=()):
                if isinstance(event, Words) and event.section == "paragraph":
                    if not written:
                        fill(disk)
                    written.append(event.text)

        with pytest.raises(BookUnwritable) as told:
            await write()
        paragraph = "".join(written).strip()
        assert "Everything saved before is safe" in str(told.value)
        assert told.value.ways == (Way.SAVE_HELD,)
        assert paragraphs(session.book) == ["One."]
        # It is offered as every stopped reply is, though the book has nothing of it.
        draft = await session.unfinished()
        assert draft is not None
        assert draft.sections["paragraph"].strip() == paragraph
        asked = len(model_server.requests)
        with pytest.raises(BookUnwritable):
            await session.keep_draft(draft)
        make_room(disk)
        saved = [e async for e in session.go_on(draft, passages=()) if isinstance(e, Committed)]
        assert saved[0].paragraph.strip() == paragraph
        assert len(model_server.requests) == asked, "the model is not paid twice"
        assert await session.unfinished() is None
    with Book.open(folder) as book:
        assert len(paragraphs(book)) == 2
        assert book.drafts.all() == []


async def test_words_that_cannot_be_kept_while_they_come_are_told_once_and_stop_no_reply(
    disk: Path, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rgpt_tui.engine.draft_keeping.SECONDS", 0.0)
    async with session_in(folder, settings) as session:
        notices: list[str] = []
        words = 0
        async for event in session.write(own_plan("The bell rings."), passages=()):
            if isinstance(event, Words):
                words += 1
                if words == 1:
                    fill(disk)
                elif words == 8:
                    make_room(disk)
            elif isinstance(event, Notice) and "held in memory" in event.text:
                notices.append(event.text)
        assert words > 8
        assert len(notices) == 1
        assert len(session.book.path()) == 2


def test_every_change_that_does_not_fit_leaves_the_book_as_it_was(disk: Path, folder: Path) -> None:
    with Book.open(folder) as book:
        first = book.path()[0].id
        fill(disk)
        for change in (
            lambda: book.commit([step("Two. " * 20_000)]),
            lambda: book.revise(first, paragraph="Another. " * 20_000),
            lambda: book.set_brief(Brief(title="T", outline="o" * 200_000)),
        ):
            with pytest.raises(BookUnwritable, match="Make room on the disk"):
                change()
            assert paragraphs(book) == ["One."]
        with pytest.raises(BackupFailed, match="writing goes on"):
            make_backup(folder / "book.db", Why.ROUTINE)
        make_room(disk)
        book.commit([step("Two.")])
    with Book.open(folder) as book:
        assert paragraphs(book) == ["One.", "Two."]


def test_neither_mending_nor_restoring_begins_where_there_is_no_room(
    disk: Path, folder: Path
) -> None:
    make_backup(folder / "book.db", Why.ROUTINE, reserve=0)
    content = bytearray((folder / "book.db").read_bytes())
    content[8192:12288] = bytes(4096)
    (folder / "book.db").write_bytes(content)
    fill(disk)
    for repair in (
        lambda: mend_story(folder),
        lambda: restore_story(folder, backups_of(folder)[0]),
    ):
        with pytest.raises(RgptError, match=r"(?i)make room|left"):
            repair()
        assert (folder / "book.db").read_bytes() == content
    make_room(disk)
    mend_story(folder)
    with Book.open(folder) as book:
        assert paragraphs(book) == ["One."]
