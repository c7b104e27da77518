"""Going back to a backup, and mending a damaged story: the book, and what is made of it.

All of it waits for the disk, and needs the story closed.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.story import access
from rgpt_tui.story.atomic import part_of
from rgpt_tui.story.backup_files import Backup, Why
from rgpt_tui.story.backups import fault_in, make_backup
from rgpt_tui.story.connection import BookUnreadable, BookUnwritable
from rgpt_tui.story.derived import forget_long_term_memory
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.readable import READABLE_COPY
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.replacing import (
    BOOK_FILE,
    finish_replacing,
    is_folder,
    move_aside,
    put_aside,
    replace_book,
)
from rgpt_tui.story.salvage.mending import mend_book

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.salvage.account import Mended


class BackupUnusable(RgptError):
    """A backup is itself damaged."""


def restore_story(folder: Path, backup: Backup) -> str:
    """Put a backup in the place of a book; the book as it is becomes a backup first.

    Returns:
        What was done, and where the book is that was there.

    Raises:
        BackupUnusable: the backup is damaged; nothing was changed.
        StoryLocked: somebody is writing the story.
        BackupFailed, BookUnwritable: it could not be done; the book is as it was.
    """
    with WriterLock(folder, "rgpt, which restores a backup"):
        if fault := fault_in(backup.file):
            raise BackupUnusable(
                f"{str(backup)[:1].upper()}{str(backup)[1:]} is damaged itself ({fault}). Nothing "
                "was changed. Choose another one."
            )
        then = _revisions_of_backup(backup)
        finish_replacing(folder)
        now = _revisions(folder)
        present = folder / BOOK_FILE
        aside = put_aside(folder) if is_folder(present) else None
        kept = ""
        if present.exists():
            kept = f" What stood there before is kept: {aside or _kept(folder)}."
        unfinished = part_of(present)
        try:
            try:
                shutil.copyfile(backup.file, unfinished)
            except OSError as error:
                raise BookUnwritable(
                    f"There is no room to restore {backup} ({error.strerror or error}). The book "
                    "is as it was. Make room on the disk and try again."
                ) from error
            replace_book(folder, unfinished, aside)
        finally:
            unfinished.unlink(missing_ok=True)
        # A later edit would get the number of one that is given up now, and be taken for it.
        if now is None or any(now.get(step, 0) > revision for step, revision in then.items()):
            forget_long_term_memory(folder)
        _write_copy(folder)
    return f"The story stands as in {backup}.{kept} The long-term memory follows by itself."


def _kept(folder: Path) -> str:
    """Keep the book of a folder as it stands; tells where."""
    try:
        return str(make_backup(folder / BOOK_FILE, Why.RESTORE, keep=None, reserve=0))
    except BookUnreadable:
        return str(put_aside(folder))


def mend_story(folder: Path) -> Mended:
    """Mend a damaged book with all there is, and have its long-term memory made anew.

    Raises:
        StoryLocked: somebody is writing the story.
        BookUnwritable, NothingToSave: it could not be done; the book is as it was.
    """
    with WriterLock(folder, "rgpt, which mends it"):
        mended = mend_book(folder, _pages_of_copy(folder))
        forget_long_term_memory(folder)
        moved = _write_copy(folder)
    return replace(mended, lines=(*mended.lines, moved)) if moved else mended


def bring_copy_up_to_date(folder: Path) -> str:
    """Write the readable copy of a story, if nobody else has it open for writing.

    Returns:
        Where the folder is that stood in its place; mostly there was none.
    """
    with suppress(RgptError), WriterLock(folder, "rgpt, which writes its readable copy"):
        return _write_copy(folder)
    return ""


def _pages_of_copy(folder: Path) -> list[tuple[str, str]]:
    from rgpt_tui.engine.importing import read_and_split

    copy = folder / READABLE_COPY
    if copy.is_symlink():
        return []
    try:
        draft, _ = read_and_split(copy, "")
    except RgptError:
        return []
    return [(page.heading, page.paragraph) for page in draft.passages]


def _write_copy(folder: Path) -> str:
    """Bring the readable copy up to date; the book is safe without it.

    Returns:
        Where the folder is that stood in its place; mostly there was none.
    """
    from rgpt_tui.engine.exporting import export_of
    from rgpt_tui.story.readable import write_readable_copy

    moved = ""
    with suppress(RgptError, OSError):
        text = export_of(folder, "md").decode()
        if is_folder(folder / READABLE_COPY):
            aside = move_aside(folder / READABLE_COPY)
            moved = f"The folder that stood in the place of story.md is now {aside}."
        write_readable_copy(folder, text)
    return moved


def _revisions(folder: Path) -> dict[str, int] | None:
    try:
        with BookReader(access.open_to_read(folder)) as book:
            return book.latest_revisions()
    except BookUnreadable:
        return None


def _revisions_of_backup(backup: Backup) -> dict[str, int]:
    with BookReader(access.open_backup(backup.file)) as book:
        return book.latest_revisions()
