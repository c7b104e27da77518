"""What becomes of a command that fails: a line for people, an object for programs, a log."""

from __future__ import annotations

import io
import os
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from pathlib import Path

LOG_FILE = "errors.log"


def print_whatever_comes() -> None:
    """Let a character that the terminal's encoding lacks be a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def drop_output() -> None:
    """Forget what cannot be printed any more, since whoever read it has gone."""
    # Otherwise Python itself fails once more at the end, when it flushes.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def report(error: RgptError) -> None:
    """Report what could not be done."""
    from rgpt_tui.cli.ways import told

    _report(type(error).__name__, told(error))


def report_stop() -> None:
    """Report that the user has stopped the command."""
    _report(
        "Stopped",
        (
            "Stopped. Whatever was saved is safe. Words of a paragraph that was not finished are "
            "kept as a draft: `rgpt show STORY` tells, `rgpt write STORY --from-draft` goes on."
        ),
    )


def report_unexpected(error: Exception) -> None:
    """Report a fault of rgpt itself; how it came about goes to a log file."""
    from rgpt_tui.models.logged import loggable

    said = loggable("".join(traceback.format_exception_only(error)).strip().splitlines()[-1])
    try:
        where = f"How it came about is in {_log(error)}; please report it with that."
    except (OSError, RgptError) as unwritable:
        where = f"How it came about could not be written to the log ({unwritable})."
    _report(
        type(error).__name__,
        f"A fault of rgpt itself stopped this command ({said}). What was saved is safe. {where}",
    )


def _report(kind: str, message: str) -> None:
    from rgpt_tui.cli.output import errors, say_json
    from rgpt_tui.story.printable import printable

    if "--json" in sys.argv:
        say_json({"event": "error", "kind": kind, "message": message})
    errors.print(f"rgpt: {printable(message)}", style="red", soft_wrap=not errors.is_terminal)


def _log(error: Exception) -> Path:
    from rgpt_tui.models.logged import loggable
    from rgpt_tui.places import log_folder

    file = log_folder() / LOG_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    # A prompt or a paragraph may be quoted there: it is the writer's own business.
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as log:
        log.write(f"{datetime.now(UTC).isoformat()}\n")
        log.write(loggable("".join(traceback.format_exception(error))))
    return file
