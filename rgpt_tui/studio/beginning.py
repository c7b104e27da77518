"""Making a story: with nothing in it yet, or with an opening by the writer's own hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.formats.errors import DraftEmpty
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import NewStep, StepKind, Text

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.records import Brief
    from rgpt_tui.story.shelf import Shelf


class NoOpening(RgptError):
    """There is no prose in an opening."""


def make_story(shelf: Shelf, brief: Brief, opening: str = "") -> Path:
    """Make a story. Waits for the disk: not for the event loop.

    Args:
        shelf: where it goes.
        brief: what stays true of it.
        opening: by the writer, cut into steps where it is long; empty: the model writes one.

    Returns:
        Its folder.

    Raises:
        NoOpening: the opening has words, but none of them are prose.
        ShelfUnwritable, BookUnwritable: it could not be made.
    """
    return shelf.create(brief, _steps(opening, brief.language))


def _steps(opening: str, language: str) -> list[NewStep]:
    if not opening.strip():
        return []
    from rgpt_tui.formats.draft import split_draft

    try:
        draft = split_draft(opening, language)
    except DraftEmpty as error:
        raise NoOpening(
            "There is no prose in your opening, only headings. No story was made. Write a "
            "paragraph below them, or empty the box to have the model write the opening."
        ) from error
    # What the splitter takes for a title page is a part of what the writer typed.
    return [
        NewStep(
            kind=StepKind.OWN,
            text=Text(heading=page.heading, paragraph=page.paragraph),
        )
        for page in draft.passages
    ]
