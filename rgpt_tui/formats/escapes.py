"""Text written so that a CommonMark reader shows that very text, with no backslash too many."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPECIAL: Final = re.compile(r"[\\`*_<&\]~]")
"""Without one of these, nothing inside a line means anything."""
_ALWAYS: Final = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash that would escape what follows, or break the line
    r"|<(?=[A-Za-z/!?])"  # a tag, or an address
    r"|&(?=#?\w+;)"  # a character reference
    r"|\](?=[(:])"  # a link, or the target of one
    r"|~(?=~)|(?<=~)~",  # struck out, in GitHub's dialect
    re.MULTILINE,
)
_EMPHASIS: Final = (
    (
        re.compile(r"\*(?=[^\s*])"),  # may open
        re.compile(r"(?<=[^\s*])\*"),  # may close
        re.compile(r"\*(?=\S)|(?<=\S)\*"),
    ),
    (
        # An underscore inside a word is only that.
        re.compile(r"(?<![^\W_])_(?=[^\s_])"),
        re.compile(r"(?<=[^\s_])_(?![^\W_])"),
        re.compile(r"(?<![^\W_])_(?=\S)|(?<=\S)_(?![^\W_])"),
    ),
)
_CODE: Final = re.compile(r"`+")
_FENCE: Final = re.compile(r"^`{3}", re.MULTILINE)
_LINE: Final = re.compile(
    r"#{1,6}(?=[ \t]|$)"  # a heading
    r"|>"  # a quotation
    r"|[-+*](?=[ \t]|$)"  # an item of a list
    r"|~{3}"  # code
    r"|(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$"  # a rule
)
_FURTHER_LINE: Final = re.compile(
    r"=+[ \t]*$|-+[ \t]*$"  # what underlines a heading
    r"|(?=[|:]*-)[|: \t-]+$"  # what stands below the heads of a table
)
_NUMBER: Final = re.compile(r"[0-9]{1,9}(?=[.)](?:[ \t]|$))")
_ONE: Final = re.compile(r"1(?=[.)](?:[ \t]|$))")
"""Only with a 1 may a list begin in the midst of a paragraph."""
_SCENE_BREAK: Final = re.compile(r"(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}")
_CLOSING: Final = re.compile(r"(?:^|(?<=[ \t]))#(?=#*$)")


def escaped_heading(text: str) -> str:
    """A line of text as it stands in a heading, behind the ``#``."""
    closing = (match.start() for match in _CLOSING.finditer(text))
    return _escaped(text, {*_in_lines(text), *closing})


def escaped_paragraph(lines: Sequence[str]) -> list[str]:
    """The lines of a paragraph, of which none is empty or begins or ends with a space.

    A scene break that Markdown has as a rule (``* * *``, ``---``) stays as it is.
    """
    if len(lines) == 1 and _SCENE_BREAK.fullmatch(lines[0]):
        return list(lines)
    text = "\n".join(lines)
    return _escaped(text, {*_in_lines(text), *_at_starts(lines)}).split("\n")


def _escaped(text: str, places: set[int]) -> str:
    """A text with a backslash before each of some places."""
    if not places:
        return text
    ordered = [0, *sorted(places), len(text)]
    return "\\".join(text[begin:end] for begin, end in pairwise(ordered))


def _in_lines(text: str) -> Iterator[int]:
    """Yield where a mark would mean something, wherever it stands in a line."""
    if not _SPECIAL.search(text):
        return
    yield from (match.start() for match in _ALWAYS.finditer(text))
    for opening, closing, mark in _EMPHASIS:
        first = opening.search(text)
        if first and closing.search(text, first.end()):
            yield from (match.start() for match in mark.finditer(text))
    runs = [match.span() for match in _CODE.finditer(text)]
    lengths = [end - begin for begin, end in runs]
    if len(set(lengths)) < len(lengths) or _FENCE.search(text):
        yield from (place for span in runs for place in range(*span))


def _at_starts(lines: Sequence[str]) -> Iterator[int]:
    """Yield where a mark would mean something because it begins a line."""
    begin = 0
    for line in lines:
        number = (_ONE if begin else _NUMBER).match(line)
        if number:
            yield begin + number.end()
        elif _LINE.match(line) or (begin and _FURTHER_LINE.match(line)):
            yield begin
        begin += len(line) + 1
