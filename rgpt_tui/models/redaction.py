"""Keeps keys, markup and control characters out of what is shown or logged."""

from __future__ import annotations

import re
from html import unescape

HIDDEN = "[key hidden]"
WEB_PAGE = "a web page"
LONGEST_DETAIL = 300

_KEY_SHAPES = re.compile(
    r"""
    \b(?:sk|pk|rk|gsk|xai|hf|key|tok|tgp|nvapi|pplx|fw|r8)[-_][A-Za-z0-9_*.-]{8,}   # vendors' own
    | \bAIza[A-Za-z0-9_-]{20,}                                                # Google
    | (?<=bearer\s)[A-Za-z0-9._~+/=*-]{8,}                                    # a header, quoted
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HTML = re.compile(r"<(?:!doctype|html|head|body|title|center|h1)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


def redact(text: str, *secrets: str | None) -> str:
    """A text without the given secrets, and without anything that has the shape of a key."""
    for secret in secrets:
        # A shorter one would blank out ordinary words, and is no key.
        if secret and len(secret) >= 6:
            text = text.replace(secret, HIDDEN)
    return _KEY_SHAPES.sub(HIDDEN, text)


def is_web_page(text: str) -> bool:
    """Whether a text has the tags of a web page."""
    return _HTML.search(text) is not None


def one_line(text: str, *secrets: str | None) -> str:
    """What a server said, as one short line of plain text fit for a message.

    Of a web page only its title is kept; keys, control characters and line breaks are taken out.
    """
    if is_web_page(text):
        title = _TITLE.search(text)
        text = f"{WEB_PAGE} titled “{unescape(title[1]).strip()}”" if title else WEB_PAGE
    text = redact(text, *secrets)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= LONGEST_DETAIL else text[:LONGEST_DETAIL].rstrip() + "…"
