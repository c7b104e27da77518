"""The backups of a book: which there are, how their files are called, which are kept.

A name begins with a number that grows by one with each backup, so that their order is the order
of making, whatever the clock does: ``00042_20261124T181003Z_routine.db``.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FOLDER: Final = "backups"
"""The folder of a story that its backups are in."""
STAMP: Final = "%Y%m%dT%H%M%SZ"
NAME: Final = re.compile(r"(\d{5,9})_(\d{8}T\d{6}Z)_([a-z-]+)\.db", re.ASCII)


class Why(StrEnum):
    """What a backup was made for."""

    ROUTINE = "routine"
    ASKED = "asked"
    """The writer wanted it."""
    UPDATE = "before-update"
    """The book was to be brought to a newer schema."""
    RESTORE = "before-restore"
    """An earlier backup was to take the place of the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup."""

    file: Path
    order: int
    """How many were made before it in this folder, and one: a later one has a greater number."""
    made: datetime
    """When, by the clock as it then was."""
    why: Why
    size: int
    """Bytes."""

    @property
    def name(self) -> str:
        """By which commands know it."""
        return self.file.stem

    def __str__(self) -> str:
        return f"the backup of {self.made.astimezone():%d %B %Y, %H:%M}"


def backups_of(folder: Path) -> list[Backup]:
    """The backups of the story in a folder, the newest first.

    Links are none: what they lead to is somebody else's.
    """
    place = folder / FOLDER
    found: list[Backup] = []
    if place.is_symlink():
        return found
    with suppress(OSError), os.scandir(place) as files:
        for each in files:
            parts = NAME.fullmatch(each.name)
            if parts is None or not each.is_file(follow_symlinks=False):
                continue
            # A name that nobody here has given is no backup.
            with suppress(ValueError, OSError):
                found.append(
                    Backup(
                        file=place / each.name,
                        order=int(parts[1]),
                        made=datetime.strptime(parts[2], STAMP).replace(tzinfo=UTC),
                        why=Why(parts[3]),
                        size=each.stat(follow_symlinks=False).st_size,
                    )
                )
    return sorted(found, key=lambda backup: backup.order, reverse=True)


def fault_of_place(folder: Path) -> str:
    """Why there can be no backups of the story in a folder, by what stands in their place."""
    place = folder / FOLDER
    if place.is_symlink():
        return f"{place} is a link to another place"
    if place.exists() and not place.is_dir():
        return f"{place} is a file, and no folder"
    return ""


def next_file(folder: Path, why: Why) -> Path:
    """The file that the next backup is to become."""
    order = max((each.order for each in backups_of(folder)), default=0) + 1
    return folder / FOLDER / f"{order:05}_{datetime.now(UTC):{STAMP}}_{why.value}.db"


def superfluous(backups: Sequence[Backup], keep: int) -> list[Backup]:
    """Those that are not kept: routine ones, neither among the newest nor the last of a recent day.

    The others are kept for good: one that was made before a restore may be all that is left of
    what was written until then, and one that was asked for was wanted.

    Args:
        backups: the newest first.
        keep: how many of the newest are kept, and of how many days the last one is. A day is
            recent by the order of making: a clock that was wrong for a while costs no other day.
    """
    routine = [backup for backup in backups if backup.why is Why.ROUTINE]
    days: dict[object, Backup] = {}
    for backup in routine:
        days.setdefault(backup.made.astimezone().date(), backup)
    kept = {backup.order for backup in (*routine[:keep], *list(days.values())[:keep])}
    return [backup for backup in routine if backup.order not in kept]
