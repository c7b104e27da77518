"""Text in another language than the story's, as far as its script tells beyond doubt."""

from __future__ import annotations

from typing import Final

from rgpt_tui.story.language import detect_language, is_cjk, primary_subtag
from rgpt_tui.story.sentences import split_sentences

LATIN: Final = "en"
"""What `detect_language` calls a text in Latin letters, whatever its language."""
_SCRIPT_OF: Final = {
    **dict.fromkeys(
        (
            "en", "fr", "de", "es", "pt", "it", "nl", "da", "sv", "no", "nb", "nn", "fi", "is",
            "pl", "cs", "sk", "sl", "hr", "hu", "ro", "tr", "vi", "id", "ms", "et", "lv", "lt",
            "ca", "gl", "eu", "ga", "cy", "sw", "la", "eo",
        ),
        LATIN,
    ),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk"), "ru"),
    **dict.fromkeys(("ar", "fa", "ur"), "ar"),
    **dict.fromkeys(("he", "yi"), "he"),
    **dict.fromkeys(("hi", "mr", "ne"), "hi"),
    **dict.fromkeys(("zh", "yue"), "zh"),
    "ja": "ja", "ko": "ko", "el": "el", "th": "th",
}  # fmt: skip
"""Languages that are written in one script only, and what its texts are detected as."""
_NAMES: Final = {
    LATIN: "Latin letters", "ru": "Cyrillic letters", "ar": "Arabic letters", "el": "Greek letters",
    "he": "Hebrew letters", "hi": "Devanagari", "zh": "Chinese", "ja": "Japanese", "ko": "Korean",
    "th": "Thai",
}  # fmt: skip
SENTENCES: Final = 3
"""Of fewer nothing is said: they may be a quotation."""
SHARE: Final = 0.8
"""Of the sentences that are in another script; names and quotations do not come to that."""
LETTERS: Final = 60
LETTERS_CJK: Final = 24


def foreign_script(text: str, language: str) -> str:
    """In what a text is written, in words, if that is clearly not the story's language.

    Args:
        text: of a section.
        language: of the story.

    Returns:
        Such as "Chinese" or "Cyrillic letters"; empty if it may well be the story's language.
    """
    script = _SCRIPT_OF.get(primary_subtag(language))
    found = detect_language(text)
    if script is None or found == script:
        return ""
    sentences = [each for each in split_sentences(text, found) if any(map(str.isalpha, each))]
    letters = sum(map(str.isalpha, text))
    if len(sentences) < SENTENCES or letters < (LETTERS_CJK if is_cjk(found) else LETTERS):
        return ""
    foreign = sum(detect_language(each) != script for each in sentences)
    return _NAMES[found] if foreign >= SHARE * len(sentences) else ""
