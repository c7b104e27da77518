"""Files that are either the old one or the new one, whatever happens in between."""

from __future__ import annotations

import os
import shutil
import stat
import time
import uuid
from contextlib import suppress
from pathlib import Path

SUFFIX = ".part"
"""How the name of a file ends that is not complete yet."""
ABANDONED_SECONDS = 3600.0
"""Age from which on such a file is nobody's: writing one takes seconds."""


def replace_file(path: Path, text: str | bytes, *, follow: bool = True) -> None:
    """Make a text the content of a file, in UTF-8, in one instant, and wait for the disk.

    Until then, and after any failure, the file holds what it held.

    Args:
        path: of the file.
        text: what it is to hold.
        follow: whether a link is followed, and what is not a file, such as a pipe, written to as
            it is; if not, the file takes the place of either.

    Raises:
        OSError: it could not be written; nothing of the attempt is left.
    """
    target = Path(os.path.realpath(path)) if follow else path
    content = text if isinstance(text, bytes) else text.encode(errors="replace")
    if follow and target.exists() and not (target.is_file() or target.is_dir()):
        target.write_bytes(content)
        return
    _sweep(target.parent)
    partial = part_of(target)
    try:
        _write(partial, content)
        if target.is_file() and (follow or not target.is_symlink()):
            shutil.copymode(target, partial)
        partial.replace(target)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise
    sync_folder(target.parent)


def part_of(path: Path) -> Path:
    """A new name, beside a file, for what is to replace it."""
    return path.parent / f".rgpt-{uuid.uuid4().hex}{SUFFIX}"


def _sweep(folder: Path) -> None:
    """Take away what a kill or a power cut in mid-write left in a folder long ago."""
    for left_over in folder.glob(f".rgpt-*{SUFFIX}"):
        with suppress(OSError):
            found = left_over.lstat()
            if stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime > ABANDONED_SECONDS:
                left_over.unlink()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the new name of a file survive a loss of power, where the system needs to be asked."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
