"""What Markdown marks in a draft: headings, escaped characters, and YAML before the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from rgpt_tui.formats.headings import Heading, Rank, worded_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATX: Final = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINE: Final = re.compile(r" {0,3}(?P<marks>=+|-{2,})[ \t]*")
_LONGEST: Final = 1000
"""In characters: no heading has more."""
_UNDERLINED_SHARE: Final = 0.5
"""Outside of Markdown, a line is underlined if at least so much of it is."""
_SENTENCE_END: Final = re.compile(r"[.!?…。！？][\"'”’」』]?\Z")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_FRONT_MATTER: Final = re.compile(
    r"\s*---[ \t]*\n(?P<fields>(?:[\w-]+[ \t]*:.*\n|[ \t]+\S.*\n|-[ \t].*\n|#.*\n)+?)"
    r"(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_TITLE_FIELD: Final = re.compile(r"^title[ \t]*:[ \t]*(?P<title>\S.*?)[ \t]*$", re.M | re.I)


class FrontMatter(NamedTuple):
    """The YAML fields before a text, and the text."""

    title: str | None
    text: str
    is_there: bool


def is_markdown(text: str) -> bool:
    """Whether a text has a Markdown heading with ``#``, and so is Markdown throughout."""
    return any(_atx_heading(line, markdown=False) for line in text.split("\n"))


def marked_parts(text: str, *, markdown: bool) -> Iterator[list[str] | Heading]:
    """Yield the Markdown headings of a text, and the lines that stand together between them.

    Args:
        text: Any text.
        markdown: Whether it is Markdown. Headings are recognised either way, but a plain text
            has to have the whole line underlined, and a backslash in it is a backslash.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        heading = _atx_heading(line, markdown=markdown)
        if heading is None and len(lines) == 1:
            heading = _underlined_heading(lines[0], line, markdown=markdown)
            lines = [] if heading else lines
        if heading is None and line.strip():
            lines.append(line)
            continue
        if lines:
            yield lines
            lines = []
        if heading:
            yield heading
    if lines:
        yield lines


def unescaped(text: str) -> str:
    """A piece of Markdown without the backslashes that make a mark a character."""
    return _ESCAPED.sub(r"\1", text)


def front_matter(text: str) -> FrontMatter:
    """Take the YAML front matter off a text, if it has one, and the title from it."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return FrontMatter(None, text, is_there=False)
    title = _TITLE_FIELD.search(match["fields"])
    name = title["title"].strip("\"'") if title else None
    return FrontMatter(name, text[match.end() :], is_there=True)


def _atx_heading(line: str, *, markdown: bool) -> Heading | None:
    if "#" not in line[:4] or len(line) > _LONGEST:
        return None
    match = _ATX.fullmatch(line)
    # A row of "#" parts scenes.
    if match is None or not match["text"].strip("# \t"):
        return None
    return _heading(match["text"], len(match["marks"]), markdown=markdown)


def _underlined_heading(line: str, below: str, *, markdown: bool) -> Heading | None:
    match = _UNDERLINE.fullmatch(below) if len(line) <= _LONGEST else None
    text = line.strip()
    # Below a sentence, dashes part scenes.
    if match is None or _SENTENCE_END.search(text) or not re.search(r"\w", text):
        return None
    if not markdown and len(match["marks"]) < len(text) * _UNDERLINED_SHARE:
        return None
    return _heading(text, 1 if match["marks"][0] == "=" else 2, markdown=markdown)


def _heading(text: str, level: int, *, markdown: bool) -> Heading:
    worded = worded_heading(text)
    return Heading(
        text=unescaped(text) if markdown else text,
        rank=worded.rank if worded else Rank.CHAPTER,
        level=level,
        worded=worded is not None,
    )
