"""Which language a text is in, as far as its script tells."""

from __future__ import annotations

import re
from typing import Final

HAN: Final = (
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Character class of Han characters, for use inside the brackets of a regular expression."""
KANA: Final = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"
"""Character class of hiragana and katakana, the long vowel mark included."""

_SCRIPTS: Final = {
    "ko": re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"),
    "ru": re.compile("[\u0400-\u052f]"),
    "el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "ar": re.compile("[\u0620-\u064a\u066e-\u06d3\u0750-\u077f]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "hi": re.compile("[\u0904-\u0939\u0958-\u0961]"),
    "th": re.compile("[\u0e01-\u0e30\u0e40-\u0e46]"),
    "en": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
}
_HAN: Final = re.compile(f"[{HAN}]")
_KANA: Final = re.compile(f"[{KANA}]")

_LETTERS_PER_IDEOGRAPH: Final = 3
"""A Han character says about as much as three letters: Latin names must not outweigh the prose."""
_KANA_SHARE: Final = 0.1
"""Japanese is at least this much kana; below, a Chinese text has quoted a word of it."""


def detect_language(text: str) -> str:
    """Tell the language of a text by the script that most of it is written in.

    A script is not a language: everything in Latin letters is called English, everything in
    Cyrillic Russian, in Arabic letters Arabic, in Devanagari Hindi, and simplified and
    traditional Chinese are both ``zh``. French, German, Ukrainian or Persian cannot be told this
    way; there the language is a setting of the story, and this is only its first guess.

    Returns:
        A BCP 47 primary subtag; ``en`` for a text without letters.
    """
    han = len(_HAN.findall(text))
    kana = len(_KANA.findall(text))
    ideographs = han + kana
    shares = {language: len(script.findall(text)) for language, script in _SCRIPTS.items()}
    likeliest = max(shares, key=lambda language: (shares[language], language == "en"))
    # A Hangul syllable says as much as a Han character, and Korean prose may have some of those.
    weight = 1 if likeliest == "ko" else _LETTERS_PER_IDEOGRAPH
    if ideographs * weight > shares[likeliest]:
        return "ja" if kana > ideographs * _KANA_SHARE else "zh"
    return likeliest


def is_cjk(language: str) -> bool:
    """Whether a language is written without spaces between words: Chinese and Japanese.

    Korean is not among them here: it has spaces, and its words are counted by them.
    """
    return primary_subtag(language) in {"zh", "ja", "yue"}


def primary_subtag(language: str) -> str:
    """The language of a BCP 47 tag: ``zh`` of ``zh-Hant``, ``en`` of ``EN_us``."""
    return re.split("[-_]", language.strip().lower(), maxsplit=1)[0]
