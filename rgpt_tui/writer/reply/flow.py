"""Text after the head of a line, with what may end it in mid-line held back."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.reply.labels import LONGEST, UNDECIDED, recognise

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.writer.sections import Section

_PLACE: Final = re.compile(r"<|[.!?;,|。！？；，、…)）][”\"’')）]{0,3}\s{0,8}")
"""Where a closing tag may stand, or, behind the end of a sentence or clause, a label."""


class Stop(Enum):
    """What ends a section in mid-line."""

    TAG = 0
    """Its closing tag."""
    NEXT = 1
    """The label or mark of the plan that follows it."""


class Flow:
    """Looks for a closing tag, and for the label or mark of the next plan of a series."""

    def __init__(self) -> None:
        self._text = ""

    def feed(
        self,
        text: str,
        *,
        following: Section | None,
        item: Callable[[str], str | None] | None,
        ended: bool,
    ) -> tuple[str, Stop | None]:
        """Take more of the line.

        Args:
            text: what has come.
            following: the plan whose label may stand in mid-line here.
            item: gives the text of the next item of a list where its mark stands, within a list.
            ended: whether the line ends here.

        Returns:
            Text that surely belongs to the open section, and what ends the section, if it ends
            here: then what follows is still to come, by another call.
        """
        self._text += text
        for place in _PLACE.finditer(self._text):
            is_tag = place[0] == "<"
            if following is None and not is_tag:
                continue
            at = place.start() if is_tag else place.end()
            near = self._text[at : at + LONGEST]
            found = recognise(near, ended=ended)
            if found is UNDECIDED:
                return self._until(place.start()), None
            stop = Stop.NEXT
            if found is not None and found.closing:
                stop, rest = Stop.TAG, near[found.end :]
            elif found is not None and found.colon and following in found.targets:
                rest = near[found.end :]
            elif found is None and item is not None and (text_of_item := item(near)) is not None:
                rest = text_of_item
            else:
                continue
            ready, self._text = self._text[:at], rest + self._text[at + LONGEST :]
            return ready, stop
        return self.take_rest(), None

    def take_rest(self) -> str:
        """Hand over what is held."""
        return self._until(len(self._text))

    def take_cut(self) -> tuple[str, str]:
        """Hand over what is held where the reply broke off: text, and what may be half a label."""
        place = _PLACE.match(self._text)
        text = self._until(place.end()) if place and place[0] != "<" else ""
        return text, self.take_rest()

    def _until(self, end: int) -> str:
        ready, self._text = self._text[:end], self._text[end:]
        return ready
