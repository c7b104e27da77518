"""What may stand in a log: no key that is at hand, and nothing that a terminal would obey.

A traceback quotes whatever an error says, and libraries put headers, and servers anything, there.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from rgpt_tui.hand_written import hand_written, toml_of
from rgpt_tui.models.credentials import CREDENTIALS_FILE
from rgpt_tui.models.redaction import redact
from rgpt_tui.places import config_folder
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET_ENDINGS = ("_API_KEY", "_KEY", "_TOKEN", "_SECRET", "_PASSWORD")
"""How the names of environment variables with secrets end."""


def loggable(text: str) -> str:
    """A text as a log may hold it."""
    return redact(printable(text), *_keys_at_hand())


class SafeFormatter(logging.Formatter):
    """Formats what is logged so that it is `loggable`, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, or the lines, of a record."""
        return loggable(super().format(record))


def _keys_at_hand() -> Iterator[str]:
    yield from (
        value.strip() for name, value in os.environ.items() if name.endswith(SECRET_ENDINGS)
    )
    try:
        # However it may be read by others: what stands there stays out of other files.
        keys = toml_of(hand_written(config_folder() / CREDENTIALS_FILE))
        yield from (str(value).strip() for value in keys.values())
    except (OSError, ValueError, RgptError):
        return
