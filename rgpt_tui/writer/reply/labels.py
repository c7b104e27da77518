"""Recognising a label at the beginning of a line.

A decision, once taken, does not change when more of the line comes: that is what makes a reply
read the same however it is cut into chunks. As long as a line could still begin with a label it
is `UNDECIDED`, and no longer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from rgpt_tui.writer.sections import NAMES, Target, name_key


class Undecided(Enum):
    """The one value `UNDECIDED`: more of the line is needed to know."""

    UNDECIDED = 0


UNDECIDED: Final = Undecided.UNDECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label that a line begins with."""

    targets: tuple[Target, ...]
    """What its name can stand for; empty for a mark that stands for nothing, such as a fence."""
    key: str
    end: int
    """Where in the line the text after it begins."""
    marked: bool = False
    """Set in bold, as a heading, in brackets, or as a tag, so it is no prose."""
    colon: bool = True
    closing: bool = False
    """A closing tag."""
    owed: str = ""
    """The mark that it opened and did not close, to be taken out of the rest of the line."""


_DECOR: Final = re.compile(
    r"(?:[\s\u200b-\u200d\u2060\ufeff>#*_•+~`\[【\-]|\(?\d{1,2}[.)、](?!\d)|[一二三四五六七八九十]{1,2}、)*"
)
_NUMBERING_BEGUN: Final = re.compile(r"\(?\d{0,2}[.)、]?\Z|[一二三四五六七八九十]{1,2}\Z")
_NAME: Final = re.compile(r"[^\W_]{1,30}(?:(?:[ \t\u3000]{1,2}#?|[_\-#])[^\W_]{1,30}){0,7}")
_JOINT: Final = re.compile(r"(?:[ \t\u3000]{1,2}#?|[_\-#])?\Z")
_TAIL: Final = re.compile(
    r"(?P<close>\s*[*_`~\]】]*)"
    r"(?:\s*(?P<note>[(（][^()（）\n]{0,80}[)）])(?P<close2>\s*[*_`~\]】]*))?"
    r"(?P<delim>[ \t\u3000]*[:：﹕]|[ \t]+[–—-][ \t]+|\.(?=\s))?"
    r"(?P<after>[*_`~]*[ \t\u3000]*)"
)
_TAIL_BEGUN: Final = re.compile(
    r"\s*[*_`~\]】]*(?:\s*[(（][^()（）\n]{0,80}(?:[)）]\s*[*_`~\]】]*)?)?"
    r"(?:[ \t\u3000]*[:：﹕]?|[ \t]+[–—-][ \t]*|\.)[*_`~]*[ \t\u3000]*\Z"
)
_TAG: Final = re.compile(r"\s*<(/?)\s?([^\W\d_][\w \-.=\"'#]{0,40}?)\s?/?>")
_TAG_BEGUN: Final = re.compile(r"\s*<(?:/?\s?(?:[^\W\d_][\w \-.=\"'#]{0,40})?/?)?\Z")
_ATTRIBUTE: Final = re.compile(r"\b(?:id|n|no|name|number|index)\s?=", re.IGNORECASE)
_FENCE: Final = re.compile(r"\s*(`{3,})[ \t]*[\w+\-]{0,20}[ \t]*\Z")
_FENCE_BEGUN: Final = re.compile(r"\s*(?:`{1,2}|`{3,}[ \t]*[\w+\-]{0,20}[ \t]*)\Z")

_OPENED: Final = re.compile(r"(?:\*{1,3}|_{1,3}|\[|【)\Z")
_CLOSERS: Final = {"[": "]", "【": "】"}

_PREFIXES: Final = frozenset(key[:end] for key in NAMES for end in range(1, len(key) + 1))
Found = Label | Literal[Undecided.UNDECIDED] | None
LONGEST: Final = 200
"""No label is longer, with all its decoration."""


def recognise(line: str, *, ended: bool) -> Found:
    """Look for a label at the beginning of a line.

    Args:
        line: The line as far as it has come, or its first `LONGEST` characters.
        ended: Whether the line is whole.

    Returns:
        The label; None when there is none; `UNDECIDED` when that depends on what comes next.
    """
    ended = ended or len(line) >= LONGEST
    if not ended and (not line.strip() or _FENCE_BEGUN.match(line)):
        return UNDECIDED
    if ended and _FENCE.match(line):
        return Label(targets=(), key="", end=len(line))
    if line.lstrip().startswith("<"):
        return _recognise_tag(line, ended=ended)
    return _recognise_name(line, ended=ended)


def _recognise_tag(line: str, *, ended: bool) -> Found:
    tag = _TAG.match(line)
    if tag is None:
        return UNDECIDED if not ended and _TAG_BEGUN.match(line) else None
    key = name_key(_ATTRIBUTE.sub("", tag[2]))
    targets = NAMES.get(key, ())
    if not targets:
        rest = line[tag.end() :]
        if rest.strip():
            return None
        return Label(targets=(), key=key, end=len(line)) if ended else UNDECIDED
    return Label(targets=targets, key=key, end=tag.end(), marked=True, closing=bool(tag[1]))


def _recognise_name(line: str, *, ended: bool) -> Found:
    decor = _DECOR.match(line)
    assert decor is not None  # noqa: S101  it matches the empty string too
    start = decor.end()
    name = _NAME.match(line, start)
    if not ended and (start == len(line) or _NUMBERING_BEGUN.match(line, start)):
        return UNDECIDED
    if name is None:
        return None
    key = name_key(name[0])
    if not ended and _JOINT.match(line, name.end()):
        if key in _PREFIXES:
            return UNDECIDED
        return None
    targets = NAMES.get(key)
    if targets is None:
        return None
    tail = _TAIL.match(line, name.end())
    assert tail is not None  # noqa: S101  it matches the empty string too
    if not ended and (tail.end() == len(line) or _TAIL_BEGUN.match(line, name.end())):
        return UNDECIDED
    opened = _OPENED.search(decor[0])
    owed = ""
    if opened is not None:
        closer = _CLOSERS.get(opened[0][0], opened[0])
        closed = tail["close"] + (tail["close2"] or "") + tail["after"]
        owed = "" if closer in closed else closer
    colon = tail["delim"] is not None
    stands_out = opened is not None and not owed and (opened[0] in _CLOSERS or key[-1].isdigit())
    if not colon and not stands_out and line[tail.end() :].strip():
        return None
    return Label(
        targets=targets,
        key=key,
        end=tail.end(),
        marked=opened is not None or "#" in decor[0],
        colon=colon,
        owed=owed,
    )
