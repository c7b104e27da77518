"""A damaged book that is being mended when the kill comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.engine.restoring import mend_story
from rgpt_tui.engine.story_health import check_book
from rgpt_tui.story.access import BOOK_FILE
from rgpt_tui.story.backup_files import Why
from rgpt_tui.story.backups import make_backup
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.replacing import ASIDE

if TYPE_CHECKING:
    from tests.crashes.findings import Stories
    from tests.crashes.nursery import Run
    from tests.crashes.stage import Stage

FIRST_PAGE = 4096
"""Bytes that are taken from the book; nothing opens it without them."""


def mend(stage: Stage, seed: str) -> list[str]:
    """Back the book up, damage it, and have it mended."""
    book = stage.folder / BOOK_FILE
    with WriterLock(stage.folder, "a crash test"):
        make_backup(book, Why.ROUTINE, keep=3)
    damaged = bytes(FIRST_PAGE) + book.read_bytes()[FIRST_PAGE:]
    book.write_bytes(damaged)
    stage.wanted.write_bytes(damaged)
    return ["doctor", stage.name, "--mend", "--json"]


def mend_again(stage: Stage) -> None:
    """Mend what a kill left unmended."""
    if not check_book(stage.folder).good:
        mend_story(stage.folder)


def kept_as_found(stage: Stage, run: Run, before: Stories, after: Stories) -> list[str]:
    """The book is kept as it was found, byte for byte, before anything was mended."""
    found = stage.wanted.read_bytes()
    copies = (stage.folder / ASIDE).glob(f"[!.]*/{BOOK_FILE}")
    if any(each.read_bytes() == found for each in copies):
        return []
    return ["the damaged book is not kept as it was found"]
