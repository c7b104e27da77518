"""Stories as a list shows them: enough to know one again, read without a walk through its text."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rgpt_tui.story.access import BOOK_FILE
from rgpt_tui.story.connection import BookDamaged
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.reading import BookReader

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_LINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """A story as the shelf lists it."""

    name: str
    """The name of its folder, by which commands know it."""
    title: str
    language: str
    steps: int
    words: int
    fault: str = ""
    """Why it could not be read; empty if it could."""
    damaged: bool = False
    """It could not because its book is damaged, which can be mended."""
    changed: datetime | None = None
    """When something was last written into it; None where nobody can tell."""
    last_line: str = ""
    """How its last paragraph ends: one line of `LONGEST_LINE` characters at most."""


def entry_of(folder: Path) -> StoryEntry:
    """The entry of the story in a folder; one that cannot be read says why."""
    name, on_disk = folder.name, written_at(folder)
    try:
        with BookReader.open(folder) as book, book.snapshot():
            brief, length, last = book.brief, book.length(), book.last_steps(1)
            return StoryEntry(
                name=name,
                title=brief.title or name,
                language=brief.language,
                steps=length.steps,
                words=length.words,
                changed=book.last_change(),
                last_line=ending_of(last[0].text.paragraph) if last else "",
            )
    except RgptError as error:
        return StoryEntry(
            name=name,
            title=name,
            language="",
            steps=0,
            words=0,
            fault=str(error),
            damaged=isinstance(error, BookDamaged),
            changed=datetime.fromtimestamp(on_disk, UTC) if on_disk else None,
        )


def ending_of(paragraph: str) -> str:
    """The last words of a paragraph, on one line, behind an ellipsis if there are more."""
    line = " ".join(paragraph[-4 * LONGEST_LINE :].split())
    if len(line) <= LONGEST_LINE and len(paragraph) <= 4 * LONGEST_LINE:
        return line
    ending = line[-LONGEST_LINE + 1 :]
    _, cut, rest = ending.partition(" ")
    # A script without spaces has none near, and is cut anywhere.
    near = cut and len(rest) > LONGEST_LINE // 2
    return "…" + (rest if near else ending)


def written_at(folder: Path) -> float:
    """When the files of a book were last written, in seconds since 1970; 0 if nobody can tell."""
    times = [0.0]
    for name in (BOOK_FILE, f"{BOOK_FILE}-wal"):
        with suppress(OSError):
            times.append((folder / name).stat().st_mtime)
    return max(times)
