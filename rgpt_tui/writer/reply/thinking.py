"""Taking out what a model thinks aloud in ``<think>`` tags."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(r"<(/?)\s?(?:think|thinking|thought)\s?>", re.IGNORECASE)
_BEGUN: Final = re.compile(r"<(?:/?\s?(?:[a-z]{1,8}\s?)?)?\Z", re.IGNORECASE)
_LONGEST: Final = len("</ thinking >")


class ThinkFilter:
    """Lets through what stands outside of think blocks.

    A block that is never closed runs to the end. A closing tag without an opening one means
    that the prompt held the opening one, so all before it was thought; where nothing comes after
    it, what stood before it stands.
    """

    def __init__(self) -> None:
        self._held = ""
        self._inside = False
        self._met_tag = False
        self._restart_due = False

    def feed(self, text: str) -> tuple[bool, str]:
        """Filter a piece of the reply.

        Returns:
            Whether all that was let through before was thought, and what is let through now.
        """
        text = self._held + text
        end = len(text)
        begun = text.rfind("<", max(0, end - _LONGEST))
        if begun >= 0 and _BEGUN.match(text, begun):
            end = begun
        self._held = text[end:]
        return self._filter(text[:end])

    def close(self) -> tuple[bool, str]:
        """Let through what was held back, at the end of the reply."""
        text, self._held = self._held, ""
        return self._filter(text)

    def _filter(self, text: str) -> tuple[bool, str]:
        restart, out, at = False, "", 0
        for tag in [*_TAG.finditer(text), None]:
            piece = text[at : tag.start() if tag else len(text)]
            if self._restart_due:
                piece = piece.lstrip()
                if piece and not self._inside:
                    restart, self._restart_due, out = True, False, ""
            if not self._inside:
                out += piece
            if tag is not None:
                at = tag.end()
                self._restart_due |= bool(tag[1]) and not self._met_tag
                self._met_tag = True
                self._inside = not tag[1]
        return restart, out
