"""What a backup holds, and in what the present book differs from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story import access
from rgpt_tui.story.counting import counted
from rgpt_tui.story.entries import ending_of
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.reading import BookReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rgpt_tui.story.backup_files import Backup


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a book holds, as far as two of them are compared."""

    revisions: dict[str, int]
    """The latest revision of each step of every branch."""
    tip: str | None
    steps: int
    """Along the path, as the words are."""
    words: int
    last_line: str
    brief: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A backup as it is shown before it is restored."""

    backup: Backup
    steps: int = 0
    """Along its path, as the words are."""
    words: int = 0
    steps_in_all: int = 0
    """Of all branches."""
    last_line: str = ""
    differences: tuple[str, ...] = ()
    """What restoring it would change, in words; empty if nothing, or if nobody can tell."""
    compared: bool = False
    """Whether the present book could be read, so that these can be told."""
    fault: str = ""
    """Why it cannot be restored; empty if it can."""


def contents_of(folder: Path) -> Contents | None:
    """What the book of a folder holds; None if it cannot be read."""
    try:
        with BookReader(access.open_up_to_date(folder)) as book:
            return _contents(book)
    except RgptError:
        return None


def look_at(backup: Backup, present: Contents | None) -> Look:
    """Look into a backup.

    Args:
        backup: which one.
        present: what the book holds now; None if it cannot be read.
    """
    try:
        with BookReader(access.open_backup(backup.file)) as book:
            then = _contents(book)
    except RgptError as error:
        return Look(backup=backup, fault=str(error))
    return Look(
        backup=backup,
        steps=then.steps,
        words=then.words,
        steps_in_all=len(then.revisions),
        last_line=then.last_line,
        differences=() if present is None else tuple(_differences(present, then)),
        compared=present is not None,
    )


def _contents(book: BookReader) -> Contents:
    with book.snapshot():
        length, last = book.length(), book.last_steps(1)
        return Contents(
            revisions=book.latest_revisions(),
            tip=book.tip,
            steps=length.steps,
            words=length.words,
            last_line=ending_of(last[0].text.paragraph) if last else "",
            brief=book.brief,
        )


def _differences(now: Contents, then: Contents) -> Iterator[str]:
    if added := len(now.revisions.keys() - then.revisions.keys()):
        yield f"lacks {counted(added, 'step')} that {'is' if added == 1 else 'are'} there now"
    if gone := len(then.revisions.keys() - now.revisions.keys()):
        yield f"{counted(gone, 'step')} that {'is' if gone == 1 else 'are'} gone now"
    both = now.revisions.keys() & then.revisions.keys()
    if edited := sum(now.revisions[step] != then.revisions[step] for step in both):
        yield f"another text in {counted(edited, 'step')}"
    if now.brief != then.brief:
        yield "another title or description"
    if now.tip == then.tip or (added and now.steps - then.steps == added):
        return
    if then.steps != now.steps:
        yield f"it stood at step {then.steps:,}, now at {now.steps:,}"
    else:
        yield "it stood on another branch"
