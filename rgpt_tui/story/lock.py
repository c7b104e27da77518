"""One writer a story: a lock that ends with the process that holds it, and says who that is."""

from __future__ import annotations

import os
import socket
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.errors import RgptError, Way

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

LOCK_FILE = ".writer.lock"
HOLDER_FILE = ".writer.json"
ENDED = ("Z", "X")
"""States of a process that has ended and that nobody has asked how."""
PAUSES = (0.01, 0.03, 0.06, 0.1, 0.3, 0.5)
"""Seconds between looks at a lock whose holder has no name: it is being taken, or given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who writes a story at the moment."""

    program: str
    process: int
    machine: str
    since: datetime
    started: str = ""
    """When the process began, as `_beginning_of` has it."""

    @property
    def lives(self) -> bool:
        """Whether the process is known to run on this machine; not another of its number."""
        if not self.started or self.machine != socket.gethostname():
            return False
        return self.process != os.getpid() and self.started == _beginning_of(self.process)

    def __str__(self) -> str:
        since = f"{self.since.astimezone():%Y-%m-%d %H:%M}"
        return f"{self.program} (process {self.process} on {self.machine}, since {since})"


class StoryLocked(RgptError):
    """Somebody else writes this story."""


class WriterLock:
    """The right to write the story of a folder. The operating system takes it back when the
    process ends, however it ends.
    """

    def __init__(self, folder: Path, program: str) -> None:
        # Imported here because it costs a tenth of what `rgpt --help` may take.
        from filelock import FileLock

        self._lock = FileLock(folder / LOCK_FILE, blocking=False, thread_local=False)
        self._holder = folder / HOLDER_FILE
        self._folder = folder
        self._program = program

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            StoryLocked: another writer has it; the message names the holder.
            BookUnwritable: the folder is not there or cannot be written.
        """
        looks = iter(PAUSES)
        while not self._taken():
            holder = self._read_holder()
            if holder is None and (pause := next(looks, None)):
                time.sleep(pause)
                continue
            raise self._locked(holder)
        self._name_holder()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._holder.unlink()
        self._lock.release()

    def move_story(self, folder: Path) -> None:
        """Move the story, lock and all, to a folder that is empty or not there yet.

        Raises:
            OSError: it could not be moved.
        """
        self._folder.rename(folder)
        self._folder, self._holder = folder, folder / HOLDER_FILE

    def _taken(self) -> bool:
        from filelock import Timeout

        try:
            # The lock would make a folder that is not there.
            self._folder.stat()
            self._lock.acquire()
        except Timeout:
            return False
        except OSError as error:
            raise BookUnwritable(
                f"The story in {self._folder} can only be read: its folder cannot be written "
                f"({error.strerror}). Nothing was changed. Give yourself the right to write "
                "there, or copy the story."
            ) from error
        # Tidying up, or a program that synchronises folders, may have taken the file of the lock
        # away: then the one that was just made is another, and the holder has the old one.
        if (holder := self._read_holder()) and holder.lives:
            self._lock.release()
            return False
        return True

    def _title(self) -> str:
        """What the writer calls the story; the name of its folder where that cannot be read."""
        # Imported here because reading a book may need the lock.
        from rgpt_tui.story import access
        from rgpt_tui.story.reading import BookReader

        with suppress(RgptError), BookReader(access.open_to_read(self._folder)) as book:
            return book.brief.title or self._folder.name
        return self._folder.name

    def _locked(self, holder: Holder | None) -> StoryLocked:
        return StoryLocked(
            f"The story “{self._title()}” is being written by {holder or 'another program'}. "
            "Nothing was changed here. Close it there and try again."
        ).offering(Way.READ_LOCKED)

    def _name_holder(self) -> None:
        """Say who holds the lock, beside it: on some systems nobody else can read a locked file."""
        holder = Holder(
            program=self._program,
            process=os.getpid(),
            machine=socket.gethostname(),
            since=datetime.now(UTC),
            started=_beginning_of(os.getpid()),
        )
        # The name is a courtesy: without it, as on a full disk, the lock holds all the same. But
        # the name of a holder that died must not stay.
        with suppress(OSError):
            self._holder.unlink(missing_ok=True)
            self._holder.write_bytes(msgspec.json.encode(holder))

    def _read_holder(self) -> Holder | None:
        try:
            return msgspec.json.decode(self._holder.read_bytes(), type=Holder)
        except (OSError, msgspec.MsgspecError):
            return None


def _beginning_of(process: int) -> str:
    """When a process began, in ticks since the machine did; empty if it cannot be known (proc(5)).

    Numbers of processes are used again; number and beginning together are not.
    """
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return ""
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state in ENDED else fields[18]


@contextmanager
def lock_if_free(folder: Path, program: str) -> Iterator[bool]:
    """Hold the lock of a story where it can be had, and tell whether it is held.

    For those who can do with reading: another writer, or a folder that cannot be written, is no
    error.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(WriterLock(folder, program))
            held = True
        except (StoryLocked, BookUnwritable):
            held = False
        yield held
