"""The text of one section as it comes, with its end held back as far as it may not belong to it.

What is held: white space, rules (``---``), and a last paragraph that may turn out to be a closing
remark. They are let go as soon as ordinary text follows, and dropped where the section ends. An
outline of the story, which a very small model puts between its sentences, is dropped where it is.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.reply.chat import (
    is_feedback,
    is_note,
    is_outline,
    may_become_chat,
    may_become_note,
    may_become_outline,
)
from rgpt_tui.writer.reply.remarks import is_remark, may_become_remark

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULES: Final = "-*_=~•·—―⁂# \t"
"""What a line that only divides is made of."""
_LONGEST_RULE: Final = 200


class _Kind(Enum):
    UNDECIDED = 0
    TEXT = 1
    BLANK = 2
    RULE = 3
    REMARK = 4
    OUTLINE = 5


class Passage:
    """Takes the text of a section piece by piece and lets go what surely belongs to it."""

    def __init__(self, *, prose: bool, alone: bool = False) -> None:
        """Args:
        prose: it is text of the story.
        alone: nothing else was asked for, as of small models, which may chat behind it.
        """
        self._prose = prose
        self._alone = alone and prose
        self._begun = False
        self._held = ""  # Whole lines, or the white space at the end of one.
        self._remark_at: int | None = None  # Where in `_held` a remark begins.
        self._outlines: list[str] = []
        self._gap_given = False
        self._line = ""  # The line that is not yet known to be text.
        self._in_text = False
        self._after_gap = True

    @property
    def begun(self) -> bool:
        """Whether it has words, told or held."""
        return self._begun or bool(self._line.strip())

    def feed(self, text: str) -> str:
        """Take more text; give back what can be told."""
        *lines, rest = text.split("\n")
        out = [self._take(f"{line}\n") for line in lines]
        return "".join([*out, self._take(rest)] if rest else out)

    def finish(self, *, cut: bool = False) -> tuple[str, str]:
        """End the section; give back the last of its text, and a remark that is none of it.

        Args:
            cut: the reply broke off here, perhaps within a remark or a rule.
        """
        if cut and not self._in_text:
            held = self._held[self._remark_at :] if self._remark_at is not None else ""
            return "", "".join([*self._outlines, held, self._line]).strip()
        text = self._take("\n")
        held, at, self._held = self._held, self._remark_at, ""
        outlines = "".join(self._outlines).strip()
        if at is None:
            return text, outlines
        lines = held[at:].strip().split("\n")
        if all(self._is_remark(each) for each in _paragraphs(lines)):
            return text, f"{outlines}\n{held[at:]}".strip()
        while lines and _only_divides(lines[-1]):
            lines.pop()
        return text + held[:at] + "\n".join(lines).rstrip(), outlines

    def _take(self, piece: str) -> str:
        ended = piece.endswith("\n")
        if not self._in_text:
            self._line += piece
            kind = self._judge(ended=ended)
            if kind is _Kind.UNDECIDED:
                return ""
            if kind is not _Kind.TEXT:
                self._hold(kind)
                return ""
            piece, self._line = self._held + self._line, ""
            self._held, self._remark_at = "", None
            self._in_text = True
        else:
            piece, self._held = self._held + piece, ""
        if not self._begun:
            piece, self._begun = piece.lstrip(), True
        text = piece.rstrip()
        self._held = piece[len(text) :]
        if ended:
            self._in_text, self._after_gap = False, False
        return text

    def _hold(self, kind: _Kind) -> None:
        if kind is _Kind.REMARK and self._remark_at is None:
            self._remark_at = len(self._held)
        if kind is _Kind.OUTLINE:
            self._outlines.append(self._line)
            # One gap is left of the two around it.
            self._gap_given = self._held.endswith("\n\n")
        elif self._begun and not (self._gap_given and kind is _Kind.BLANK):
            self._held += self._line
            self._gap_given = False
        self._line = ""
        self._after_gap = kind is not _Kind.REMARK

    def _judge(self, *, ended: bool) -> _Kind:
        line = self._line
        if not line.strip():
            return _Kind.BLANK if ended else _Kind.UNDECIDED
        if _only_divides(line):
            if ended:
                return _Kind.RULE
            return _Kind.UNDECIDED if len(line) < _LONGEST_RULE else _Kind.TEXT
        if self._alone and self._begun and self._remark_at is None and may_become_outline(line):
            if not ended:
                return _Kind.UNDECIDED
            if is_outline(line):
                return _Kind.OUTLINE
        if self._remark_at is not None and not self._after_gap:
            return _Kind.REMARK if ended else _Kind.UNDECIDED
        if self._begun and self._after_gap and self._may_become_remark(line):
            return _Kind.REMARK if ended else _Kind.UNDECIDED
        return _Kind.TEXT

    def _is_remark(self, paragraph: str) -> bool:
        chat = self._alone and (is_feedback(paragraph) or is_note(paragraph))
        return chat or is_remark(paragraph, after_prose=self._prose)

    def _may_become_remark(self, line: str) -> bool:
        chat = self._alone and (may_become_chat(line) or may_become_note(line))
        return chat or may_become_remark(line)


def _only_divides(line: str) -> bool:
    return not line.strip(f"{_RULES}\n")


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Join lines to paragraphs, which blank lines and rules divide."""
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if not _only_divides(line):
            paragraph.append(line)
        elif paragraph:
            yield "\n".join(paragraph)
            paragraph = []


class TitleLine(Passage):
    """The one line of a title, told when it is whole, without quotation marks and markup."""

    def __init__(self) -> None:
        super().__init__(prose=False)
        self._title: list[str] = []

    def feed(self, text: str) -> str:
        """Take more text; nothing can be told yet."""
        self._title.append(text)
        return ""

    def finish(self, *, cut: bool = False) -> tuple[str, str]:
        """End the title; give it back."""
        title = "".join(self._title).strip().strip("*_#` ").strip()
        for opened, closed in ('""', "“”", "''", "‘’", "《》", "«»", "「」", "『』"):
            if title[:1] == opened and title[-1:] == closed and title not in (opened, closed):
                title = title[1:-1].strip().strip("*_")
        return title, ""

    @property
    def begun(self) -> bool:
        """Whether it has words."""
        return any(not part.isspace() for part in self._title)
