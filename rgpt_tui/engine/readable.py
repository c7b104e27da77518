"""The text of ``story.md``: the story along the present branch, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.formats.markdown import to_markdown
from rgpt_tui.formats.pages import Page

if TYPE_CHECKING:
    from rgpt_tui.story.reading import BookReader


def pages_of(book: BookReader) -> list[Page]:
    """The pages of the story, from the first step to the tip."""
    return [Page(heading=heading, paragraph=paragraph) for heading, paragraph in book.prose()]


def readable_text(book: BookReader) -> str:
    """The whole story as Markdown."""
    return to_markdown(book.brief, pages_of(book))
