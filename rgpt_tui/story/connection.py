"""How a book file is opened: durable transactions, and plain words for what SQLite reports.

SQLite with a write-ahead log lets the engine read while the studio writes, and with
``synchronous=FULL`` a transaction that has returned survives a loss of power
(https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_SECONDS = 10.0


class BookUnreadable(RgptError):
    """The book file is damaged or is no book."""


class BookUnwritable(RgptError):
    """The book could not be written; what it held before is untouched."""


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """Open a book file that exists, or, if writable, an empty new one.

    Raises:
        BookUnreadable: the file is damaged, or cannot be opened.
        BookUnwritable: it is to be written, and its folder or file does not allow that.
    """
    if writable and not os.access(path.parent, os.W_OK):
        raise BookUnwritable(
            f"The folder {path.parent} cannot be written, so the story can only be read. "
            "Nothing was changed. Give yourself the right to write there, or copy the story."
        )
    # Without the right to write beside it, a write-ahead log cannot be joined: read the file as
    # it stands.
    mode = "rwc" if writable else ("ro" if os.access(path.parent, os.W_OK) else "ro&immutable=1")
    with plain_words(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        if writable:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block, or nothing of it; on disk when the block has ended."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a message for the writer."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR):
            raise BookUnwritable(
                f"{path} could not be written ({error}). Everything saved before is safe. "
                "Make room on the disk or give yourself the right to write, and try again."
            ) from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BookUnwritable(
                f"{path} is held by another program ({error}). Everything saved before is safe. "
                "Close that program and try again."
            ) from error
        raise BookUnreadable(
            f"{path} could not be opened ({error}). It was not changed."
        ) from error
    except sqlite3.DatabaseError as error:
        raise BookUnreadable(
            f"{path} is damaged or is not a book of rgpt ({error}). It was not changed. "
            "Make a copy of it before anything else; story.md beside it is a readable copy."
        ) from error
