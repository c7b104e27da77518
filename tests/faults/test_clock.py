"""A clock that jumps back: nothing that matters hangs on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.backup_files import Why, backups_of
from rgpt_tui.story.backups import due, make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief
from tests.faults.clocks import OFFSET_FILE, PROGRAM, set_clock
from tests.model_server import Reply
from tests.story.samples import marked, paragraphs, step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiohttp import web

    from tests.model_server import ModelServer, RecordedRequest

BACK = timedelta(days=400)
"""By how much the clock is set back with each request to the model."""


class Clock:
    """The time of day, as somebody sets it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self._began = time.time()

    def offset(self) -> float:
        """By how many seconds the clock of this process is wrong."""
        return self.now.timestamp() - self._began

    def back(self, **by: float) -> None:
        self.now -= timedelta(**by)


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    with set_clock(clock.offset):
        yield clock


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


class Program:
    """The real command line in processes of its own, whose clock is set back while they run."""

    def __init__(self, folder: Path, root: Path, server: ModelServer) -> None:
        self._offset, self._by = root / "offset", timedelta()
        self._name = folder.name
        self._environment = os.environ | {
            "RGPT_STORIES": str(folder.parent),
            "RGPT_MODEL": "openai/writer",
            "RGPT_API_BASE": server.url,
            "PYTHONPATH": os.pathsep.join(each or str(Path.cwd()) for each in sys.path),
            OFFSET_FILE: str(self._offset),
        }
        self._offset.write_text("0")
        server.default = self

    async def answer(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse:
        """Set the clock back, and write well."""
        self._by -= BACK
        new = self._offset.with_suffix(".new")
        new.write_text(str(self._by.total_seconds()))
        new.replace(self._offset)
        return await Reply(chunk=200).answer(request, record)

    def prints(self, command: str, *arguments: str) -> str:
        """What a command prints that ends well."""
        program = [sys.executable, *PROGRAM, command, self._name, *arguments]
        return subprocess.run(
            program, env=self._environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout


def test_the_clock_is_set_back_again_and_again_while_the_program_writes(
    folder: Path, tmp_path: Path, model_server: ModelServer
) -> None:
    with Book.open(folder) as book:
        book.commit([step("One. Two."), step("Three.")])
    program = Program(folder, tmp_path, model_server)
    events = map(json.loads, program.prints("write", "--auto", "-n", "3", "--json").splitlines())
    announced = [event["id"] for event in events if event.get("event") == "step"]
    with BookReader.open(folder) as reader:
        path = [each.id for each in reader.path()]
        made = [reader.step(each).created for each in path]
        assert path[2:] == announced
        assert [each.id for each in reader.last_steps(3)] == announced
        assert reader.words_since(made[-1]) > 0
    # It was set back between any two of them.
    assert all(later < sooner - 0.9 * BACK for sooner, later in pairwise(made[1:]))
    assert "the same as the story now" in program.prints("backups", "--make")
    newest = backups_of(folder)[0]
    assert (newest.why, newest.made < made[-1] + BACK) == (Why.ASKED, True)
