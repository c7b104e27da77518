"""Which lines are headings, as far as a line alone can tell.

A line with a word for it (``CHAPTER I``, ``Letter 4``, ``第十二回``) is one for certain, if it
stands alone. A number alone, or one before a title (``III``, ``2. The Ball``, ``一``), is one only
if the text around it agrees: see `rgpt_tui.formats.numbered`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from rgpt_tui.formats.numerals import HAN, ORDINAL, ROMAN, WORD, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class Rank(IntEnum):
    """What a heading is a heading of; the lower contains the higher."""

    VOLUME = 1
    BOOK = 2
    PART = 3
    FRAME = 4
    """A prologue, an epilogue, and what else stands around the chapters."""
    CHAPTER = 5
    SECTION = 6
    NUMBER = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading."""

    text: str
    rank: Rank
    level: int = 0
    """Of a Markdown heading, 1 to 6; 0 for a line that is a heading by its words."""
    worded: bool = True
    """Whether its own words make it one."""

    @property
    def may_be_title(self) -> bool:
        """Whether it is marked as the largest, and does not say that it is a chapter's."""
        return self.level == 1 and not self.worded

    def may_contain(self, other: Heading) -> bool:
        """Whether the other heading, standing right below, can be of a part of what this begins."""
        if self.level and other.level and self.level != other.level:
            return self.level < other.level
        # Some novels have books of parts, some have parts of books.
        both_large = max(self.rank, other.rank) < Rank.FRAME and self.rank is not other.rank
        return self.rank < other.rank or both_large


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A line that is a number, or begins with one, and may be a heading."""

    text: str
    number: int
    family: str
    """How it is written; headings of one text are all of one family, or of very few."""

    @property
    def titled(self) -> bool:
        """Whether a title follows the number."""
        return self.family.endswith("title")


_RANKS: Final = {
    Rank.VOLUME: "volume|vol|tome|band|том",
    Rank.BOOK: "book|livre|libro|buch|книга",
    Rank.PART: "part|act|teil|partie|parte|часть",
    Rank.CHAPTER: (
        "chapter|chap|ch|letter|stave|canto|chapitre|kapitel|capítulo|capitulo|capitolo|"
        "hoofdstuk|rozdział|lettre|brief|carta|lettera|глава|письмо"
    ),
    Rank.SECTION: "scene|section",
}
_FRAMES: Final = (
    "prologue|epilogue|preface|foreword|introduction|afterword|conclusion|interlude|postscript|"
    "prolog|epilog|prólogo|epílogo|épilogue|vorwort|nachwort|préface|пролог|эпилог"
)
_NUMBER: Final = f"(?:[0-9]{{1,4}}|{ROMAN}|{WORD}|(?:the )?{ORDINAL})(?![\\w'’])"
_APART: Final = re.compile(r"\s*[.:—–]|\s*--+|\s+-")
_APART_AT_END: Final = re.compile(r"[.:—–-]\Z")
_TITLE: Final = re.compile(r"(?:, )?(?![a-zß-ÿа-я])[^,;.!?…]")
_MARKS_ALONE: Final = re.compile(r"[.:—–-]+")
_KEYWORDS: Final = [
    (rank, re.compile(rf"(?:{words})(?:\.\s*|\s+)(?:no\.?\s*)?{_NUMBER}", re.I))
    for rank, words in _RANKS.items()
]
_ORDINAL_FIRST: Final = [
    (rank, re.compile(rf"(?:the )?{ORDINAL}\s+(?:{words})(?!\w)", re.I))
    for rank, words in (_RANKS | {Rank.FRAME: _FRAMES}).items()
]
_FRAME: Final = re.compile(rf"(?:{_FRAMES})(?!\w)", re.I)
_CONTENTS: Final = re.compile(r"(?:table of )?contents[.:]?|目\s*[录錄次]|차례|목차", re.I)

_FIGURES: Final = "[0-9０-９]{1,4}"
_EAST: Final = [
    (Rank.VOLUME, re.compile(rf"第\s*(?:{HAN}|{_FIGURES})\s*[卷集]|卷(?:之)?{HAN}(?!\w)")),
    (
        Rank.PART,
        re.compile(
            rf"第\s*(?:{HAN}|{_FIGURES})\s*(?:部(?!分)|[篇编編])|제\s*{_FIGURES}\s*[부권편]"
        ),
    ),
    (
        Rank.CHAPTER,
        re.compile(rf"第\s*(?:{HAN}|{_FIGURES})\s*[章回节節話话幕]|제\s*{_FIGURES}\s*[장화회]"),
    ),
    (
        Rank.FRAME,
        re.compile(
            r"(?:序[章幕言曲]?|楔子|引子|前言|尾[声聲]|番外[篇一二三四五六七八九十0-9]*|[终終]章|[后後][记記]|"
            r"プロローグ|エピローグ|프롤로그|에필로그)(?!\w)"
        ),
    ),
]
_EAST_TITLE: Final = re.compile(r"[^。！？；，、…：“”「」!?;,]{0,30}|[\s\u3000:：·—-].{0,40}")
_EAST_END: Final = re.compile(r"[。！？!?…”」』,，;；]$")

_LONGEST: Final = 120
"""In characters, of a heading with a title in it."""
_MARKUP: Final = re.compile(r"(\*\*\*|\*\*|\*|___|__|_|=)(?P<text>\S.*\S|\S)\1")

_NUMBERS: Final = (
    ("figures", re.compile(rf"(?P<number>{_FIGURES})\.?")),
    ("framed", re.compile(rf"([-—–*~])\s*(?P<number>{_FIGURES})\s*\1")),
    ("framed", re.compile(rf"\[\s*(?P<number>{_FIGURES})\s*\]")),
    ("roman", re.compile(rf"(?P<number>{ROMAN})\.?")),
    ("word", re.compile(rf"(?P<number>{WORD})", re.I)),
    ("han", re.compile(rf"(?P<number>{HAN})")),
    ("figures title", re.compile(r"(?P<number>[0-9]{1,3})(?:[.):]|\s+[—–-])\s+(?P<title>\S.*)")),
    ("roman title", re.compile(rf"(?P<number>{ROMAN})(?:[.:]|\s+[—–-])\s+(?P<title>\S.*)")),
    ("han title", re.compile(rf"(?P<number>{HAN})\s*[、．.：:]\s*(?P<title>\S.*)")),
)
_LONGEST_TITLE: Final = 70
_DEEPEST: Final = 8
"""Emphasis within emphasis; a line of asterisks alone is no heading, and would take for ever."""
_SENTENCE_END: Final = re.compile(r"[.!?…,;:。！？，；：][\"'”’」』)]*$")


def combined(texts: Sequence[str]) -> str:
    """The texts of headings that stand below one another, as one: ``BOOK ONE — CHAPTER I``."""
    text = texts[0]
    for following in texts[1:]:
        text += (" " if _APART_AT_END.search(text) else " — ") + following
    return text


def bare(line: str) -> str:
    """A line without the white space around it, and the emphasis that it is wholly in."""
    line = line.strip()
    for _ in range(_DEEPEST):
        match = _MARKUP.fullmatch(line)
        if match is None:
            break
        line = match["text"].strip()
    return line


def worded_heading(line: str) -> Heading | None:
    """The heading that a line is by its words, or None."""
    text = bare(line)
    if not text or len(text) > _LONGEST:
        return None
    for rank, pattern in (*_KEYWORDS, *_ORDINAL_FIRST):
        match = pattern.match(text)
        if match and _is_title(text, match.end(), loose=True):
            return Heading(text=text, rank=rank)
    match = _FRAME.match(text)
    if match and _is_title(text, match.end(), loose=False):
        return Heading(text=text, rank=Rank.FRAME)
    for rank, pattern in _EAST:
        match = pattern.match(text)
        if match and _EAST_TITLE.fullmatch(text, match.end()) and not _EAST_END.search(text):
            return Heading(text=text, rank=rank)
    return None


def is_contents_title(line: str) -> bool:
    """Whether a line is the heading of a table of contents."""
    return bool(_CONTENTS.fullmatch(bare(line)))


def numbered_line(line: str) -> Numbered | None:
    """What a line is if it begins with a number as a heading does, or None."""
    text = bare(line)
    if not text or len(text) > _LONGEST_TITLE:
        return None
    for family, pattern in _NUMBERS:
        match = pattern.fullmatch(text)
        if match and not (family.endswith("title") and _SENTENCE_END.search(text)):
            return Numbered(text=text, number=value_of(match["number"]), family=family)
    return None


def _is_title(text: str, start: int, *, loose: bool) -> bool:
    """Whether what follows the words of a heading is nothing, or a title.

    Args:
        text: The line.
        start: Where those words end.
        loose: Whether a title may follow without any mark between.
    """
    rest = text[start:].strip()
    if not rest or _MARKS_ALONE.fullmatch(rest):
        return True
    apart = _APART.match(text, start)
    ended = bool(_SENTENCE_END.search(text))
    if apart:
        return not (ended and text[apart.end() :].lstrip()[:1].islower())
    if text.isupper():
        return not ended or loose
    return loose and not ended and bool(_TITLE.match(rest))
