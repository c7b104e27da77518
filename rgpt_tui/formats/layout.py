"""How the lines of a text make up its paragraphs, and which line breaks are meant.

A text may be hard-wrapped or have a paragraph a line, with or without blank lines between. In a
hard-wrapped one, a line break is the wrapping if the next word would not have fitted in the line;
a line that ends early ends there on purpose, as in verse and in the head of a letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.language import HAN, KANA, is_cjk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003fffd]"
)
_SPACELESS: Final = re.compile(f"[{HAN}{KANA}\u2018-\u201f\u2026\u2014\u3000-\u303f\uff00-\uffef]")
_SENTENCE_END: Final = re.compile(r"[.!?…。！？:：—*][\"'”’」』»）)\]*_]*\Z")
_TAIL: Final = 10
_INDENT: Final = re.compile(r"[ \t]{2,}|\t|\u3000")

_NARROWEST, _WIDEST = 50, 132
"""In columns: at what widths a text may be wrapped."""
_USUAL: Final = 66
_FULL: Final = 0.8
"""Of the width, what most lines of a hard-wrapped text fill."""
_MOST: Final = 0.6
_EARLY: Final = 0.75
"""Of the width: a line that would not reach that far with the next word ends early."""
_VERSE: Final = 0.85
"""Of the width: a stanza has no line that is longer."""
_STANZA: Final = 4
"""In lines, where it is not indented."""
_ENDED: Final = 0.75
"""Of the lines of a text with a paragraph a line, at least as many end a sentence."""
_DENSE: Final = 8
"""Lines between two blank ones, from which on lines or indents must be what parts paragraphs."""
_LONG: Final = 200
"""In columns: longer lines are paragraphs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a text is laid out."""

    width: int | None
    """In columns, if it is hard-wrapped."""
    by_line: bool
    """Whether each line is a paragraph."""
    by_indent: bool
    """Whether an indented line begins a paragraph."""
    markdown: bool
    """Whether it is Markdown, where two spaces or a backslash at its end break a line."""
    language: str

    def paragraphs(self, lines: Sequence[str]) -> list[list[str]]:
        """Part lines with no blank one among them into paragraphs."""
        paragraphs: list[list[str]] = []
        for line in lines:
            before = paragraphs[-1][-1] if paragraphs else None
            if before is None or self._begins(line, before):
                paragraphs.append([])
            paragraphs[-1].append(line)
        return paragraphs

    def joined(self, lines: Sequence[str]) -> str:
        """The text of a paragraph: without its wrapping, with the line breaks that are meant."""
        verse = self._is_verse(lines)
        pieces = [self._stripped(line) for line in lines]
        text = pieces[:1]
        for place in range(1, len(lines)):
            meant = verse or self.is_meant(lines[place - 1], lines[place])
            before, after = pieces[place - 1 : place + 1]
            text += ["\n" if meant else joint(before, after, self.language), after]
        return "".join(text)

    def is_meant(self, before: str, line: str) -> bool:
        """Whether the break between two lines of a paragraph is more than hard wrapping."""
        if self.width is None or (self.markdown and has_hard_break(before)):
            return True
        word = line.split(maxsplit=1)[0]
        needed = 2 if _WIDE.match(word) else 1 + columns(word)
        return columns(before.rstrip()) + needed <= self.width * _EARLY

    def _begins(self, line: str, before: str) -> bool:
        """Whether a line begins a paragraph though no blank one stands before it."""
        if self.markdown and has_hard_break(before):
            return False
        return self.by_line or line.startswith("\u3000") or (self.by_indent and _is_indented(line))

    def _is_verse(self, lines: Sequence[str]) -> bool:
        """Whether lines are a stanza: none is full, and each begins as a sentence may.

        So may those of a short speech, if a long word comes next; four of them hardly ever.
        """
        is_apart = len(lines) > 1 and all(map(_is_indented, lines))
        if self.width is None or not (is_apart or len(lines) >= _STANZA):
            return False
        return all(
            columns(line.rstrip()) <= self.width * _VERSE and not line.lstrip()[:1].islower()
            for line in lines
        )

    def _stripped(self, line: str) -> str:
        is_backslash = self.markdown and line.endswith("\\") and has_hard_break(line)
        return line[: len(line) - is_backslash].strip()


def layout_of(blocks: Sequence[Sequence[str]], language: str, *, markdown: bool) -> Layout:
    """Tell how a text is laid out.

    Args:
        blocks: Its lines, parted where there are blank ones.
        language: A BCP 47 tag.
        markdown: Whether it is Markdown.
    """
    pairs = [
        (before, after)
        for block in blocks
        for before, after in pairwise(block)
        if not (markdown and has_hard_break(before))
    ]
    lines = [before.rstrip() for before, _ in pairs]
    width = _wrapping(lines)
    dense = len(pairs) >= len(blocks) * _DENSE
    indents = sum(_is_indented(after) and not _is_indented(before) for before, after in pairs)
    apart = _share(lines, ends_sentence) >= _ENDED and (dense or _usual_width(lines) >= _LONG)
    return Layout(
        width=width,
        by_line=width is None and apart,
        by_indent=width is not None and dense and indents * _DENSE * 4 >= len(pairs),
        markdown=markdown,
        language=language,
    )


def joint(before: str, after: str, language: str) -> str:
    """What takes the place of a line break between two pieces of a hard-wrapped paragraph."""
    if is_cjk(language) and _SPACELESS.match(before[-1:]) and _SPACELESS.match(after):
        return ""
    if re.search(r"\w[-‐]\Z|\S(?:--|—)\Z", before[-3:]) and not after.startswith(("-", "—")):
        return ""
    return "" if re.match(r"(?:--|—)[^\s—-]", after) else " "


def has_hard_break(line: str) -> bool:
    """Whether a line of Markdown ends in what makes a line break: two spaces, or a backslash."""
    backslashes = len(line) - len(line.rstrip("\\"))
    return line.endswith("  ") or backslashes % 2 == 1


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence, or the announcement of a quotation, does."""
    return bool(_SENTENCE_END.search(text[-_TAIL:]))


def _wrapping(lines: Sequence[str]) -> int | None:
    """The width that a text is wrapped at, or None.

    Args:
        lines: Those that are followed by another.
    """
    widest = _usual_width(lines)
    wrapped = (
        _NARROWEST <= widest <= _WIDEST
        and _share(lines, lambda line: columns(line) >= widest * _FULL) >= _MOST
        and _share(lines, ends_sentence) < _ENDED
    )
    return max(widest, _USUAL) if wrapped else None


def _usual_width(lines: Sequence[str]) -> int:
    """The width that 19 in 20 columns of some lines keep to."""
    widths = sorted(map(columns, lines))
    rest = sum(widths) / 20
    while widths and widths[-1] <= rest:
        rest -= widths.pop()
    return widths[-1] if widths else 0


def _share(lines: Sequence[str], passes: Callable[[str], bool]) -> float:
    """How much of some lines, in columns, is in those that pass.

    A table of contents has many lines, but little text.
    """
    total = sum(map(columns, lines))
    return sum(columns(line) for line in lines if passes(line)) / total if total else 0.0


def _is_indented(line: str) -> bool:
    return bool(_INDENT.match(line))
