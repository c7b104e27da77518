"""Text that a terminal shows and does not obey."""

from __future__ import annotations

CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
"""The C0 and C1 control characters and DEL (ECMA-48)."""
DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""What overrides, embeds or isolates a direction of writing (UAX #9): on a screen of cells it
would turn round what stands beside the text."""
_OBEYED: dict[int, str] = dict.fromkeys(CONTROLS, "") | {ord("\n"): "\n", ord("\t"): " "}
_SHOWN = _OBEYED | dict.fromkeys(DIRECTIONS, "")


def without_controls(text: str) -> str:
    """A text without control characters, as a book may hold it; a tab becomes a space."""
    return text.translate(_OBEYED)


def printable(text: str) -> str:
    """A text without control characters and changes of direction, line breaks excepted; a tab
    becomes a space.

    Without its first character, an escape sequence is plain text.
    """
    return text.translate(_SHOWN)
