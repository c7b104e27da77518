"""One writer a story: a lock that ends with the process that holds it, and says who that is."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.rows import now

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

LOCK_FILE = ".writer.lock"
HOLDER_FILE = ".writer.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who writes a story at the moment."""

    program: str
    process: int
    machine: str
    since: str

    def __str__(self) -> str:
        return f"{self.program} (process {self.process} on {self.machine}, since {self.since[:16]})"


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
        """
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout:
            raise StoryLocked(
                f"The story “{self._folder.name}” is being written by {self._read_holder()}. "
                "Nothing was changed here; you can still read it. Close it there and try again."
            ) from None
        # The lock file itself is emptied by whoever tries the lock, so the name stands beside it.
        holder = Holder(
            program=self._program,
            process=os.getpid(),
            machine=socket.gethostname(),
            since=now(),
        )
        self._holder.write_bytes(msgspec.json.encode(holder))
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._holder.unlink()
        self._lock.release()

    def _read_holder(self) -> Holder | str:
        try:
            return msgspec.json.decode(self._holder.read_bytes(), type=Holder)
        except (OSError, msgspec.MsgspecError):
            return "another program"
