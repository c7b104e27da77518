"""Text that a terminal shows and does not obey."""

from __future__ import annotations

CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
"""The C0 and C1 control characters and DEL (ECMA-48)."""
_SHOWN: dict[int, str] = dict.fromkeys(CONTROLS, "") | {ord("\n"): "\n", ord("\t"): " "}


def printable(text: str) -> str:
    """A text without control characters, line breaks excepted; a tab becomes a space.

    Without its first character, an escape sequence is plain text.
    """
    return text.translate(_SHOWN)
