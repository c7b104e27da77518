"""The seam between a piece of prose that broke off and the piece that goes on with it."""

from __future__ import annotations

import re
from typing import Final

from rgpt_tui.story.language import is_cjk
from rgpt_tui.story.sentences import sentence_spans

_WHOLE: Final = re.compile(r"[.!?…。！？．][\"'”’」』»)）*_]*\Z")
_REPEATED: Final = 24
"""So many letters of the end of the first piece make a repeat at the beginning of the second."""
_REPEATED_CJK: Final = 8


def joint(before: str, language: str) -> str:
    """What stands between two pieces: a space, or nothing where the language has none."""
    return "" if not before or before[-1].isspace() or is_cjk(language) else " "


def join_prose(before: str, piece: str, language: str) -> str:
    """Two pieces as one, with nothing told twice.

    Words that the second repeats from the end of the first are dropped. Where the second begins
    as the first does, the model has begun anew, and the longer of the two is the text.
    """
    if not before:
        return piece
    piece = piece[_repeated(before, piece, language) :].lstrip()
    if _begins_anew(before, piece, language):
        return max(before, piece, key=len)
    return before + joint(before, language) + piece if piece else before


def whole_sentences(text: str, language: str) -> tuple[str, int]:
    """A text that broke off without its broken sentence, and how many sentences it has then.

    The white space behind the last whole sentence stays: it says whether a paragraph ended there.
    A text that ends in white space is whole, then, as is one that ends in a full stop.
    """
    spans = sentence_spans(text, language)
    if not spans or text[-1:].isspace() or _WHOLE.search(text):
        return text, len(spans)
    return text[: spans[-1].start], len(spans) - 1


def _repeated(before: str, piece: str, language: str) -> int:
    """How many characters at the beginning of a piece repeat the end of the one before."""
    end, beginning = _letters(before), _letters(piece)
    least = _REPEATED_CJK if is_cjk(language) else _REPEATED
    if len(beginning) < least:
        return 0
    at = end.find(beginning[:least])
    while at >= 0:
        if beginning.startswith(end[at:]):
            return _offset(piece, len(end) - at)
        at = end.find(beginning[:least], at + 1)
    return 0


def _begins_anew(before: str, piece: str, language: str) -> bool:
    least = 2 * (_REPEATED_CJK if is_cjk(language) else _REPEATED)
    start = _letters(before)[:least]
    return len(start) == least and _letters(piece).startswith(start)


def _letters(text: str) -> str:
    """A text without white space, which models do not repeat faithfully."""
    return "".join(text.split())


def _offset(text: str, letters: int) -> int:
    """Where in a text so many letters, white space aside, have gone by."""
    for offset, character in enumerate(text):
        if letters == 0:
            return offset
        letters -= not character.isspace()
    return len(text)
