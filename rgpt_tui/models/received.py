"""The bytes of a reply as the server sent them: in whatever encoding, and perhaps no reply at all.

OpenAI's client takes every byte for UTF-8 and fails at the first that is not, with all the words
behind it; and of a web page that comes in place of a reply it keeps nothing. So its decoder is
given bytes that are UTF-8, and how the body began is kept.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from rgpt_tui.models.redaction import WEB_PAGE, is_web_page, one_line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LONGEST_BEGINNING = 4096
"""Bytes of a body that are kept to see what it is; the title of a page stands among them."""
_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
"""A character of UTF-8 that is more than one byte."""
MOSTLY = 0.8
"""The share of the bytes beyond ASCII in such characters by which a text is UTF-8 all the same."""


class Received:
    """Stands between a response and OpenAI's decoder of it."""

    def __init__(self, stream: Any) -> None:
        """Listen to a stream that has not been read from yet.

        Args:
            stream: of litellm. One that comes by another way than OpenAI's client is left alone;
                litellm reads those by a decoder that no byte disturbs.
        """
        self._beginning = b""
        self._charset = ""
        source: Any = getattr(stream, "completion_stream", None)
        response = getattr(source, "response", None)
        if response is None or not hasattr(source, "_decoder"):
            return
        self._charset = _known(response.charset_encoding or "")
        self._theirs = source._decoder
        source._decoder = self

    @property
    def page(self) -> str:
        """What web page came, in one line with its title; empty if none did."""
        text = self._beginning.decode("utf-8", "replace")
        if not is_web_page(text):
            return ""
        return one_line(text) if "</title>" in text.lower() else WEB_PAGE

    async def aiter_bytes(self, iterator: AsyncIterator[bytes]) -> AsyncIterator[Any]:
        """The events of a body; OpenAI's stream asks its decoder for them."""
        async for event in self._theirs.aiter_bytes(self._as_utf_8(iterator)):
            yield event

    async def _as_utf_8(self, iterator: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The same bytes in whole lines, those of another encoding translated."""
        rest = b""
        async for chunk in iterator:
            if len(self._beginning) < LONGEST_BEGINNING:
                self._beginning += chunk[:LONGEST_BEGINNING]
            whole, end, rest = (rest + chunk).rpartition(b"\n")
            if end:
                yield utf_8(whole + end, self._charset)
        if rest:
            yield utf_8(rest, self._charset)


def utf_8(data: bytes, charset: str = "") -> bytes:
    """Bytes as UTF-8, whatever they were.

    Args:
        data: whole lines.
        charset: that the server named, which need not be true; empty if it named none.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, charset).encode("utf-8")
    return data


def _decoded(data: bytes, charset: str) -> str:
    beyond_ascii = sum(byte > 0x7F for byte in data)
    if sum(map(len, _MANY_BYTES.findall(data))) >= MOSTLY * beyond_ascii:
        return data.decode("utf-8", "replace")
    return data.decode(charset or "cp1252", "replace")


def _known(charset: str) -> str:
    """A charset, if it is one, and another than UTF-8."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return "" if name == "utf-8" else name
