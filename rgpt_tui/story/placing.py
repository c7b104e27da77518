"""Folders for stories on a shelf: filled out of sight, and there whole or not at all."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.story import access
from rgpt_tui.story.atomic import ABANDONED_SECONDS, SUFFIX, part_of, sync_folder
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.lock import LOCK_FILE, WriterLock
from rgpt_tui.story.readable import READABLE_COPY

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATES = "templates"
"""The folder of a story in which the writer's own prompt templates are."""
TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)


def place(shelf: Path, stem: str, move_to: Callable[[Path], object]) -> Path:
    """Move a folder to a name that is free on a shelf, in one instant.

    Args:
        shelf: the folder of the stories.
        stem: the name, which gets a number where it is taken.
        move_to: moves it to a place that is free.

    Raises:
        OSError: it stays where it was.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    for count in itertools.count(1):
        folder = shelf / (stem if count == 1 else f"{stem}-{count}")
        if os.path.lexists(folder):
            continue
        try:
            move_to(folder)
        except OSError as error:
            # Somebody took the name just now.
            if error.errno in TAKEN:
                continue
            raise
        break
    sync_folder(shelf)
    return folder


def build_story(shelf: Path, stem: str, fill: Callable[[Path], object]) -> Path:
    """Make a story beside the others, and put it among them once it is whole.

    Args:
        shelf: the folder of the stories.
        stem: the name of its own, which gets a number where it is taken.
        fill: puts into an empty folder what belongs to the story.

    Raises:
        OSError: it could not be made; nothing of it is left.
    """
    unfinished = part_of(shelf / stem)
    unfinished.mkdir(parents=True)
    try:
        with WriterLock(unfinished, "rgpt, which makes it") as lock:
            fill(unfinished)
            return place(shelf, stem, lock.move_story)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def sweep(shelf: Path) -> None:
    """Take away what a kill or a power cut left of stories that were being made.

    Those that another process is making at the moment are left alone, since it holds their lock.
    """
    for unfinished in shelf.glob(f".rgpt-*{SUFFIX}"):
        if unfinished.is_symlink() or not unfinished.is_dir():
            continue
        with suppress(OSError, RgptError):
            if (unfinished / LOCK_FILE).exists():
                with WriterLock(unfinished, "rgpt, which tidies up"):
                    shutil.rmtree(unfinished)
            elif time.time() - unfinished.stat().st_mtime > ABANDONED_SECONDS:
                # Without a lock it is empty, or not of this rgpt's making.
                unfinished.rmdir()


def copy_story(folder: Path, to: Path) -> None:
    """Copy what of a story cannot be made anew, to an empty folder: its book, templates and
    readable copy.

    Raises:
        BookUnreadable, BookUnwritable, OSError: it could not be copied.
    """
    access.copy_book(folder, to)
    templates, readable = folder / TEMPLATES, folder / READABLE_COPY
    if templates.is_dir() and not templates.is_symlink():
        shutil.copytree(templates, to / TEMPLATES, ignore=_no_file)
    if readable.is_file() and not readable.is_symlink():
        shutil.copyfile(readable, to / READABLE_COPY)


def _no_file(folder: str, names: list[str]) -> list[str]:
    """What of a folder is not copied: links, which could lead to anything, pipes and devices."""
    kept = (stat.S_IFREG, stat.S_IFDIR)
    return [
        name for name in names if stat.S_IFMT((Path(folder) / name).lstat().st_mode) not in kept
    ]
