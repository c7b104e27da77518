"""Recognising a label at the beginning of a line.

A decision, once taken, does not change when more of the line comes: that is what makes a reply
read the same however it is cut into chunks. As long as a line may still begin with a label the
answer is `UNDECIDED`, and no longer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from rgpt_tui.writer.sections import (
    OPENINGS,
    PLANS,
    Section,
    Target,
    begins_name,
    name_key,
    named,
)


class Undecided(Enum):
    """The type of the one value `UNDECIDED`."""

    UNDECIDED = 0


UNDECIDED: Final = Undecided.UNDECIDED
"""More of the line is needed to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label that a line begins with."""

    targets: tuple[Target, ...]
    """What its name can stand for; empty for what only wraps the reply, such as a code fence."""
    key: str
    end: int
    """Where in the line the text after it begins."""
    marked: bool = False
    """It is in bold, a heading, in brackets, or a tag, and so no prose."""
    colon: bool = True
    alone: bool = False
    """Nothing follows it on its line."""
    tag: bool = False
    closing: bool = False
    """It is a closing tag."""
    owed: str = ""
    """The mark that it opened and did not close, to be taken out of the rest of its line."""
    heading: str = ""
    """What a plan is called in parentheses behind its number."""

    @property
    def numbered(self) -> bool:
        """Whether it has a number, as in ``Plan 1``."""
        first = self.targets[0] if self.targets else None
        return first in PLANS or first in OPENINGS or self.key[-1:].isdigit()


Found = Label | Literal[Undecided.UNDECIDED] | None

LONGEST: Final = 200
"""No label is longer, with all its decoration."""

_EMOJI: Final = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u20e3"
_DECOR: Final = re.compile(
    rf"(?:[\s\u200b-\u200d>#=*_•+~`\[【\-{_EMOJI}]|\(?\d{{1,2}}[.)、\ufe0f\u20e3](?!\d)"
    r"|[一二三四五六七八九十]{1,2}、)*"
)
_NUMBERING_BEGUN: Final = re.compile(r"(?:\(?\d{0,2}|[一二三四五六七八九十]{1,2})\Z")
_OPENED: Final = re.compile(r"(\*{2,3}|_{2,3}|\[|【)[^*_\[【]*\Z|([*_`])\Z")
_CLOSERS: Final = {"[": "]", "【": "】"}
_NAME: Final = re.compile(r"[^\W_]{1,30}(?:(?:[ \t\u3000]{1,2}#?|[_\-#])[^\W_]{1,30}){0,7}")
_JOINT: Final = re.compile(r"(?:[ \t\u3000]{1,2}#?|[_\-#])?\Z")
_CLOSE: Final = r"(?:\s*[*_`~\]】=#]+)?"
_NOTE: Final = r"\s*[(（][^()（）\n]{0,60}"
_TAIL: Final = re.compile(
    rf"(?P<close>{_CLOSE})(?:(?P<note>{_NOTE})[)）](?P<close2>{_CLOSE}))?"
    r"(?P<delim>[ \t\u3000]*[:：﹕?？]|[ \t]+(?:[–—]|--?)[ \t]+|\.(?=[\s*_]))?"
)
_TAIL_BEGUN: Final = re.compile(
    rf"{_CLOSE}(?:{_NOTE}(?:[)）]{_CLOSE})?)?(?:[ \t]+(?:[–—]|--?)?|\.)?\Z"
)
_MEASURE: Final = re.compile(
    r"\d|sentence|word|token|updated|revised|new|continued|optional|句|字|更新|修订", re.IGNORECASE
)
_TAG: Final = re.compile(r"\s*<(/?)\s?([^\W\d_][\w \-.=\"'#]{0,40})/?>")
_TAG_BEGUN: Final = re.compile(r"\s*<(?:/?\s?(?:[^\W\d_][\w \-.=\"'#]{0,40})?/?)?\Z")
_ATTRIBUTE: Final = re.compile(r"\b(?:id|n|no|name|number|index)\s?=", re.IGNORECASE)
_WRAPPER: Final = re.compile(r"\s*(?:`{3,}[\w+\-]{0,20}|\[)\s*\Z")
_FENCE_BEGUN: Final = re.compile(r"\s*(?:`{1,2}|`{3,}[\w+\-]{0,20}[ \t]*)\Z")


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
    if ended and _WRAPPER.match(line):
        return Label(targets=(), key="", end=len(line))
    if line.lstrip().startswith("<"):
        return _tag(line, ended=ended)
    return _name(line, ended=ended)


def _tag(line: str, *, ended: bool) -> Found:
    tag = _TAG.match(line)
    if tag is None:
        return UNDECIDED if not ended and _TAG_BEGUN.match(line) else None
    key = name_key(_ATTRIBUTE.sub("", tag[2]))
    targets = named(key)
    if targets:
        closing = bool(tag[1])
        return Label(
            targets=targets, key=key, end=tag.end(), marked=True, tag=True, closing=closing
        )
    # A tag that is not known wraps the reply if it stands alone; else it is text.
    if " " in tag[2] or line[tag.end() :].strip():
        return None
    return Label(targets=(), key=key, end=len(line)) if ended else UNDECIDED


def _name(line: str, *, ended: bool) -> Found:
    decor = _DECOR.match(line)
    start = decor.end() if decor else 0
    if not ended and (start == len(line) or _NUMBERING_BEGUN.match(line, start)):
        return UNDECIDED
    name = _NAME.match(line, start)
    if name is None:
        return None
    key = name_key(name[0])
    if not ended and _JOINT.match(line, name.end()):
        return UNDECIDED if begins_name(key) else None
    targets = named(key)
    tail = _TAIL.match(line, name.end())
    if not targets or tail is None:
        return None
    if not ended and (tail.end() == len(line) or _TAIL_BEGUN.match(line, name.end())):
        return UNDECIDED
    return _label(line, line[:start], targets, key, tail, ended=ended)


def _label(
    line: str,
    decor: str,
    targets: tuple[Target, ...],
    key: str,
    tail: re.Match[str],
    *,
    ended: bool,
) -> Found:
    mark = _OPENED.search(decor)
    opened = (mark[1] or mark[2]) if mark else ""
    owed, end = _CLOSERS.get(opened, opened), tail.end()
    marked = bool(opened) or "#" in decor or "=" in decor
    numbered = targets[0] in PLANS or targets[0] in OPENINGS
    delim = (tail["delim"] or "").strip()
    if delim in ("?", "？") and targets[0] is not Section.ENDING:
        return None
    if delim in (".", "-", "--", "–", "—") and not (marked or numbered):
        return None
    if owed:
        if owed in (tail["close"] or "") + (tail["close2"] or ""):
            owed = ""
        elif line.startswith(owed, end):
            end, owed = end + len(owed), ""
        elif not ended and owed.startswith(line[end:]):
            return UNDECIDED
    text = line[end:].lstrip(" \t\u3000")
    if not text and not ended:
        return UNDECIDED
    # Without a colon, and with text behind it, it must show in another way that it is a label.
    set_off = opened and not owed and (opened in _CLOSERS or numbered)
    if text and not delim and not set_off:
        return None
    note = (tail["note"] or "").strip(" \t\u3000(（")
    return Label(
        targets=targets,
        key=key,
        end=len(line) - len(text),
        marked=marked,
        colon=bool(delim),
        alone=not text,
        owed=owed,
        heading=note if numbered and not _MEASURE.search(note) else "",
    )
