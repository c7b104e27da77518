"""Text before any label: a preamble, or a section whose label the model left out."""

from __future__ import annotations

from rgpt_tui.writer.reply.remarks import is_announcement, may_become_announcement

ENOUGH = 300
"""So many characters without a label are taken for a section where several are expected."""


class Preamble:
    """Holds text that stands under no label until it is known what it is.

    Args:
        enough: how many characters are taken for text of a section; 0 where a missing label is
            likely and harmless; None where no text is wanted.
    """

    def __init__(self, *, enough: int | None) -> None:
        self._enough = enough
        self._held: list[str] = []
        self._length = 0
        self._line: str | None = ""  # While it may be an announcement.
        self._announced: list[str] = []

    def feed(self, text: str) -> str:
        """Take more text; give back what is text of the section, once that is known."""
        for piece in text.splitlines(keepends=True):
            self._take(piece)
        if self._enough is None or self._length <= self._enough:
            return ""
        return self.let_go(cut=False)

    def let_go(self, *, cut: bool) -> str:
        """Give back what is text of the section, now that no more comes.

        Args:
            cut: the reply broke off here, so the last line may be half an announcement.
        """
        if self._enough is None:
            return ""
        if self._line is not None:
            line = self._line
            if not is_announcement(line) and not (cut and may_become_announcement(line)):
                self._hold(line)
                self._line = None
        text = "".join(self._held)
        self._held, self._length = [], 0
        return text

    def remarks(self) -> str:
        """All that was said and is no text of the section."""
        return "".join([*self._announced, self._line or "", *self._held]).strip()

    def _take(self, piece: str) -> None:
        if self._line is None:
            self._hold(piece)
            return
        self._line += piece
        if piece.endswith("\n"):
            if not self._line.strip("-*_=~# \t\n") or is_announcement(self._line):
                self._announced.append(self._line)
                self._line = ""
                return
        elif not self._line.strip() or may_become_announcement(self._line):
            return
        self._hold(self._line)
        self._line = None

    def _hold(self, text: str) -> None:
        self._held.append(text)
        self._length += len(text)
