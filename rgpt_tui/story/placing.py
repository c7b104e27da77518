"""Folders for stories on a shelf: claimed in one instant, and filled whole or not at all."""

from __future__ import annotations

import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.story import access
from rgpt_tui.story.atomic import part_of, sync_folder
from rgpt_tui.story.readable import READABLE_COPY

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATES = "templates"
"""The folder of a story in which the writer's own prompt templates are."""


def claim_folder(shelf: Path, stem: str) -> Path:
    """Make an empty folder of that name, or with the next free number behind it.

    Raises:
        OSError: the shelf cannot be written.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    name, count = stem, 1
    while True:
        try:
            (shelf / name).mkdir()
        except FileExistsError:
            count += 1
            name = f"{stem}-{count}"
        else:
            return shelf / name


def place(shelf: Path, stem: str, move_to: Callable[[Path], object]) -> Path:
    """Move something to a name that is free on a shelf.

    Args:
        shelf: the folder of the stories.
        stem: the name, which gets a number where it is taken.
        move_to: moves it to an empty folder, whose place it takes.

    Raises:
        OSError: it stays where it was.
    """
    claimed = claim_folder(shelf, stem)
    try:
        move_to(claimed)
    except BaseException:
        with suppress(OSError):
            claimed.rmdir()
        raise
    sync_folder(shelf)
    return claimed


def copy_story(folder: Path, shelf: Path, stem: str) -> Path:
    """Copy what of a story cannot be made anew: its book, templates and readable copy.

    Raises:
        BookUnreadable, BookUnwritable, OSError: no copy was made.
    """
    unfinished = part_of(shelf / stem)
    unfinished.mkdir()
    try:
        access.copy_book(folder, unfinished)
        templates, readable = folder / TEMPLATES, folder / READABLE_COPY
        if templates.is_dir() and not templates.is_symlink():
            shutil.copytree(templates, unfinished / TEMPLATES, ignore=_no_file)
        if readable.is_file() and not readable.is_symlink():
            shutil.copyfile(readable, unfinished / READABLE_COPY)
        return place(shelf, stem, unfinished.rename)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _no_file(folder: str, names: list[str]) -> list[str]:
    """What of a folder is not copied: links, which could lead to anything, pipes and devices."""
    kept = (stat.S_IFREG, stat.S_IFDIR)
    return [
        name for name in names if stat.S_IFMT((Path(folder) / name).lstat().st_mode) not in kept
    ]
