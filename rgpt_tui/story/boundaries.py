"""Where the sentences of one paragraph end.

The library sentencex knows abbreviations and initials in many languages. What it does not know
is dialogue: it keeps a quotation whole, however many sentences are in it, and parts a speech from
its tag in Chinese and Japanese. So it is shown the paragraph without quotation marks and brackets,
and what it finds is put to the rules below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.abbreviations import ends_in_english_title, without_false_abbreviations
from rgpt_tui.story.language import is_cjk, primary_subtag
from rgpt_tui.story.speech import belongs_to_speech

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING: Final = frozenset("“„‟«‹「『｢〈《【〔（([{‘‚‛*_`\"'")
_CLOSING: Final = frozenset("”»›」』｣〉》】〕）)]}’“*_`\"'")
_MARKS: Final = _OPENING | _CLOSING
_CLOSING_MARKS: Final = re.compile(f"(?:\\s?»(?!\\w)|[{re.escape(''.join(sorted(_CLOSING)))}])*")
"""French has a space before its closing mark."""
_TWO_WAY_MARKS: Final = frozenset("\"'“*_`")
"""Marks that open as well as close."""
_STOPS: Final = frozenset(".?!")
_ELLIPSES: Final = frozenset("…‥")
_PUNCTUATION: Final = frozenset("!?.,;:！？。，；：、…‥．")
_DASHES: Final = frozenset("—–-―⸺")
_BEFORE_WORDS: Final = "".join(_MARKS | _DASHES) + " \t\n\r\u3000\u00a0"
_TRAILING_DOTS: Final = re.compile(r"(?<![.?!…])(?:…|\.\.\.|\s?\. \. \.)\Z")
_BREAK_OFF: Final = re.compile(r"[…‥—―-](?:[”’」』]|[\"'](?=\s|\Z))")
"""Speech that is broken off ends there, though by no full stop."""
_FIRST_PERSON: Final = re.compile(r"I\b")
_NUMBERING: Final = re.compile(r"\s*\(?\d{1,3}[.)]+")
_BRACKETS: Final = {"(": ")", "[": "]", "（": "）", "《": "》", "〈": "〉"}
_TITLE_BRACKETS: Final = frozenset("《〈")
_LONGEST_ASIDE: Final = 300
"""In characters; what is longer is no aside, or a bracket that was never closed."""
_AHEAD: Final = 80
"""How many characters behind a place tell whether the sentence goes on there."""


def boundaries(block: str, skipped: int, language: str) -> Iterator[int]:
    """Yield the offset at which each sentence of a paragraph ends, but for the last.

    Args:
        block: One paragraph, hard-wrapped or not.
        skipped: How many characters at its beginning are no prose, but the marker of a list item.
        language: A BCP 47 tag.
    """
    start = skipped
    cased = any(character.isupper() for character in block)
    for stop in _stops(block, skipped, language):
        end = _after_closing_marks(block, stop)
        if (
            end > start
            and not _NUMBERING.fullmatch(block, start, end)
            and not _continues(block, stop, end, language, cased=cased)
            and not _in_aside(block, start, stop, end)
        ):
            yield end
            start = end


def _stops(block: str, skipped: int, language: str) -> Iterator[int]:
    """Yield where sentencex sees a sentence end, as the offset behind its last character."""
    from sentencex import segment  # type: ignore[import-untyped]

    language = primary_subtag(language)
    wide = is_cjk(language)
    shown: list[str] = []
    places: list[int] = []
    for place, character in enumerate(block[skipped:], skipped):
        if character in _MARKS and not _inside_word(block, place):
            continue
        seen = _as_seen(block, place, wide=wide)
        if seen in _STOPS and shown and shown[-1] in _STOPS and places[-1] == place - 1:
            # sentencex never ends a sentence between "..." or "?!" and an "I".
            shown[-1], places[-1] = "!", place
        else:
            shown.append(seen)
            places.append(place)
    prose = "".join(shown)
    if language == "en":
        prose = without_false_abbreviations(prose)
    read = 0
    for sentence in segment(language, prose):
        length = len(sentence.rstrip())
        if length:
            yield places[read + length - 1] + 1
        read += len(sentence)


def _as_seen(block: str, place: int, *, wide: bool) -> str:
    """The character that sentencex is shown for one of a paragraph."""
    character = block[place]
    if character.isspace():
        return " "
    if _BREAK_OFF.match(block, place):
        return "。" if wide else "."
    if character in _ELLIPSES and not wide:
        return "."
    if "\ud800" <= character <= "\udfff":
        # Half a surrogate pair cannot be handed over to Rust.
        return "\ufffd"
    return character


def _inside_word(block: str, place: int) -> bool:
    """Whether a mark stands inside a word, as in ``don't`` and ``snake_case``."""
    before, after = block[max(place - 1, 0) : place], block[place + 1 : place + 2]
    return block[place] in "'’*_" and before.isalnum() and after.isalnum()


def _after_closing_marks(block: str, stop: int) -> int:
    """The offset behind the quotation marks and brackets that close at a sentence's end."""
    match = _CLOSING_MARKS.match(block, stop)
    end = match.end() if match else stop
    if end == stop or block[end - 1] not in _TWO_WAY_MARKS or not block[end : end + 1].isalnum():
        return end
    # No space on either side of the mark: a straight one closes if another one is open.
    closes = block[end - 1] == '"' and block.count('"', 0, end) % 2 == 0
    return end if closes else end - 1


def _continues(block: str, stop: int, end: int, language: str, *, cased: bool) -> bool:
    """Whether the sentence goes on behind a mark that could have ended it."""
    before = block[max(stop - _AHEAD, 0) : stop]
    after = block[end : end + _AHEAD]
    following = after.lstrip()
    words = after.lstrip(_BEFORE_WORDS)
    if after[:1] in _DASHES or following[:1] in _PUNCTUATION:
        return True
    if cased and words[:1].islower():
        return True
    if primary_subtag(language) == "en" and ends_in_english_title(before):
        return True
    # "Well... I think so": the one capital that begins no sentence.
    if end == stop and _TRAILING_DOTS.search(before) and _FIRST_PERSON.match(words):
        return True
    ending = before[len(before.rstrip(".!?…")) :]
    return belongs_to_speech(block[stop:end], after, ending)


def _in_aside(block: str, start: int, stop: int, end: int) -> bool:
    """Whether a place is inside brackets that opened in mid-sentence, or in the title of a work.

    Behind the closing bracket a sentence with full-width ones goes on, for its stop comes after
    them; English may put the stop before.
    """
    for opening, closing in _BRACKETS.items():
        place = end if opening.isascii() else stop
        opened = block.rfind(opening, max(start, place - _LONGEST_ASIDE), place)
        if opened < 0 or closing in block[opened:place]:
            continue
        closes = block.find(closing, place, opened + _LONGEST_ASIDE) >= 0
        within = opening in _TITLE_BRACKETS or re.search(r"\w", block[start:opened])
        if closes and within:
            return True
    return False
