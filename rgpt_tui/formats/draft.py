"""A draft that the writer brings, cut into the steps of a story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.formats.blocks import blocks_of
from rgpt_tui.formats.chapters import outline_of
from rgpt_tui.formats.cleaning import cleaned
from rgpt_tui.formats.errors import DraftEmpty
from rgpt_tui.formats.front import take_title, without_gutenberg
from rgpt_tui.formats.marked import front_matter, is_markdown
from rgpt_tui.formats.numbered import settle_numbered
from rgpt_tui.formats.pages import Page
from rgpt_tui.formats.steps import steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgpt_tui.formats.chapters import Outline


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft, cut into steps."""

    title: str | None
    passages: tuple[Page, ...]
    """Its prose, a step each, with the headings of its chapters."""
    left_out: tuple[str, ...] = ()
    """What is in the file but not in the passages, for the user: ``a table of contents``."""


def split_draft(text: str, language: str, *, markdown: bool | None = None) -> Draft:
    """Cut a draft into steps of about 20 sentences; each chapter begins one.

    The lines of hard-wrapped paragraphs are joined; line breaks that are meant, as in verse, and
    scene breaks stay. All of its prose is in the passages, word for word and in order. Left out
    are only what Project Gutenberg puts around a text, a title page, a table of contents, and
    headings with nothing below them.

    Args:
        text: The draft, as plain text or Markdown.
        language: A BCP 47 tag; by it sentences are told, and lines joined.
        markdown: Whether a backslash before a mark, and two spaces at the end of a line, mean
            what they do in Markdown; left out, they do if there is a Markdown heading.

    Raises:
        DraftEmpty: there is no prose in it.
    """
    text = cleaned(text)
    if markdown is None:
        markdown = is_markdown(text)
    gutenberg = without_gutenberg(text)
    fields = front_matter(gutenberg.text)
    blocks = blocks_of(fields.text, language, markdown=markdown)
    front = take_title(settle_numbered(blocks, language))
    outline = outline_of(front.blocks)
    passages = tuple(_passages(outline, language))
    if not passages:
        raise DraftEmpty(
            "There is no prose in the draft, only headings. Nothing was imported. Begin a "
            "new story instead."
        )
    left_out = (
        ("the header and licence of Project Gutenberg", gutenberg.is_there),
        ("the fields before the text", fields.is_there),
        ("the title page", front.has_page),
        (f"a table of contents of {outline.contents} lines", outline.contents > 0),
        (f"headings with nothing below them: {'; '.join(outline.unwritten)}", outline.unwritten),
    )
    return Draft(
        title=gutenberg.title or fields.title or front.title,
        passages=passages,
        left_out=tuple(what for what, is_there in left_out if is_there),
    )


def _passages(outline: Outline, language: str) -> Iterator[Page]:
    for chapter in outline.chapters:
        heading = chapter.heading
        for step in steps_of(chapter.paragraphs, language):
            yield Page(heading=heading, paragraph=step)
            heading = ""
