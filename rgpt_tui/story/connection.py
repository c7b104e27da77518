"""A connection to a book file: durable changes, and plain words for what SQLite reports.

SQLite with a write-ahead log lets the engine read while the studio writes, and with
``synchronous=FULL`` a transaction that has returned survives a loss of power
(https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

import msgspec

from rgpt_tui.story.atomic import part_of, sync_folder
from rgpt_tui.story.backup_files import backups_of
from rgpt_tui.story.errors import RgptError, Way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

BUSY_SECONDS = 10.0
CACHE_KIB = 4_000
"""Of the pages that a connection keeps. A long book fills any; with four times as many a path is
read no faster, and each of both processes grows by that much.
"""
NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class BookUnreadable(RgptError):
    """The book file is damaged or is no book."""


class BookDamaged(BookUnreadable):
    """The book file is there, and is not whole."""


class BookUnwritable(RgptError):
    """The book could not be written; what it held before is untouched."""


class BookGone(BookUnwritable):
    """The book file was taken away or replaced while it was open."""


class BookConnection:
    """A book file that is open. Threads may share it: each waits until the other is done."""

    def __init__(self, path: Path, mode: str) -> None:
        """Open the file.

        Args:
            path: the book file.
            mode: of the access, as the parameters of a SQLite URI name it, such as ``ro``.

        Raises:
            BookUnreadable: it cannot be opened, or is damaged.
        """
        self.path = path
        self._turn = threading.RLock()
        self._written = False
        self._file: tuple[int, int] | None = None
        """Which file was opened for writing."""
        with plain_words(path):
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            self._connection.row_factory = sqlite3.Row
            try:
                self.execute("PRAGMA foreign_keys = ON")
                # A file may be of anybody's making: its schema calls nothing that could do harm,
                # and a page of it is looked at before it is believed.
                self.execute("PRAGMA trusted_schema = OFF")
                self.execute("PRAGMA cell_size_check = ON")
                self.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
                # Nothing is read before the first query, so that damage would show later.
                self.execute("SELECT count(*) FROM sqlite_master")
            except BaseException:
                self._connection.close()
                raise

    def make_durable(self) -> None:
        """See to it that a change that has returned survives a loss of power."""
        self._written = True
        self._file = self._file_in_place()
        self.execute("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = FULL")
        # On macOS a plain fsync leaves the data in the cache of the disk.
        self.execute("PRAGMA fullfsync = ON")

    def close(self) -> None:
        """Close the file, once another thread's change is on disk."""
        with self._turn:
            if self._written:
                # A reader that stays open would keep the log from being taken into the file, and
                # whoever copies the file alone would copy an old story. Not vital: the log is safe.
                with suppress(sqlite3.Error):
                    self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()

    def copy_to(self, path: Path) -> None:
        """Copy the file as it stands, what is still in the log included, to one that is new.

        Raises:
            BookUnreadable: it is damaged.
            BookUnwritable: the copy could not be written.
        """
        with self._turn, plain_words(path), closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)

    def private_copy(self) -> BookConnection:
        """What the file holds now, in memory; changes to it go when it is closed.

        Raises:
            BookDamaged: it is damaged.
        """
        copy = BookConnection(self.path, "memory")
        with self._turn, plain_words(self.path):
            self._connection.backup(copy._connection)
        return copy

    def all(self, convert: Callable[[sqlite3.Row], T], query: str, *values: object) -> list[T]:
        """Every row of a query, converted.

        Raises:
            BookUnreadable: the file is damaged, or a row does not hold what it should.
        """
        with self._turn, plain_words(self.path), _damage_named(self.path):
            return [convert(row) for row in self._connection.execute(query, values).fetchall()]

    def first(self, convert: Callable[[sqlite3.Row], T], query: str, *values: object) -> T | None:
        """The first row of a query, converted; None if there is no row.

        Raises:
            BookUnreadable: the file is damaged, or the row does not hold what it should.
        """
        found = self.all(convert, query, *values)
        return found[0] if found else None

    def only(self, convert: Callable[[sqlite3.Row], T], query: str, *values: object) -> T:
        """The row of a query that every book has, converted.

        Raises:
            BookUnreadable: the file is damaged, or the row is not there.
        """
        found = self.all(convert, query, *values)
        if not found:
            raise damaged(self.path, "a row is missing")
        return found[0]

    @contextmanager
    def change(self) -> Iterator[None]:
        """All of the block, or nothing of it; on disk when the block has ended.

        Raises:
            BookUnwritable: the disk is full or refuses; the book is as it was.
            BookGone: the file is not in its place any more.
        """
        with self._turn, plain_words(self.path):
            self._see_that_in_place()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _see_that_in_place(self) -> None:
        # SQLite with a log goes on writing into a file that has no name any more, and all of it
        # would be gone with the last program that has it open. Only this check tells.
        if self._file is None or self._file == self._file_in_place():
            return
        back = self._file_in_place() is None and self._put_back()
        saved = "What was saved before is there again. " if back else ""
        raise BookGone(
            f"{self.path} is not the file that was opened: a program deleted, moved or replaced it "
            f"meanwhile. Nothing of this was saved. {saved}Copy what is new on the "
            "screen, leave the story, and open it again."
        )

    def _put_back(self) -> bool:
        """Write the book as it was last saved to where it was; tells whether that could be done."""
        unfinished = part_of(self.path)
        try:
            # Its shelf is not made anew: it may be on a disk that was taken out.
            self.path.parent.mkdir(exist_ok=True)
            self.copy_to(unfinished)
            unfinished.replace(self.path)
            sync_folder(self.path.parent)
        except (OSError, RgptError):
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            return False
        return True

    def _file_in_place(self) -> tuple[int, int] | None:
        """Which file is at the path; None if there is none."""
        try:
            status = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            # A disk that fails: SQLite says so better.
            return self._file
        return status.st_dev, status.st_ino

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all queries of the block see the book as it stands at the first of them.

        Within a change or another snapshot they see what that one sees.
        """
        with self._turn:
            if self._connection.in_transaction:
                yield
                return
            self.execute("BEGIN")
            try:
                yield
            finally:
                self.execute("ROLLBACK")

    def execute(self, statement: str, *values: object) -> None:
        """Run a statement, within a change unless it changes nothing in the file."""
        with plain_words(self.path):
            self._connection.execute(statement, values)


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a message for the writer."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        # A mistake in rgpt, not a fault of the file.
        raise
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in NO_ROOM:
            raise BookUnwritable(
                f"{path} could not be written ({error}). Everything saved before is safe. "
                "Make room on the disk or give yourself the right to write, and try again."
            ) from error
        if code in HELD:
            raise BookUnwritable(
                f"{path} is held by another program ({error}). Everything saved before is safe. "
                "Close that program and try again."
            ) from error
        if code == sqlite3.SQLITE_CANTOPEN:
            raise BookUnreadable(
                f"{path} could not be opened ({error}). It was not changed. See whether you "
                "have the right to read it and to write in its folder, or copy the folder to a "
                "place of your own."
            ) from error
        raise damaged(path, error) from error
    except UnicodeDecodeError as error:
        # What SQLite had to say of a damaged schema has bytes of it that are no text.
        raise damaged(path, "its list of tables cannot be read") from error


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    try:
        yield
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise damaged(path, error) from error


def damaged(path: Path, why: object) -> BookDamaged:
    """The error of a book that is damaged."""
    backups = backups_of(path.parent)
    whole = f" {str(backups[0])[:1].upper()}{str(backups[0])[1:]} is there." if backups else ""
    return BookDamaged(
        f"{path} is damaged or is not a book of rgpt ({why}). It was not changed.{whole} "
        "story.md beside it is a readable copy."
    ).offering(Way.MEND, Way.RESTORE)
