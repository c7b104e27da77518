"""A story as Markdown (CommonMark), for reading, and to be imported again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.formats.escapes import escaped_heading, escaped_paragraph
from rgpt_tui.formats.pages import one_line, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rgpt_tui.formats.pages import Page
    from rgpt_tui.story.records import Brief

_LINE_BREAK: Final = "  \n"


def to_markdown(brief: Brief, pages: Sequence[Page]) -> str:
    """Write a story as Markdown: its title as ``#``, its chapters as ``##``, and its prose.

    The prose is text: what would be a mark in it is escaped, and a line break that is meant ends
    in two spaces. Scene breaks such as ``* * *`` are left as they are.
    """
    return "\n\n".join(_parts(brief, pages)) + "\n"


def _parts(brief: Brief, pages: Sequence[Page]) -> Iterator[str]:
    title = one_line(brief.title)
    if title:
        yield f"# {escaped_heading(title)}"
    for page in pages:
        heading = one_line(page.heading)
        if heading:
            yield f"## {escaped_heading(heading)}"
        for lines in paragraphs_of(page.paragraph):
            yield _LINE_BREAK.join(escaped_paragraph([line.strip(" ") for line in lines]))
