"""Reading a reply while it streams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rgpt_tui.writer.reply.events import Closed, Reply, ReplyEvent, Withdrawn, Words
from rgpt_tui.writer.reply.labelled import LabelledText
from rgpt_tui.writer.reply.sheet import Sheet
from rgpt_tui.writer.reply.thinking import ThinkFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.writer.sections import Section

__all__ = ["Closed", "Reply", "ReplyEvent", "ReplyReader", "Withdrawn", "Words"]


class ReplyReader:
    """Reads a reply that is asked for in labelled sections, as it comes, in whatever form it comes.

    Args:
        expected: The sections that were asked for, in that order.
        language: The language of the story.
    """

    def __init__(self, expected: Sequence[Section], language: str = "en") -> None:
        self._expected = tuple(expected)
        self._language = language
        self._carriage_return = False
        self._thinking = ThinkFilter()
        self._sheet = Sheet()
        self._text = LabelledText(expected, language, self._sheet)

    def feed(self, chunk: str) -> list[ReplyEvent]:
        """Take the next piece of the reply and tell what is new."""
        self._take(*self._thinking.feed(self._clean(chunk)))
        return self._sheet.events()

    def close(self, *, cut: bool = False) -> Reply:
        """Take the end of the reply.

        Args:
            cut: Whether it broke off or reached the token limit, so that its last section is
                not whole.
        """
        self._take(*self._thinking.close())
        unfinished = self._text.close(cut=cut)
        return self._sheet.reply(unfinished)

    def _take(self, restart: bool, text: str) -> None:
        if restart:
            self._sheet.restart()
            self._text = LabelledText(self._expected, self._language, self._sheet)
        self._text.feed(text)

    def _clean(self, text: str) -> str:
        if self._carriage_return and text.startswith("\n"):
            text = text[1:]
        if text:
            self._carriage_return = text.endswith("\r")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return re.sub("[\ufeff\u200b\u2060]", "", text)
