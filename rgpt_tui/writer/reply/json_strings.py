"""The inside of a JSON string, as it comes: escapes, and where it ends."""

from __future__ import annotations

import re
from typing import Final

_SPECIAL: Final = re.compile(r"[\"\\]")
_CLOSING: Final = re.compile(r"\"\s*(?:[}\]]|,\s*(?:\"[^\"\n]{1,60}\"\s*:|[}\]]))")
_CLOSING_BEGUN: Final = re.compile(r"\"\s*(?:`{1,3}\s*|,\s*(?:\"[^\"\n]{0,60}(?:\"\s*)?)?)?\Z")
_ESCAPE: Final = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))",
    re.DOTALL,
)
_ESCAPE_BEGUN: Final = re.compile(
    r"\\(?:u[0-9a-fA-F]{0,3}|u[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?)?\Z"
)
_MEANINGS: Final = {"n": "\n", "t": "\t", "r": "", "b": "", "f": "", '"': '"', "\\": "\\", "/": "/"}


def split_string(text: str, *, ended: bool) -> tuple[str, str, bool]:
    """Split what has come of a string, from behind its opening quote.

    A quote ends it only where a key, a bracket or the end follows: models forget to escape.

    Args:
        text: what has come, without what an earlier call has given back.
        ended: whether no more comes.

    Returns:
        The text that surely belongs to it, escapes resolved; what is still to be read; and
        whether the string has ended, so that what is still to be read stands behind it.
    """
    at = 0
    while special := _SPECIAL.search(text, at):
        start, at = special.start(), special.end()
        if special[0] == "\\":
            if _ESCAPE_BEGUN.match(text, start):
                return unescape(text[:start]), text[start:], False
            if escape := _ESCAPE.match(text, start):
                at = escape.end()
        elif _CLOSING.match(text, start):
            return unescape(text[:start]), text[at:], True
        elif _CLOSING_BEGUN.match(text, start):
            return unescape(text[:start]), text[at if ended else start :], ended
    return unescape(text), "", False


def unescape(text: str) -> str:
    """Resolve the escapes of a JSON string; those that mean nothing stay as they are."""
    return _ESCAPE.sub(_resolve, text)


def _resolve(escape: re.Match[str]) -> str:
    high, low, unit, character = escape.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    if unit:
        code = int(unit, 16)
        return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
    return _MEANINGS.get(character, escape[0])
