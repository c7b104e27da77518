"""A list below one label, such as three numbered plans below ``Plans:``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rgpt_tui.writer.sections import Section, Series

_NUMBER: Final = re.compile(
    r"\s*(?P<opened>[*_]{0,2})(?:[(（]?(?P<number>[1-3１-３一二三])[.)、:：）](?!\d)|(?P<ring>[①②③]))"
    r"(?P<closed>[*_]{0,2})\s*"
)
_NUMBERS: Final = {mark: index % 3 + 1 for index, mark in enumerate("123１２３一二三①②③")}
_BULLET: Final = re.compile(r"\s*[-*•+·]\s+")


class Listing:
    """Knows which item comes next, and by what mark it begins."""

    def __init__(self, series: Series) -> None:
        self.series = series
        self.by_gaps = False
        """Its items have no marks; each empty line begins the next."""
        self._begun = 0

    @property
    def begun(self) -> bool:
        """Whether an item has begun."""
        return self._begun > 0

    @property
    def next(self) -> Section | None:
        """The section that the next item is."""
        return self.series[self._begun] if self._begun < len(self.series) else None

    def begin_next(self) -> None:
        """Note that the next item has begun."""
        self._begun += 1

    def item(self, text: str) -> str | None:
        """The text of the next item if its mark stands at the beginning of a text, else None."""
        if mark := _NUMBER.match(text):
            if _NUMBERS[mark["number"] or mark["ring"]] != self._begun + 1:
                return None
            # Of ``**2. The dog:** It follows her`` the bold stays.
            opened = "" if mark["closed"] else mark["opened"]
            return opened + text[mark.end() :]
        bullet = _BULLET.match(text)
        return text[bullet.end() :] if bullet else None
