"""Backups of the book, made beside the writing: nobody waits for one, and none is a hindrance."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rgpt_tui.story.backup_files import Why, backups_of
from rgpt_tui.story.backups import (
    EVERY,
    KEEP,
    BackupFailed,
    BackupStopped,
    due,
    make_backup,
    moment_of,
)
from rgpt_tui.story.connection import BookUnreadable
from rgpt_tui.story.replacing import BOOK_FILE
from rgpt_tui.writer.events import Event, Notice

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRules:
    """How many backups there are to be, and how often one is made."""

    keep: int = KEEP
    """As `rgpt_tui.story.backup_files.superfluous` takes it; 0: none is made."""
    every: timedelta = EVERY

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
        self._task = asyncio.create_task(self._run())

    def told(self) -> list[Event]:
        """What there is to say so far: a backup that failed, once, until one has been made."""
        told, self._told = self._told, []
        return told

    async def settle(self) -> None:
        """Wait for a backup that is being made."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def close(self) -> None:
        """End one that is being made; the next start makes it."""
        self._stop.set()
        await self.settle()

    async def _run(self) -> None:
        try:
            await asyncio.to_thread(self._make)
        except (BackupFailed, BookUnreadable) as error:
            if not self._failing:
                self._told.append(Notice(text=str(error), ways=error.ways))
            self._failing = True
        except BackupStopped:
            return
        else:
            self._failing = False
        self._not_before = time.monotonic() + self._rules.every.total_seconds()

    def _make(self) -> None:
        book = self._folder / BOOK_FILE
        if not due(self._folder, self._rules.every):
            return
        last = next(iter(backups_of(self._folder)), None)
        if last is None or moment_of(last.file) != moment_of(book):
            make_backup(book, Why.ROUTINE, keep=self._rules.keep, stop=self._stop)
