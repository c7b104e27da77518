"""A change of the book file that a kill has cut off, and that is taken back before it is read.

A book that is opened for writing for the first time gets a write-ahead log: SQLite notes that in
the file itself, with a rollback journal beside it. Killed within these moments, the journal stays,
and nobody who may only read can open the book until somebody who may write has rolled it back
(https://www.sqlite.org/lockingv3.html#rollback, https://www.sqlite.org/rescode.html).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.connection import plain_words

if TYPE_CHECKING:
    from pathlib import Path

_NAMES_ANOTHER: Final = bytes.fromhex("d9d505f920a163d7")
"""At the end of a journal that names a second file, which SQLite would remove with it
(https://www.sqlite.org/fileformat.html#the_rollback_journal). None of ours does.
"""


def take_back(book: Path) -> bool:
    """Roll back what was cut off in a book file.

    Returns:
        Whether there was such a change; False: there is none, or it is not one of rgpt, or the
        folder cannot be written.

    Raises:
        BookUnreadable: the file is damaged.
    """
    journal = book.with_name(f"{book.name}-journal")
    if journal.is_symlink() or not journal.is_file() or not os.access(book.parent, os.W_OK):
        return False
    if _end_of(journal) == _NAMES_ANOTHER:
        return False
    with plain_words(book), closing(sqlite3.connect(book)) as file:
        file.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return True


def _end_of(journal: Path) -> bytes:
    length = len(_NAMES_ANOTHER)
    with journal.open("rb") as file:
        file.seek(-min(length, journal.stat().st_size), os.SEEK_END)
        return file.read()
