"""Reading a reply while it streams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.reply.acceptance import Acceptance
from rgpt_tui.writer.reply.events import Closed, Reply, ReplyEvent, Withdrawn, Words
from rgpt_tui.writer.reply.json_reply import JsonText
from rgpt_tui.writer.reply.labelled import LabelledText
from rgpt_tui.writer.reply.sheet import Sheet
from rgpt_tui.writer.reply.thinking import ThinkFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.writer.sections import Section

__all__ = ["Closed", "Reply", "ReplyEvent", "ReplyReader", "Withdrawn", "Words"]

_INVISIBLE: Final = re.compile("[\ufeff\u200b\u2060]")
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class ReplyReader:
    """Reads a reply that was asked for in labelled sections, in whatever form it comes.

    Args:
        expected: The sections that were asked for, in that order.
        language: The language of the story.
    """

    def __init__(self, expected: Sequence[Section], language: str = "en") -> None:
        self._expected = tuple(expected)
        self._language = language
        self._after_return = False
        self._thinking = ThinkFilter()
        self._sheet = Sheet(alone=len(self._expected) == 1)
        self._acceptance = Acceptance(expected, language, self._sheet)
        self._begin()

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
        text = self._text if self._json is None else self._json
        return self._sheet.reply(text.close(cut=cut))

    def _begin(self) -> None:
        self._json: JsonText | None = None
        self._text = LabelledText(self._expected, self._acceptance, self._sheet)

    def _take(self, restart: bool, text: str) -> None:
        if restart:
            self._sheet.restart()
            self._begin()
        if self._json is None and (text := self._text.feed(text)):
            self._json = JsonText(self._expected, self._acceptance, self._sheet)
        if self._json is not None:
            self._json.feed(text)

    def _clean(self, text: str) -> str:
        """Make all line ends alike and take out what no eye sees and no file can hold."""
        if self._after_return and text.startswith("\n"):
            text = text[1:]
            self._after_return = False
        if text:
            self._after_return = text.endswith("\r")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return _LONE_SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
