"""Putting another book in the place of the one that is there, whenever the power goes.

A book is up to three files, and no system renames three at once. So the new one is made beside
it under a name of its own; from then on the story is the new book, and whoever opens it next for
writing finishes what may be left to do. What stood there before is kept.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.atomic import part_of, sync_folder
from rgpt_tui.story.backup_files import STAMP
from rgpt_tui.story.connection import BookUnwritable

if TYPE_CHECKING:
    from pathlib import Path

BOOK_FILE: Final = "book.db"
NEXT_FILE: Final = "book.db.next"
"""A whole book that is to take the place of the one that is there."""
LOGS: Final = ("-wal", "-shm")
ASIDE: Final = "damaged"
"""The folder of a story in which books are kept as they were found before they were mended."""


def put_aside(folder: Path) -> Path:
    """Copy the book of a folder aside, byte for byte, with its log.

    Returns:
        The new folder that the copies are in.

    Raises:
        BookUnwritable: it could not be copied; nothing was changed.
    """
    now = f"{datetime.now(UTC):{STAMP}}"
    try:
        place = folder / ASIDE
        if place.is_symlink():
            raise OSError(f"{place} is a link to another place")
        place.mkdir(exist_ok=True)
        target, count = place / now, 1
        while target.exists():
            count += 1
            target = place / f"{now}-{count}"
        unfinished = part_of(target)
        unfinished.mkdir()
        try:
            for name in (BOOK_FILE, *(BOOK_FILE + ending for ending in LOGS)):
                if (folder / name).is_file():
                    shutil.copy2(folder / name, unfinished / name)
                    _sync(unfinished / name)
            unfinished.rename(target)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        sync_folder(place)
    except OSError as error:
        raise BookUnwritable(
            f"The book in {folder} could not be copied aside ({error.strerror or error}), so "
            "nothing was done to it. Make room on the disk or give yourself the right to write "
            "there, and try again."
        ) from error
    return target


def replace_book(folder: Path, file: Path) -> None:
    """Put a whole book, which nobody has open, in the place of the one in a folder.

    Only the program that holds the story's lock may call it, with no book of it open.

    Args:
        folder: of the story.
        file: in the same folder; it is moved.

    Raises:
        BookUnwritable: it could not be done; the book is as it was.
    """
    try:
        _sync(file)
        file.replace(folder / NEXT_FILE)
        sync_folder(folder)
    except OSError as error:
        raise BookUnwritable(
            f"The book in {folder} could not be replaced ({error.strerror or error}). It is as it "
            "was. Make room on the disk or give yourself the right to write there, and try again."
        ) from error
    finish_replacing(folder)


def finish_replacing(folder: Path) -> None:
    """Finish what was begun when the power went or the program was killed; mostly there is nothing.

    Raises:
        BookUnwritable: it could not be done; the new book waits beside the old one.
    """
    following = folder / NEXT_FILE
    if os.path.islink(following) or not os.path.isfile(following):  # noqa: PTH113, PTH114 - pathlib's raise
        return
    try:
        # The log of the book that goes must not be read into the one that comes.
        for ending in LOGS:
            (folder / (BOOK_FILE + ending)).unlink(missing_ok=True)
        sync_folder(folder)
        following.replace(folder / BOOK_FILE)
        sync_folder(folder)
    except OSError as error:
        raise BookUnwritable(
            f"The book in {folder} could not be put in its place ({error.strerror or error}). It "
            f"is safe in {NEXT_FILE}. Close other programs that have the story open, or give "
            "yourself the right to write there, and open the story again."
        ) from error


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
