"""How long a text is, in the measure its readers use: words, or characters in CJK."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.language import HAN, KANA, primary_subtag

if TYPE_CHECKING:
    from collections.abc import Iterator

# Between words, beside white space: dashes, ellipses, and the punctuation of scripts that put
# no space after it. A hyphen, an apostrophe, a slash or a decimal point is part of its word.
_APART: Final = (
    r"\s\u2014\u2015\u2025\u2026\u2e3a\u2e3b\u3000-\u3004\u3008-\u3020\u30fb"
    r"\uff01\uff08-\uff0c\uff0e\uff1a-\uff1f\uff5b-\uff65"
)


def _words(ideographs: str) -> re.Pattern[str]:
    """A pattern that matches one word from its first letter or figure to where it ends."""
    inside = f"(?!--|\\.\\.)[^{_APART}{ideographs}]"
    first = f"(?!_)[^\\W{ideographs}]"
    alone = f"[{ideographs}]|" if ideographs else ""
    return re.compile(f"{alone}{first}(?:{inside})*")


_SPACED: Final = _words("")
_MIXED: Final = _words(HAN + KANA)


def count_words(text: str, language: str) -> int:
    """Count the words of a text as a novelist expects.

    A word is what stands between spaces or dashes and has a letter or a figure in it: "don't"
    and "well-known" are one each, a dash on its own is none. Each Chinese or Japanese character
    counts one, punctuation none, and a Latin word or a number among them one, whichever the
    language is. Korean is counted by its spaces, Chinese characters in it included.
    """
    return sum(1 for _ in word_ends(text, language))


def word_ends(text: str, language: str) -> Iterator[int]:
    """Where each word of a text ends, as an offset, punctuation that clings to it included."""
    return (end for _, end in word_spans(text, language))


def word_spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Where each word of a text begins and ends, punctuation that clings to its end included."""
    pattern = _SPACED if primary_subtag(language) == "ko" else _MIXED
    return (match.span() for match in pattern.finditer(text))
