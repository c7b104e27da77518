"""A story with a backup, made once and copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.backup_files import Why
from rgpt_tui.story.backups import make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import (
    Brief,
)
from rgpt_tui.story.unsent import Box, UnsentEdit
from tests.story.salvage.stories import IN_BACKUP, STEPS, a_step

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story of 24 steps, with a backup that has 16 of them."""
    folder = tmp_path_factory.mktemp("pattern") / "the-drowned-bell"
    folder.mkdir()
    Book.create(folder, Brief(title="The Drowned Bell")).close()
    with Book.open(folder) as book:
        for number in range(1, IN_BACKUP + 1):
            book.commit([a_step(number)])
        make_backup(folder / "book.db", Why.ROUTINE, reserve=0)
        for number in range(IN_BACKUP + 1, STEPS + 1):
            book.commit([a_step(number)])
        tip = book.path()[-1].id
        book.drafts.keep(Draft(parent=tip, sections={"paragraph": "The bell ra"}))
        book.unsent.keep(UnsentEdit(step=tip, box=Box.PLAN, text="my own plan"))
        book.marks.put(book.path()[0].id, Mark.PIN)
    return folder


@pytest.fixture
def story(pattern: Path, tmp_path: Path) -> Path:
    return shutil.copytree(pattern, tmp_path / pattern.name)
