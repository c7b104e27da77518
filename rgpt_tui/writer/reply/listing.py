"""A list below one label, such as three numbered plans below ``Plans:``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rgpt_tui.writer.sections import Section, Series

_NUMBER: Final = re.compile(
    r"\s*[*_]{0,2}(?:[(（]?([1-3１-３一二三])[.)、:：）](?!\d)|([①②③]))[*_]{0,2}\s*"
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

    def mark(self, text: str) -> int | None:
        """Where the text of the next item begins if its mark stands here, else None."""
        if number := _NUMBER.match(text):
            matches = _NUMBERS[number[1] or number[2]] == self._begun + 1
            return number.end() if matches else None
        bullet = _BULLET.match(text)
        return bullet.end() if bullet else None
