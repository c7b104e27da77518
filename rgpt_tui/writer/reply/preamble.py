"""Text before any label: a preamble, or a section whose label the model left out."""

from __future__ import annotations

from typing import Final

from rgpt_tui.writer.reply.chat import (
    is_card_line,
    is_feedback,
    is_headline,
    may_become_chat,
    may_become_headline,
)
from rgpt_tui.writer.reply.remarks import is_announcement, may_become_announcement

_RULE: Final = "-*_=~# \t\n"


class Preamble:
    """Holds text that stands under no label until it is known what it is.

    Args:
        enough: how many characters are taken for text of a section; 0 where a missing label is
            likely and harmless; None where no text is wanted.
        passage_alone: one passage of the story was asked for and nothing else, as it is of small
            models, which may chat in its place.
    """

    def __init__(self, *, enough: int | None, passage_alone: bool = False) -> None:
        self._enough = enough
        self._passage_alone = passage_alone
        self._headline: list[str] = []  # It may stand above a card of the book.
        self._in_card = False
        self._announced: list[str] = []
        self._line: str | None = ""  # While it may be an announcement.
        self._held: list[str] = []
        self._length = 0

    def feed(self, text: str) -> str:
        """Take more text; give back what is text of the section, once that is known."""
        for piece in text.splitlines(keepends=True):
            self._take(piece)
        if self._enough is None or self._length <= self._enough:
            return ""
        return self._let_go()

    def let_go(self, *, cut: bool = False) -> str:
        """Give back what is text of the section, now that no more comes.

        Args:
            cut: the reply broke off here, so the last line may be half an announcement.
        """
        if self._enough is None:
            return ""
        line = self._line or ""
        if not self._is_chat(line) and not (cut and self._may_become_chat(line)):
            self._line = None
            self._begin_text(line)
        return self._let_go()

    def remarks(self) -> str:
        """All that was said and is no text of the section."""
        told = [*self._announced, *self._headline, self._line or "", *self._held]
        return "".join(told).strip()

    def _take(self, piece: str) -> None:
        if self._line is None:
            self._hold(piece)
            return
        line = self._line = self._line + piece
        is_rule = not line.strip(_RULE)
        ended = piece.endswith("\n")
        if ended and (self._is_headline(line) or (is_rule and self._headline)):
            self._headline.append(line)
            self._line = ""
        elif ended and (is_rule or self._is_chat(line)):
            self._in_card = is_card_line(line, within=self._in_card) or (is_rule and self._in_card)
            self._announced += [*self._headline, line]
            self._headline, self._line = [], ""
        elif ended or not (is_rule or self._may_become_chat(line)):
            self._line = None
            self._begin_text(line)

    def _is_headline(self, line: str) -> bool:
        """Whether a line is a name above a card of the book, if such a card follows."""
        first = self._passage_alone and not self._announced and not self._headline
        return first and is_headline(line) and not self._is_chat(line)

    def _is_chat(self, line: str) -> bool:
        if self._passage_alone and is_card_line(line, within=self._in_card):
            return True
        # A name above anything but a card is a line of the story, and what follows it as well.
        return not self._headline and (
            is_announcement(line) or (self._passage_alone and is_feedback(line))
        )

    def _may_become_chat(self, line: str) -> bool:
        if may_become_announcement(line):
            return True
        first = not self._announced and not self._headline
        return self._passage_alone and (
            may_become_chat(line) or (first and may_become_headline(line))
        )

    def _begin_text(self, line: str) -> None:
        headline, self._headline = self._headline, []
        self._hold("".join([*headline, line]))

    def _hold(self, text: str) -> None:
        self._held.append(text)
        self._length += len(text)

    def _let_go(self) -> str:
        text, self._held, self._length = "".join(self._held), [], 0
        return text
