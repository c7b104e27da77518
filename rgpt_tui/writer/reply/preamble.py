"""Text before any label: a preamble, or a section whose label the model left out."""

from __future__ import annotations

from typing import Final

from rgpt_tui.writer.reply.remarks import is_announcement, may_become_announcement

_RULE: Final = "-*_=~# \t\n"


class Preamble:
    """Holds text that stands under no label until it is known what it is.

    Args:
        enough: how many characters are taken for text of a section; 0 where a missing label is
            likely and harmless; None where no text is wanted.
    """

    def __init__(self, *, enough: int | None) -> None:
        self._enough = enough
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
        if not is_announcement(line) and not (cut and may_become_announcement(line)):
            self._line = None
            self._hold(line)
        return self._let_go()

    def remarks(self) -> str:
        """All that was said and is no text of the section."""
        return "".join([*self._announced, self._line or "", *self._held]).strip()

    def _take(self, piece: str) -> None:
        if self._line is None:
            self._hold(piece)
            return
        line = self._line = self._line + piece
        is_rule = not line.strip(_RULE)
        ended = piece.endswith("\n")
        if ended and (is_rule or is_announcement(line)):
            self._announced.append(line)
            self._line = ""
        elif ended or not (is_rule or may_become_announcement(line)):
            self._line = None
            self._hold(line)

    def _hold(self, text: str) -> None:
        self._held.append(text)
        self._length += len(text)

    def _let_go(self) -> str:
        text, self._held, self._length = "".join(self._held), [], 0
        return text
