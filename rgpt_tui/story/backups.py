"""Making backups of a book while it is being written, and seeing that each is whole.

A backup is SQLite's online backup of one instant of the book, read by a connection of its own in
small batches of pages, so that whoever writes the book does not wait for it
(https://www.sqlite.org/backup.html). It gets its name when it is on the disk and was checked.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rgpt_tui.story.atomic import SUFFIX, part_of, sync_folder
from rgpt_tui.story.backup_files import (
    Backup,
    Why,
    backups_of,
    fault_of_place,
    next_file,
    superfluous,
)
from rgpt_tui.story.connection import BUSY_SECONDS, damaged
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from pathlib import Path
    from threading import Event

KEEP = 5
EVERY = timedelta(minutes=15)
PAGES = 256
"""Copied in one go: 1 MB."""
RESERVE = 32_000_000
"""Bytes of the disk, beside the size of the book itself, that a backup leaves for writing."""
NO_SPACE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)


class BackupFailed(RgptError):
    """No backup could be made; the book and the earlier backups are as they were."""


class BackupStopped(Exception):
    """Whoever wanted the backup wants it no more."""


def due(folder: Path, every: timedelta) -> bool:
    """Whether so much time has gone by since the last backup, or the clock was set back."""
    backups = backups_of(folder)
    return not backups or not timedelta() <= datetime.now(UTC) - backups[0].made < every


def is_empty(book: Path) -> bool:
    """Whether a book file has no step yet; one that cannot be read is not called empty."""
    try:
        with closing(_connect(book)) as connection:
            return connection.execute("SELECT 1 FROM steps LIMIT 1").fetchone() is None
    except sqlite3.Error:
        return False


def moment_of(book: Path) -> int | None:
    """How many changes a book file has seen; None if it cannot be read."""
    try:
        with closing(_connect(book)) as connection:
            return int(connection.execute("SELECT moment FROM story").fetchone()[0])
    except (sqlite3.Error, TypeError, ValueError):
        return None


def make_backup(
    book: Path,
    why: Why,
    *,
    keep: int | None = KEEP,
    reserve: int = RESERVE,
    stop: Event | None = None,
) -> Backup:
    """Make a backup of a book, and let go of those that are no longer kept.

    Only the program that holds the story's lock may call it.

    Args:
        book: the book file.
        why: what it is made for.
        keep: as `superfluous` takes it, at least 1; None: all are kept, also the one that is to be
            restored.
        reserve: bytes that are to stay free on the disk, and as many again as the book has.
        stop: set by another thread to end it early.

    Raises:
        BookDamaged: the book itself is damaged; no earlier backup was touched.
        BackupFailed: it could not be written.
        BackupStopped: it was ended early.
    """
    folder = book.parent
    target = next_file(folder, why)
    try:
        if fault := fault_of_place(folder):
            raise BackupFailed(_failed(fault))
        target.parent.mkdir(exist_ok=True)
        for left_over in target.parent.glob(f".rgpt-*{SUFFIX}*"):
            left_over.unlink(missing_ok=True)
        _see_that_there_is_room(book, reserve)
        partial = part_of(target)
        try:
            _copy(book, partial, stop)
            with partial.open("rb+") as file:
                os.fsync(file.fileno())
            partial.replace(target)
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise BackupFailed(_failed(error.strerror or error)) from error
    made, *_ = backups_of(folder)
    if keep is not None:
        let_go(folder, max(keep, 1))
    return made


def let_go(folder: Path, keep: int) -> None:
    """Delete the backups that are no longer kept, as `superfluous` tells."""
    for backup in superfluous(backups_of(folder), keep):
        # One that stays does no harm, and goes next time.
        with suppress(OSError):
            backup.file.unlink()


def fault_in(file: Path) -> str | None:
    """What is wrong with a book file by all that SQLite can see, or None; reads all of it."""
    try:
        with closing(_connect(file)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return str(error)
    return None if found == ("ok",) else str(found[0]) if found else "it is empty"


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )


def _copy(book: Path, to: Path, stop: Event | None) -> None:
    def see_whether_wanted(*_: int) -> None:
        if stop is not None and stop.is_set():
            raise BackupStopped

    try:
        with closing(_connect(book)) as source, closing(sqlite3.connect(to)) as copy:
            # The file is synced once, when it is complete, and nobody sees it before.
            copy.execute("PRAGMA synchronous = OFF")
            # One instant of the book: else each change meanwhile would have it begun anew.
            source.execute("BEGIN")
            source.execute("SELECT moment FROM story").fetchone()
            source.backup(copy, pages=PAGES, progress=see_whether_wanted)
            source.execute("ROLLBACK")
        with closing(sqlite3.connect(to, isolation_level=None)) as copy:
            # Without a log beside it, it is one file, also where nothing can be written.
            copy.execute("PRAGMA journal_mode = DELETE")
            see_whether_wanted()
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in NO_SPACE or code == sqlite3.SQLITE_CANTOPEN:
            raise BackupFailed(_failed(error)) from error
        raise damaged(book, error) from error
    if found != "ok":
        raise damaged(book, found)


def _see_that_there_is_room(book: Path, reserve: int) -> None:
    size = book.stat().st_size
    free = shutil.disk_usage(book.parent).free
    if free < 2 * size + reserve:
        raise BackupFailed(
            _failed(f"the disk has {free // 1_000_000:,} MB left, which writing may need")
        )


def _failed(why: object) -> str:
    return (
        f"No backup of the book could be made ({why}). The book is saved, earlier backups are as "
        "they were, and writing goes on. Make room or mend the rights of the folder; the next "
        "backup is tried later."
    )
