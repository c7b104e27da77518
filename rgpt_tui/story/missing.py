"""A story whose book is gone: deleted or moved, or a folder stands in its place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rgpt_tui.story.backup_files import backups_of
from rgpt_tui.story.connection import BookDamaged
from rgpt_tui.story.errors import Way
from rgpt_tui.story.replacing import BOOK_FILE, is_folder

if TYPE_CHECKING:
    from pathlib import Path


class BookMissing(BookDamaged):
    """A story has no book any more."""


def is_missing(folder: Path) -> bool:
    """Whether a folder is that of a story without its book; one with no backup may be anything."""
    gone = not os.path.lexists(folder / BOOK_FILE)
    return is_folder(folder / BOOK_FILE) or (gone and bool(backups_of(folder)))


def missing(folder: Path) -> BookMissing:
    """The error of a book that is gone."""
    if is_folder(folder / BOOK_FILE):
        return BookMissing(
            f"{folder / BOOK_FILE} is a folder, and no book. Nothing was changed. If you know "
            "where the book is, put it back in its place; mending puts the folder aside whole."
        ).offering(Way.MEND, Way.RESTORE)
    newest, *_ = backups_of(folder)
    return BookMissing(
        f"{folder / BOOK_FILE} is gone: somebody deleted or moved it. Nothing else was changed. "
        f"If you know where it is, put it back. {str(newest)[:1].upper()}{str(newest)[1:]} is "
        "there, and story.md beside it is a readable copy."
    ).offering(Way.MEND, Way.RESTORE)
