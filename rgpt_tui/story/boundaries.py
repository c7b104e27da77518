"""Where the sentences of one paragraph end.

The library sentencex knows abbreviations and initials in many languages. What it does not know
is dialogue: it keeps a quotation whole, however many sentences are in it, and parts a speech from
its tag in Chinese and Japanese. So it is shown the paragraph without quotation marks and brackets,
and what it finds is put to the rules below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.language import is_cjk, primary_subtag
from rgpt_tui.story.speech import belongs_to_speech

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING: Final = frozenset("“„‟«‹「『｢〈《【〔（([{‘‚‛*_\"'")
_CLOSING: Final = frozenset("”»›」』｣〉》】〕）)]}’“*_\"'")
_MARKS: Final = _OPENING | _CLOSING
_CLOSING_MARKS: Final = re.compile(f"(?:\\s?»(?!\\w)|[{re.escape(''.join(sorted(_CLOSING)))}])*")
"""French has a space before its closing mark."""
_ELLIPSIS: Final = frozenset("…‥")
_TERMINATORS: Final = frozenset("!?.,;:！？。，；：、…‥．")
_DASHES: Final = frozenset("—–-―⸺")
_BRACKETS: Final = {"(": ")", "（": "）", "[": "]", "《": "》", "〈": "〉"}
_LONGEST_ASIDE: Final = 300
"""In characters; what is longer is no aside, or a bracket that was never closed."""
_WORD_BEFORE_STOP: Final = re.compile(r"\b([A-Za-z]{2,})\.(?= +[A-Z])")
_ABBREVIATIONS: Final = frozenset({"vs", "viz", "cf", "ca"})
"""All that English prose abbreviates in small letters and puts before a capital."""
_ENGLISH_WORDS: Final = frozenset(
    {"No", "Me", "May", "Ok", "OK", "Pa", "Al", "Ken", "Art", "Ill", "Miss", "La", "Arc", "Ore"}
)
"""Words that sentencex takes for abbreviations, as in "No. Pierre isn't here."."""
_TITLE: Final = re.compile(r"\b(?:Ms|Ste|Lieut|Serjt|Ch|Vol)\.\Z")
"""Abbreviations that sentencex does not know."""
_FIRST_PERSON: Final = re.compile(r"I\b")


def boundaries(block: str, skipped: int, language: str) -> Iterator[int]:
    """Yield the offset at which each sentence of a paragraph ends, but for the last.

    Args:
        block: One paragraph, hard-wrapped or not.
        skipped: How many characters at its beginning are no prose, but the marker of a list item.
        language: A BCP 47 tag.
    """
    start = skipped
    cased = any(character.isupper() for character in block)
    for offset in _candidates(block, skipped, language):
        end = _after_closing_marks(block, offset)
        if end <= start:
            continue
        if _continues(block, offset, end, language, cased=cased) or _in_aside(block, start, end):
            continue
        yield end
        start = end


def _candidates(block: str, skipped: int, language: str) -> Iterator[int]:
    """Yield where sentencex sees a sentence end, as the offset behind its last character."""
    from sentencex import segment  # type: ignore[import-untyped]

    shown: list[str] = []
    places: list[int] = []
    wide = is_cjk(language)
    for place in range(skipped, len(block)):
        character = block[place]
        if character in _MARKS and not _apostrophe(block, place):
            continue
        if character.isspace():
            character = " "
        elif character in _ELLIPSIS and not wide:
            character = "."
        elif "\ud800" <= character <= "\udfff":
            character = "\ufffd"
        shown.append(character)
        places.append(place)
    read = 0
    prose = "".join(shown)
    if primary_subtag(language) == "en":
        prose = _WORD_BEFORE_STOP.sub(_without_false_abbreviation, prose)
    for sentence in segment(primary_subtag(language), prose):
        read += len(sentence)
        length = len(sentence.rstrip())
        if length and read < len(places):
            yield places[read - len(sentence) + length - 1] + 1


def _without_false_abbreviation(match: re.Match[str]) -> str:
    """Write a mark that leaves no doubt behind a word that is no abbreviation."""
    word = match.group(1)
    ends = word in _ENGLISH_WORDS or (word.islower() and word not in _ABBREVIATIONS)
    return f"{word}!" if ends else match.group()


def _apostrophe(block: str, place: int) -> bool:
    """Whether a mark stands inside a word, as in ``don't`` and ``snake_case``."""
    around = block[place - 1 : place], block[place + 1 : place + 2]
    return block[place] in "'’*_" and all(neighbour.isalnum() for neighbour in around)


def _after_closing_marks(block: str, offset: int) -> int:
    """The offset behind the quotation marks and brackets that close at a sentence's end."""
    match = _CLOSING_MARKS.match(block, offset)
    end = match.end() if match else offset
    opens = block[end : end + 1].isalnum() and block[end - 1] in "\"'“*_"
    return end - 1 if end > offset and opens else end


def _continues(block: str, offset: int, end: int, language: str, *, cased: bool) -> bool:
    """Whether the sentence goes on behind a mark that could have ended it."""
    following = block[end:].lstrip()
    attached = block[end : end + 1]
    if primary_subtag(language) == "en" and _TITLE.search(block[max(offset - 8, 0) : offset]):
        return True
    if attached in _DASHES or following[:1] in _TERMINATORS:
        return True
    if any(mark in "》〉" for mark in block[offset:end]):
        return True
    words = following.lstrip("".join(_MARKS | _DASHES) + " \n")
    if words[:1].islower() and cased:
        return True
    if _trails_off(block, offset) and _FIRST_PERSON.match(words):
        return True
    return belongs_to_speech(block[offset:end], following, block[offset - 1 : offset])


def _trails_off(block: str, offset: int) -> bool:
    return block[max(offset - 3, 0) : offset].endswith(("…", "..", ". ."))


def _in_aside(block: str, start: int, end: int) -> bool:
    """Whether a place is inside brackets that opened in mid-sentence."""
    for opening, closing in _BRACKETS.items():
        opened = block.rfind(opening, start, end)
        if opened < 0 or closing in block[opened:end]:
            continue
        inside_sentence = re.search(r"\w", block[start:opened]) is not None
        closes = block.find(closing, end, opened + _LONGEST_ASIDE) >= 0
        if closes and (inside_sentence or opening in "《〈"):
            return True
    return False
