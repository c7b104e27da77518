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


def is_folder(path: Path) -> bool:
    """Whether a folder, and no link to one, stands where a file of a story should be."""
    return path.is_dir() and not path.is_symlink()


def put_aside(folder: Path) -> Path:
    """Copy the book of a folder aside, byte for byte, with its log.

    A folder in the place of the book stays there until there is a book for that place.

    Returns:
        The new folder that the copies are in.

    Raises:
        BookUnwritable: it could not be copied; nothing was changed.
    """
    try:
        target = _place_aside(folder)
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
        sync_folder(target.parent)
    except OSError as error:
        raise BookUnwritable(
            f"The book in {folder} could not be copied aside ({error.strerror or error}), so "
            "nothing was done to it. Make room on the disk or give yourself the right to write "
            "there, and try again."
        ) from error
    return target


def move_aside(path: Path, target: Path | None = None) -> Path:
    """Move a folder aside that stands where a file of a story should be.

    Args:
        path: of the folder that goes.
        target: the folder that it goes into; None: a new one.

    Returns:
        Where it is now.

    Raises:
        OSError: it could not be moved; it stands where it stood.
    """
    if target is None:
        target = _place_aside(path.parent)
        target.mkdir()
    moved = path.rename(target / path.name)
    sync_folder(target)
    sync_folder(target.parent)
    return moved


def replace_book(folder: Path, file: Path, aside: Path | None = None) -> None:
    """Put a whole book, which nobody has open, in the place of the one in a folder.

    Only the program that holds the story's lock may call it, with no book of it open.

    Args:
        folder: of the story.
        file: in the same folder; it is moved.
        aside: where a folder goes that stands in the place of the book; None: to a new place.

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
    finish_replacing(folder, aside)


def finish_replacing(folder: Path, aside: Path | None = None) -> None:
    """Finish what was begun when the power went or the program was killed; mostly there is nothing.

    Args:
        folder: of the story.
        aside: where a folder goes that stands in the place of the book; None: to a new place.

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
        if is_folder(folder / BOOK_FILE):
            move_aside(folder / BOOK_FILE, aside)
        following.replace(folder / BOOK_FILE)
        sync_folder(folder)
    except OSError as error:
        raise BookUnwritable(
            f"The book in {folder} could not be put in its place ({error.strerror or error}). It "
            f"is safe in {NEXT_FILE}. Close other programs that have the story open, or give "
            "yourself the right to write there, and open the story again."
        ) from error


def _place_aside(folder: Path) -> Path:
    """A new name among what was put aside."""
    place = folder / ASIDE
    if place.is_symlink():
        raise OSError(f"{place} is a link to another place")
    place.mkdir(exist_ok=True)
    now = f"{datetime.now(UTC):{STAMP}}"
    target, count = place / now, 1
    while target.exists():
        count += 1
        target = place / f"{now}-{count}"
    return target


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
