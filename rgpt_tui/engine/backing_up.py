"""Backups of the book, made beside the writing: nobody waits for one, and none is a hindrance."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rgpt_tui.beside import beside
from rgpt_tui.story.backup_files import Why, backups_of
from rgpt_tui.story.backups import (
    EVERY,
    KEEP,
    BackupFailed,
    BackupStopped,
    due,
    is_empty,
    let_go,
    make_backup,
    moment_of,
)
from rgpt_tui.story.connection import BookUnreadable
from rgpt_tui.story.replacing import BOOK_FILE
from rgpt_tui.writer.events import Event, Notice

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.settings import Settings


MOMENT = 2.0
"""Seconds that closing a story waits for a backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRules:
    """How many backups there are to be, and how often one is made."""

    keep: int = KEEP
    """As `rgpt_tui.story.backup_files.superfluous` takes it; 0: none is made."""
    every: timedelta = EVERY
    at_end: bool = True
    """One is made when the story is closed, too. A command line, where every command opens and
    closes the story, would soon have nothing left but backups of the last minutes."""

    @classmethod
    def of(cls, settings: Settings) -> BackupRules:
        """Those of the settings."""
        return cls(keep=settings.backups_keep, every=timedelta(minutes=settings.backups_every))


class BackupKeeper:
    """Makes a backup of one book whenever one is due and the book has changed since the last."""

    def __init__(self, folder: Path, rules: BackupRules) -> None:
        self._folder = folder
        self._rules = rules
        self._stop = threading.Event()
        self._task: asyncio.Task[None] | None = None
        self._not_before = 0.0
        """By the monotonic clock, which is never set."""
        self._failing = False
        self._told: list[Event] = []

    def follow(self) -> None:
        """See whether a backup is due, because the story was opened or the book has changed."""
        busy = self._task is not None and not self._task.done()
        if busy or self._rules.keep == 0 or time.monotonic() < self._not_before:
            return
        self._task = beside(self._run(), self._tell_fault)

    def told(self) -> list[Event]:
        """What there is to say so far: a backup that failed, once, until one has been made."""
        told, self._told = self._told, []
        return told

    async def settle(self) -> None:
        """Wait for a backup that is being made."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def close(self) -> None:
        """Make a last one, if the book has changed since; one that takes longer than a moment is
        ended, and the next start makes it.
        """
        if self._rules.keep and self._rules.at_end:
            last = beside(self._make_last())
            await asyncio.wait([last], timeout=MOMENT)
            self._stop.set()
            await last
        self._stop.set()
        await self.settle()

    async def _make_last(self) -> None:
        await self.settle()
        # Whoever closes a story is not held up by a backup that fails; the next one tells.
        with suppress(BackupFailed, BackupStopped, BookUnreadable, OSError):
            # All are kept: the story may be closed in order to go back to one of them.
            await asyncio.to_thread(self._make_if_changed, keep=None)

    async def _run(self) -> None:
        try:
            if not await asyncio.to_thread(self._make):
                return
        except (BackupFailed, BookUnreadable) as error:
            self._tell(Notice(text=str(error), ways=error.ways))
        except BackupStopped:
            return
        else:
            self._failing = False
        self._not_before = time.monotonic() + self._rules.every.total_seconds()

    def _tell_fault(self, error: Exception) -> None:
        self._tell(
            Notice(
                text=f"No backup of the book could be made ({error}). The story itself is saved, "
                "and writing goes on; the next backup is tried when the story has changed."
            )
        )

    def _tell(self, notice: Notice) -> None:
        if not self._failing:
            self._told.append(notice)
        self._failing = True

    def _make(self) -> bool:
        """Make one if it is due; False while there is nothing to be kept yet."""
        if is_empty(self._folder / BOOK_FILE):
            return False
        let_go(self._folder, self._rules.keep)
        if due(self._folder, self._rules.every):
            self._make_if_changed(keep=self._rules.keep)
        return True

    def _make_if_changed(self, *, keep: int | None) -> None:
        book = self._folder / BOOK_FILE
        last = next(iter(backups_of(self._folder)), None)
        if not is_empty(book) and (last is None or moment_of(last.file) != moment_of(book)):
            make_backup(book, Why.ROUTINE, keep=keep, stop=self._stop)
