"""The readable copy of a story: what it says, for any editor, beside the book that holds it all."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rgpt_tui.story.atomic import SUFFIX, replace_file

if TYPE_CHECKING:
    from pathlib import Path

READABLE_COPY = "story.md"


def write_readable_copy(folder: Path, text: str) -> None:
    """Replace the readable copy of a story; whoever reads it sees the old one or the new one.

    One that says the same already is left as it is.

    Only the program that holds the story's lock may call it.

    Raises:
        OSError: it could not be written; the old copy is as it was.
    """
    for left_over in folder.glob(f".rgpt-*{SUFFIX}"):
        # A power cut or a kill in mid-write left it; the lock says that nobody is writing it now.
        left_over.unlink(missing_ok=True)
    copy = folder / READABLE_COPY
    with suppress(OSError, UnicodeError):
        # A pipe in its place would be waited for.
        plain = copy.is_file() and not copy.is_symlink()
        if plain and copy.read_bytes() == text.encode(errors="replace"):
            return
    # A story may be of anybody's making: a link in it must not lead to a file elsewhere.
    replace_file(copy, text, follow=False)
