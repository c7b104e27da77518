"""What was saved and lost when a book was mended, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from rgpt_tui.story.backup_files import Backup
    from rgpt_tui.story.salvage.damaged import Row
    from rgpt_tui.story.salvage.sources import Tally
    from rgpt_tui.story.salvage.tree import Repairs

WHAT: Final = {
    "revisions": "version of a text",
    "steps": "place of a step",
    "requests": "record of a request",
    "makings": "record of how a step was made",
    "briefs": "version of what the story is about",
    "drafts": "draft",
    "unsent": "unsent edit",
    "marks": "pin or mute",
    "story": "note of where the story stood",
}
"""What a row of each table is to a writer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What became of a book that was mended."""

    aside: Path
    """The folder with the book as it was found."""
    steps: int
    """Steps in the mended book."""
    lines: tuple[str, ...]
    """What was saved, from where, and what was lost: a sentence or two each."""
    lost: bool
    """Whether anything is known to be lost."""

    def __str__(self) -> str:
        return " ".join(self.lines)


def account_of(
    *,
    aside: Path,
    backup: Backup | None,
    readable: bool,
    whole: bool,
    tables: Mapping[str, Sequence[Row]],
    tally: Tally,
    repairs: Repairs,
    fragments: int,
    dropped: int,
    copied: int,
    differing: int,
) -> Mended:
    """The account of a mending.

    Args:
        aside: where the damaged book is.
        backup: what was lacking was taken from; None if there is none.
        readable: anything of the damaged book could be read.
        whole: all of it could.
        tables: of the mended book.
        tally: what became of the rows.
        repairs: what it took for them to hold together.
        fragments: steps that were made of the readable copy.
        dropped: rows that belonged to something that is lost.
        copied: paragraphs of the readable copy that were compared with the book.
        differing: those of them that have other letters there.
    """
    steps = len(tables["steps"])
    found = any(aside.iterdir())
    lost = bool(tally.lost or repairs.without_text or dropped or tally.marked)

    def lines() -> Iterator[str]:
        before = f"As it was found, it is in {aside}." if found else "Its file was gone."
        yield f"The book has {counted(steps, 'step')} again. {before}"
        if found and not readable:
            yield "Nothing could be read in the damaged file itself."
        if tally.from_backup and backup is not None:
            later = (
                ""
                if whole
                else " What was written after it may be missing, where the book could not be read."
            )
            yield f"From {backup} came what was not readable: {_listed(tally.from_backup)}.{later}"
        elif not whole and backup is None:
            yield "There was no backup to take what was not readable from."
        if repairs.without_text:
            yield (
                f"Of the text of {counted(len(repairs.without_text), 'step')} nothing is left in "
                "the book; what followed follows the step before."
            )
        if fragments:
            yield (
                f"From story.md came {counted(fragments, 'step')} that nothing else had: text "
                "without its memory and plans, marked as brought in."
            )
        elif copied:
            yield "Every paragraph of story.md is in it."
        if differing:
            yield (
                f"{counted(differing, 'paragraph')} of story.md and of the book differ in some "
                "letters; the book has its own."
            )
        if repairs.attached:
            yield (
                f"The place of {counted(len(repairs.attached), 'step')} was lost; each follows "
                "the step that was written before it."
            )
        if repairs.moved_tip:
            yield "Where the story stood was lost; it stands at its last step."
        if tally.lost:
            yield f"Lost: {_listed(tally.lost)}."
        if dropped:
            yield f"Left out with what they belonged to: {counted(dropped, 'record')}."
        if tally.marked:
            yield f"{counted(tally.marked, 'text')} had characters that are now �."
        if whole and not (lost or fragments or repairs.attached):
            yield "Nothing is known to be lost."

    return Mended(aside=aside, steps=steps, lines=tuple(lines()), lost=lost)


def _listed(rows: Mapping[str, int]) -> str:
    return ", ".join(
        _of(count, WHAT.get(table, f"row of {table}")) for table, count in rows.items() if count
    )


def _of(count: int, what: str) -> str:
    if count == 1:
        return f"1 {what}"
    first, *rest = what.split(" ")
    return " ".join([f"{count:,}", f"{first}s", *rest])
