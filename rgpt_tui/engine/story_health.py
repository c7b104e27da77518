"""A check-up of one story: its book, its backups, its readable copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.engine.finding import Finding
from rgpt_tui.story import access
from rgpt_tui.story.backup_files import backups_of, fault_of_place
from rgpt_tui.story.backups import fault_in
from rgpt_tui.story.connection import BookDamaged
from rgpt_tui.story.counting import counted
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.readable import READABLE_COPY
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.replacing import BOOK_FILE, NEXT_FILE, is_folder
from rgpt_tui.story.whole import whole_of
from rgpt_tui.story.whole_records import fault_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def check_story(folder: Path) -> Iterator[Finding]:
    """Check all of a story but its long-term memory; reads every byte of it."""
    yield check_book(folder)
    yield _backups(folder)
    yield _readable_copy(folder)


def damage_of(folder: Path) -> str | None:
    """What is wrong with the file of a story's book, with its cure; None if SQLite finds it whole.

    All pages are looked at, and no record is read: that takes a hundredth of the time.
    """
    fault = _fault_of_file(folder)
    return None if fault is None else f"damaged ({fault}). {cure_of(folder)}"


def check_book(folder: Path) -> Finding:
    """Check the book of a story, down to the last record."""
    try:
        fault = _fault_of_file(folder)
        connection = access.open_up_to_date(folder)
        with BookReader(connection) as book, connection.snapshot():
            whole, length = whole_of(connection), book.length()
        fault = fault or fault_of(whole)
    except RgptError as error:
        cure = cure_of(folder) if isinstance(error, BookDamaged) else ""
        return Finding(subject="book", good=False, text=f"{error} {cure}".rstrip())
    if fault:
        return Finding(
            subject="book",
            good=False,
            text=f"damaged ({fault}). {cure_of(folder)}",
        )
    return Finding(
        subject="book",
        good=True,
        text=f"whole, {counted(length.words, 'word')} in {counted(length.steps, 'step')}",
    )


def _readable_copy(folder: Path) -> Finding:
    copy = folder / READABLE_COPY
    if copy.is_file():
        return Finding(subject="readable copy", good=True, text=str(copy))
    if is_folder(copy):
        text = (
            "story.md is a folder, so no copy can be written. "
            f"`rgpt doctor {folder.name} --mend` puts the folder aside whole, and writes the copy."
        )
    else:
        text = (
            "story.md is missing. It is written again when the story is opened, or by "
            f"`rgpt doctor {folder.name} --mend`."
        )
    return Finding(subject="readable copy", good=False, text=text)


def _backups(folder: Path) -> Finding:
    if fault := fault_of_place(folder):
        return Finding(
            subject="backups",
            good=False,
            text=f"{fault}, so no backup can be made. Move it elsewhere; the next backup is made "
            f"by itself, or by `rgpt backups {folder.name} --make`.",
        )
    found = backups_of(folder)
    if not found:
        return Finding(
            subject="backups",
            good=True,
            text="none yet; one is made while the story is being written",
        )
    if bad := [backup for backup in found if fault_in(backup.file)]:
        return Finding(
            subject="backups",
            good=False,
            text=f"{len(bad)} of {len(found)} are damaged: {', '.join(b.file.name for b in bad)}. "
            "The others are whole. Delete these; the next backup is made by itself, or by "
            f"`rgpt backups {folder.name} --make`.",
        )
    return Finding(
        subject="backups",
        good=True,
        text=f"{len(found)}, all whole; the newest is {found[0]}",
    )


def _fault_of_file(folder: Path) -> str | None:
    # A mending that was cut short is finished by whoever opens the story for writing.
    file = folder / (NEXT_FILE if (folder / NEXT_FILE).is_file() else BOOK_FILE)
    return fault_in(file) if file.is_file() else None


def cure_of(folder: Path) -> str:
    """What mends a damaged book."""
    return (
        f"`rgpt doctor {folder.name} --mend` copies it aside and saves all that can be read; "
        f"`rgpt restore {folder.name}` goes back to a backup."
    )
