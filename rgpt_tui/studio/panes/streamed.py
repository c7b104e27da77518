"""Sections of a reply as they come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.writer.events import Event

FLUSH_SECONDS = 0.06
"""How often words that stream in are drawn."""


class Streamed:
    """What has come of some sections of the step that is being written."""

    def __init__(self, *sections: str) -> None:
        self._sections = sections
        self.texts: dict[str, str] = {}

    def take(self, event: Event) -> bool:
        """Follow an event; whether it changed anything."""
        from rgpt_tui.writer.events import Asking, Rewritten, Words

        if isinstance(event, Asking):
            # A section that is asked for again begins anew.
            again = set(event.sections) & set(self.texts)
            for section in again:
                del self.texts[section]
            return bool(again)
        if not isinstance(event, Words | Rewritten) or event.section not in self._sections:
            return False
        before = self.texts.get(event.section, "") if isinstance(event, Words) else ""
        self.texts[event.section] = before + event.text
        return True

    def clear(self) -> None:
        """Nothing is being written."""
        self.texts.clear()
