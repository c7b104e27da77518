"""What stands around the text of a book: Project Gutenberg's words, and the title page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.formats.blocks import Block
    from rgpt_tui.formats.headings import Heading

_START: Final = re.compile(
    r"^\*{3} ?START OF TH(?:E|IS) PROJECT GUTENBERG E(?:BOOK|TEXT)[^*]*\*{3}[^\n]*$", re.M | re.I
)
_END: Final = re.compile(
    r"^(?:End of (?:the )?Project Gutenberg(?:['’]s)? (?:E(?:book|text) )?[^\n]*\n\s*)?"
    r"\*{3} ?END OF TH(?:E|IS) PROJECT GUTENBERG E(?:BOOK|TEXT)",
    re.M | re.I,
)
_TITLE: Final = re.compile(r"^Title:[ ]*(\S.*(?:\n[ ]+\S.*)*)", re.M)

_NAMED: Final = r"(?:[^\W\d_a-zß-ÿ][\w.'’/()&,-]*|and|de|du|la|van|von|of|the|\(\w+\))"
_NAME: Final = re.compile(rf"{_NAMED}(?: +{_NAMED})*")
"""Words with capitals, and what stands between the parts of names."""
_BY: Final = re.compile(rf"(?:[Ww]ritten )?(?:by|BY|By)(?: {_NAME.pattern})?|作\s*者\s*[：:].+")
_OR: Final = re.compile(r"or[,;:]?\s", re.I)
_LABEL: Final = re.compile(r"(?:书名|書名|标题|標題|題名|题名)\s*[：:]\s*")
_CREDIT: Final = re.compile(
    r"\b(?:produced|prepared|transcribed|scanned|volunteers?|proofread\w*|e-?text|e-?book)\b"
    r"|^\[",
    re.I,
)
_PAGE: Final = 10
"""So many pieces a title page has at most."""
_PIECE: Final = 80
"""In characters: so long is one at most."""
_SENTENCE: Final = re.compile(r"[.!?…。！？”\"]\Z")
_SENTENCE_END: Final = re.compile(r"[.!?…,;:。！？，；：”\"]\Z")


class Gutenberg(NamedTuple):
    """A text without what Project Gutenberg put around it."""

    title: str | None
    text: str
    is_there: bool


class Front(NamedTuple):
    """The title of a draft, and what follows its title page."""

    title: str | None
    blocks: Sequence[Block]
    has_page: bool
    """Whether there was more on the title page than the title."""


def without_gutenberg(text: str) -> Gutenberg:
    """Cut off the header and the licence of Project Gutenberg, where they are marked."""
    start = _START.search(text)
    end = _END.search(text, start.end() if start else 0)
    title = _TITLE.search(text, 0, start.start()) if start else None
    body = text[start.end() if start else 0 : end.start() if end else len(text)]
    return Gutenberg(
        title=" ".join(title[1].split()) if title else None,
        text=body,
        is_there=bool(start or end),
    )


def take_title(blocks: Sequence[Block]) -> Front:
    """Take the title off a draft.

    It is a Markdown heading of the first level that the others are below; or what stands
    before the author's name; or a short first line right above the first heading.
    """
    first = blocks[0].heading if blocks else None
    if first and first.level == 1 and _is_title(first, blocks):
        return Front(first.text, blocks[1:], has_page=False)
    page = None if any(map(_is_marked, blocks)) else _title_page(blocks[:_PAGE])
    if page:
        title, length = page
        return Front(title, blocks[length:], has_page=True)
    if len(blocks) > 1 and _is_title_line(blocks[0]) and not blocks[1].is_prose:
        return Front(blocks[0].text, blocks[1:], has_page=False)
    return Front(None, blocks, has_page=False)


def _is_title(heading: Heading, blocks: Sequence[Block]) -> bool:
    """Whether a heading of the first level, which a draft begins with, is its title."""
    others = [each.heading for each in blocks[1:] if each.heading]
    rivals = [other for other in others if other.level == 1]
    if not rivals:
        return bool(others) or not heading.worded
    # "# My Novel" above "# Chapter 1".
    return not heading.worded and all(each.worded for each in rivals) and not blocks[1].is_prose


def _is_marked(block: Block) -> bool:
    return block.heading is not None and block.heading.level > 0


def _is_title_line(block: Block) -> bool:
    text = block.text
    return (
        block.is_prose
        and len(text) <= _PIECE
        and "\n" not in text
        and not _SENTENCE_END.search(text)
    )


def _title_page(blocks: Sequence[Block]) -> tuple[str, int] | None:
    """The title above an author's name, and the number of blocks up to that."""
    lines: list[str] = []
    for place, block in enumerate(blocks):
        if not block.is_prose or not all(map(_is_piece, block.text.split("\n"))):
            return None
        *above, last = block.text.split("\n")
        following = blocks[place + 1].text if place + 1 < len(blocks) else ""
        lines += above
        is_split = last.lower() in {"by", "written by"}
        if lines and _BY.fullmatch(last) and (not is_split or _NAME.fullmatch(following)):
            return _title_of(lines), place + 1 + is_split
        lines.append(last)
    return None


def _is_piece(line: str) -> bool:
    """Whether a line can stand on a title page: it is short, and no sentence."""
    is_sentence = _SENTENCE.search(line) and not (line.isupper() or _OR.match(line))
    return len(line) <= _PIECE and not is_sentence


def _title_of(lines: Sequence[str]) -> str:
    """The title on a title page: its first words that are not a transcriber's."""
    begin = next((place for place, line in enumerate(lines) if not _CREDIT.search(line)), 0)
    title = lines[begin]
    for line in lines[begin + 1 :]:
        if not (title.endswith((",", ";", ":")) or _OR.match(line)):
            break
        title += " " + line
    return _LABEL.sub("", title).strip("《》 ")
