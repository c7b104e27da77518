"""How a book file is opened: what is checked first, and what the rights of its folder allow."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rgpt_tui.story import schema
from rgpt_tui.story.atomic import sync_folder
from rgpt_tui.story.backup_files import Why
from rgpt_tui.story.backups import BackupFailed, make_backup
from rgpt_tui.story.connection import BookConnection, BookUnreadable, BookUnwritable
from rgpt_tui.story.errors import Way
from rgpt_tui.story.foreign import see_that_no_link, see_that_ours
from rgpt_tui.story.left_behind import take_back
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.missing import is_missing, missing
from rgpt_tui.story.replacing import BOOK_FILE, finish_replacing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["BOOK_FILE"]


def open_to_read(folder: Path) -> BookConnection:
    """Open the book of a folder, of the present schema or an earlier one, for reading.

    Raises:
        BookUnreadable: there is none, or it is damaged, or is no book.
        StoryTooNew: a newer rgpt wrote it.
    """
    path = folder / BOOK_FILE
    try:
        exists = path.is_file()
    except OSError as error:
        raise BookUnreadable(
            f"The folder {folder} cannot be read ({error.strerror}). Nothing was changed. Give "
            "yourself the right to read it."
        ) from error
    if not exists and is_missing(folder):
        raise missing(folder)
    if not exists:
        raise BookUnreadable(
            f"There is no story in {folder}: it has no {BOOK_FILE}. Nothing was changed."
        ).offering(Way.LIST_STORIES)
    mode = "ro&immutable=1" if _is_at_rest(path) else "ro"
    try:
        return _checked(path, mode)
    except BookUnwritable:
        if not take_back(path):
            raise
    return _checked(path, mode)


def open_up_to_date(folder: Path) -> BookConnection:
    """Open the book of a folder for reading; one of an earlier rgpt is brought up to date first.

    Where its folder cannot be written, a copy in memory is brought up to date and read.

    Raises:
        BookUnreadable: there is none, or it is damaged, or is no book.
        StoryLocked: it has to be brought up to date, and somebody is writing it.
        StoryTooNew: a newer rgpt wrote it.
    """
    connection = open_to_read(folder)
    if not schema.is_outdated(connection):
        return connection
    connection.close()
    try:
        with WriterLock(folder, "rgpt, which brings it up to date"):
            open_to_write(folder).close()
    except BookUnwritable:
        return _copy_up_to_date(open_to_read(folder))
    return open_to_read(folder)


def open_backup(file: Path) -> BookConnection:
    """Open a backup for reading, as it would be once it is restored by this rgpt.

    Raises:
        BookUnreadable: it is damaged, or is no book.
        StoryTooNew: a newer rgpt wrote it.
    """
    connection = _checked(file, "ro&immutable=1")
    return _copy_up_to_date(connection) if schema.is_outdated(connection) else connection


def open_to_write(folder: Path) -> BookConnection:
    """Open the book of a folder for writing, brought to the present schema.

    Raises:
        BookUnreadable: there is none, or it is damaged, or is no book.
        BookUnwritable: its folder does not allow writing.
        StoryTooNew: a newer rgpt wrote it.
    """
    finish_replacing(folder)
    # Checked before it is opened for writing, which alone may change a file.
    before = open_to_read(folder)
    outdated = schema.is_outdated(before)
    before.close()
    path = folder / BOOK_FILE
    _see_that_writable(folder, path)
    if outdated:
        # Bringing it up to date is all or nothing; this is for what nobody has thought of.
        with suppress(BackupFailed):
            make_backup(path, Why.UPDATE, keep=None)
    connection = BookConnection(path, "rw")
    try:
        connection.make_durable()
        schema.migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def new_file(folder: Path) -> Iterator[BookConnection]:
    """Make the book file of a folder; it is there once the block has ended, whole, or not at all.

    Raises:
        BookUnwritable: the folder cannot be written.
        FileExistsError: there is a book in it.
    """
    path = folder / BOOK_FILE
    if path.exists():
        raise FileExistsError(path)
    _see_that_writable(folder)
    unfinished = path.with_name(f".{BOOK_FILE}.new")
    try:
        unfinished.unlink(missing_ok=True)
        connection = BookConnection(unfinished, "rwc")
        try:
            yield connection
        finally:
            connection.close()
        unfinished.replace(path)
        sync_folder(folder)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def copy_book(folder: Path, to: Path) -> None:
    """Copy the book of a folder as it stands into another one, while it may be written.

    Raises:
        BookUnreadable: there is none, or it is damaged.
        BookUnwritable: the copy could not be written.
        StoryTooNew: a newer rgpt wrote it.
    """
    connection = open_to_read(folder)
    try:
        connection.copy_to(to / BOOK_FILE)
    finally:
        connection.close()


def _checked(path: Path, mode: str) -> BookConnection:
    see_that_no_link(path)
    connection = BookConnection(path, mode)
    try:
        schema.check(connection)
        see_that_ours(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _copy_up_to_date(outdated: BookConnection) -> BookConnection:
    try:
        copy = outdated.private_copy()
    finally:
        outdated.close()
    try:
        schema.migrate(copy)
    except BaseException:
        copy.close()
        raise
    return copy


def _is_at_rest(path: Path) -> bool:
    """Whether a book stands in a folder that cannot be written, and nobody is writing it.

    SQLite joins a write-ahead log only where it finds or can make its index, so such a book is
    read as it stands. One with a log that was left behind is not: its last steps are in there.
    """
    log, index = (path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
    if os.access(path.parent, os.W_OK) or index.exists():
        return False
    return not log.exists() or log.stat().st_size == 0


def _see_that_writable(*places: Path) -> None:
    """See that all of some places can be written.

    SQLite opens a file that it may not write, and fails only when a step is to be saved.
    """
    for place in places:
        if not os.access(place, os.W_OK):
            raise BookUnwritable(
                f"{place} cannot be written, so the story can only be read. Nothing was changed. "
                "Give yourself the right to write there, or copy the story."
            )
