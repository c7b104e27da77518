"""Where a story stands: all that the panes show of it, read at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.marks import Mark
    from rgpt_tui.story.path import PathStep
    from rgpt_tui.story.records import Brief, Making, Step
    from rgpt_tui.story.unsent import UnsentEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The story at its tip."""

    brief: Brief
    tip: Step | None
    """The last step of the branch that is being written."""
    memory_before: str
    """The short-term memory that the tip started from."""
    making: Making | None
    """What the tip was made from."""
    path: tuple[PathStep, ...]
    marks: dict[str, Mark]
    draft: Draft | None
    """A reply that was stopped or cut here."""
    unsent: tuple[UnsentEdit, ...]
    """What was typed and is not in the book yet."""
    words: int
    words_today: int
    branch: str
    """The name of the branch; empty if it has none."""
    today: datetime
    """When the writer's day began."""


def standing_of(book: Book, stood: Standing | None = None) -> Standing:
    """Read where a story stands; takes some tens of milliseconds in a long one.

    Args:
        book: to read.
        stood: where it stood last; what is still so, or follows from it, is not read again.
    """
    today = _midnight()
    tip = book.step(book.tip) if book.tip else None
    before = book.step(tip.parent).text.memory if tip and tip.parent else ""
    path = book.path()
    return Standing(
        brief=book.brief,
        tip=tip,
        memory_before=before,
        making=book.making(tip.id) if tip else None,
        path=path,
        marks=book.marks.all(),
        draft=book.drafts.latest(book.tip),
        unsent=tuple(book.unsent.all()),
        words=sum(step.words for step in path),
        words_today=_words_today(book, path, today, stood),
        branch=book.branches.here(),
        today=today,
    )


def _words_today(
    book: Book, path: tuple[PathStep, ...], today: datetime, stood: Standing | None
) -> int:
    if stood is None or stood.today != today:
        return book.words_since(today)
    if stood.path is path:
        return stood.words_today
    if stood.path and len(path) == len(stood.path) + 1 and path[-2] is stood.path[-1]:
        # The book keeps its path when nothing but a step is added.
        return stood.words_today + path[-1].words
    return book.words_since(today)


def _midnight() -> datetime:
    """The beginning of the writer's day, by the clock on their wall."""
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
