"""English full stops: abbreviations that sentencex sees where none are, and those it misses.

It knows ``me.`` for maître and ``no.`` for number, so that "Follow me. Pierre is here." would be
one sentence.
"""

from __future__ import annotations

import re
from typing import Final

_WORD_BEFORE_STOP: Final = re.compile(r"(?:\b([A-Za-z]{2,})|(?<=[a-z] )(I))\.(?= +[A-Z])")
_SMALL_ABBREVIATIONS: Final = frozenset({"vs", "viz", "cf", "ca"})
"""All that English prose abbreviates in small letters and puts before a capital."""
_WORDS: Final = frozenset(
    {
        "I",
        "No",
        "Me",
        "May",
        "Ok",
        "OK",
        "Pa",
        "Al",
        "Ken",
        "Art",
        "Ill",
        "Miss",
        "La",
        "Arc",
        "Ore",
    }
)
_TITLE: Final = re.compile(r"\b(?:Ms|Ste|Lieut|Serjt|Ch|Vol)\.\Z")


def without_false_abbreviations(prose: str) -> str:
    """Put an exclamation mark for the full stop behind a word that only looks abbreviated.

    The text keeps its length; the mark leaves no doubt that a sentence ends there.
    """
    return _WORD_BEFORE_STOP.sub(_unmistakable, prose)


def ends_in_english_title(before: str) -> bool:
    """Whether a text ends in an abbreviated title or heading that sentencex does not know."""
    return _TITLE.search(before) is not None


def _unmistakable(match: re.Match[str]) -> str:
    word = match.group(1) or match.group(2)
    ends = word in _WORDS or (word.islower() and word not in _SMALL_ABBREVIATIONS)
    return f"{word}!" if ends else match.group()
