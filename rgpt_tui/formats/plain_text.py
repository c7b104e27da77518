"""A story as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.formats.pages import one_line, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rgpt_tui.formats.pages import Page
    from rgpt_tui.story.records import Brief

_CHAPTER: Final = "\n\n"
"""What stands above a heading, besides the blank line above every paragraph."""


def to_plain_text(brief: Brief, pages: Sequence[Page]) -> str:
    """Write a story as plain text: a blank line between paragraphs, more above a chapter."""
    return "\n\n".join(_parts(brief, pages)).lstrip("\n") + "\n"


def _parts(brief: Brief, pages: Sequence[Page]) -> Iterator[str]:
    title = one_line(brief.title)
    if title:
        yield title
    for page in pages:
        heading = one_line(page.heading)
        if heading:
            yield _CHAPTER + heading
        for lines in paragraphs_of(page.paragraph):
            yield "\n".join(lines)
