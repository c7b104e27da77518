"""What other processes do to a story, each a function: ``python -m tests.story.actors NAME …``."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

# Imported before rights are dropped, with which the libraries may be out of reach.
import filelock  # noqa: F401

from rgpt_tui.formats.reading import read_draft
from rgpt_tui.story.book import Book
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.story.samples import AWKWARD, paragraphs, step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent.parent
NOBODY = 65534


def text_of(number: int) -> str:
    """The paragraph that a writer here gives to a step, some ten kilobytes long."""
    return f"{number}: " + (AWKWARD + str(number)) * 50


def say(value: object) -> None:
    """Tell the test."""
    print(json.dumps(value), flush=True)


# The actors


def hold(folder: str) -> None:
    """Write a story until the input ends."""
    with WriterLock(Path(folder), "rgpt in another window"):
        say(os.getpid())
        sys.stdin.read()


def hold_without_rights(folder: str) -> None:
    """The same, as a user who has no rights on the files of others."""
    drop_rights()
    hold(folder)


def hold_with_child(folder: str) -> None:
    """The same, with a process of its own that outlives it."""
    with WriterLock(Path(folder), "rgpt in another window"):
        subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"])
        say(os.getpid())
        sys.stdin.read()


def die_without_a_log(folder: str) -> None:
    """Be killed in a change of the file itself, as it is made where it has no log yet."""
    with closing(sqlite3.connect(Path(folder) / "book.db", isolation_level=None)) as book:
        book.execute("PRAGMA journal_mode = DELETE")
        # What is kept of the file in memory; all else has to go to the disk at once.
        book.execute("PRAGMA cache_size = 1")
        book.execute("BEGIN IMMEDIATE")
        book.execute("CREATE TABLE half AS SELECT randomblob(100000) AS done, * FROM steps")
        os.kill(os.getpid(), signal.SIGKILL)


def die_in_commit(folder: str, moment: str, steps: str) -> None:
    """Be killed when a statement begins: the one of a number, or ``COMMIT``, or never."""
    book = Book.open(Path(folder))
    seen = 0

    def watch(statement: str) -> None:
        nonlocal seen
        seen += 1
        if moment in (str(seen), statement):
            os.kill(os.getpid(), signal.SIGKILL)

    # A small cache has SQLite write to the disk long before the commit. The trace is the only way
    # to die at a chosen moment inside of its work.
    book._connection.execute("PRAGMA cache_size = -500")
    book._connection._connection.set_trace_callback(watch)
    book.commit([step(text_of(number)) for number in range(int(steps))])
    say("committed")
    os.kill(os.getpid(), signal.SIGKILL)


def write_for_ever(folder: str, batch: str) -> None:
    """Commit steps, and announce after each commit how many there are."""
    with Book.open(Path(folder)) as book:
        written = len(book.path())
        while True:
            book.commit([step(text_of(written + n)) for n in range(int(batch))])
            written += int(batch)
            say(written)


def read_until(folder: str, batch: str, last: str) -> None:
    """Read a story all the time, and tell each length that it is seen with."""
    with BookReader.open(Path(folder)) as book:
        length = -1
        while length < int(last):
            texts = paragraphs(book)
            if texts != [text_of(number) for number in range(len(texts))]:
                raise AssertionError("torn")
            if len(texts) % int(batch) or len(book.path()) < len(texts):
                raise AssertionError(f"half a commit: {len(texts)}")
            if len(texts) != length:
                length = len(texts)
                say(length)


def write_on_a_full_disk(folder: str) -> None:
    """Commit until files may not grow any more; then say why, and what is still there."""
    with Book.open(Path(folder)) as book:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
        written = 0
        try:
            while True:
                book.commit([step(text_of(written))])
                written += 1
        except RgptError as error:
            say({"written": written, "kept": len(paragraphs(book)), "error": _told(error)})


def follow_without_rights(folder: str) -> None:
    """Read a story as a user who has no rights on it, and again after each line of the input."""
    drop_rights()
    with BookReader.open(Path(folder)) as book:
        say(paragraphs(book))
        for _ in sys.stdin:
            say(paragraphs(book))


def without_rights(*names_and_folder: str) -> None:
    """Try things on a story, or on a shelf, as a user who has no rights on it."""
    drop_rights()
    *names, folder = names_and_folder
    attempts = {
        "read": lambda: paragraphs(BookReader.open(Path(folder))),
        "write": lambda: Book.open(Path(folder)).close(),
        "lock": lambda: WriterLock(Path(folder), "nobody").__enter__(),
        "list": lambda: [entry.name for entry in Shelf(Path(folder)).entries()],
        "draft": lambda: read_draft(Path(folder)),
        "create": lambda: str(Shelf(Path(folder)).create(Brief(title="Mine"))),
    }
    results: dict[str, object] = {}
    for name in names:
        try:
            results[name] = attempts[name]()
        except RgptError as error:
            results[name] = _told(error)
    say(results)


def drop_rights() -> None:
    """Be nobody, unless this is a user whom rights bind already."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _told(error: RgptError) -> list[str]:
    return [type(error).__name__, str(error)]


# How a test starts them


def command(actor: str, *arguments: object) -> list[str]:
    """The command line of an actor."""
    return [sys.executable, "-m", "tests.story.actors", actor, *(str(each) for each in arguments)]


def run(actor: str, *arguments: object) -> str:
    """Run an actor to its end, and return what it printed. It may have been killed."""
    done = subprocess.run(
        command(actor, *arguments), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode in (0, -signal.SIGKILL)
    return done.stdout


@contextmanager
def started(actor: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Start an actor, and see that it has ended when the block has."""
    with subprocess.Popen(
        command(actor, *arguments),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def heard(process: subprocess.Popen[str]) -> object:
    """The next thing that an actor says."""
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def main(arguments: Sequence[str]) -> None:
    """Play one actor."""
    globals()[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
