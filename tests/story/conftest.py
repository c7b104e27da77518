"""A book in a folder of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a new story."""
    folder = tmp_path / "the-drowned-bell"
    folder.mkdir()
    Book.create(folder, Brief(title="The Drowned Bell")).close()
    return folder


@pytest.fixture
def book(folder: Path) -> Iterator[Book]:
    """That story, open for writing."""
    with Book.open(folder) as book:
        yield book


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """An empty folder that other users of the machine reach, unlike `tmp_path`."""
    with tempfile.TemporaryDirectory(prefix="rgpt-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)
