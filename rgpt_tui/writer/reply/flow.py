"""Text after the head of a line, with what may end it in mid-line held back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.reply.labels import LONGEST, UNDECIDED, Label, recognise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rgpt_tui.writer.sections import Section

_STOP: Final = re.compile(r"<|[.!?;,|。！？；，、…”\"’)）]\s*")


class Flow:
    """Looks for a closing tag, and for the label or mark of the next plan of a series."""

    def __init__(self) -> None:
        self._text = ""
        self._at_stop = False  # A label may stand where the text begins.

    def feed(
        self,
        text: str,
        *,
        following: Section | None,
        mark: Callable[[str], int | None] | None,
        ended: bool,
    ) -> tuple[str, Label | None]:
        """Take more of the line.

        Args:
            text: what has come.
            following: the plan whose label may stand in mid-line here.
            mark: finds the end of the mark of the next item of a list, where one may stand.
            ended: whether the line ends here.

        Returns:
            Text that surely belongs to the open section, and the label that ends it, if one
            does: then what follows the label is still to come, by another call.
        """
        self._text += text
        for at in self._stops(tags_only=following is None):
            rest = self._text[at : at + LONGEST]
            found = recognise(rest, ended=ended)
            if found is UNDECIDED:
                self._at_stop = True
                return self._until(at), None
            if found is None and mark is not None and (end := mark(rest)) is not None:
                found = Label(targets=(), key="", end=end)
            elif found is None or not (
                found.closing or (found.colon and following in found.targets)
            ):
                continue
            ready = self._until(at)
            self._text, self._at_stop = self._text[found.end :], False
            return ready, found
        self._at_stop = False
        return self.take_rest(), None

    def take_rest(self) -> str:
        """Hand over what is held."""
        return self._until(len(self._text))

    def _stops(self, *, tags_only: bool) -> Iterator[int]:
        if self._at_stop and not tags_only:
            yield 0
        for stop in _STOP.finditer(self._text):
            if stop[0] == "<":
                yield stop.start()
            elif not tags_only:
                yield stop.end()

    def _until(self, end: int) -> str:
        ready, self._text = self._text[:end], self._text[end:]
        return ready
