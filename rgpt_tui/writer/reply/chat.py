"""What a very small model says in place of a passage: a card of the book, or praise for its story.

This is looked for only where one passage alone was asked for, as it is of small models, and only
at its beginning and end. The rules are narrow: a label of the card, or a line without speech that
turns to the writer, and judges, and speaks of the work.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 1200
"""Characters; a longer line is a page of the story."""
LONGEST_HEADLINE: Final = 100

_CARD_NAMES: Final = (
    "title", "genre", "topic", "style", "tone", "theme", "themes", "point of view", "word count",
)  # fmt: skip
_FURTHER_NAMES: Final = (
    "novel", "author", "publisher", "setting", "characters", "main character", "plot", "summary",
    "date", "year", "language", "chapter",
)  # fmt: skip
"""They are of a card only below one that is plainly of it: prose may begin with them too."""
_CARD: Final = re.compile(rf"(?:{'|'.join(_CARD_NAMES)})\W{{0,2}}:", re.IGNORECASE)
_FURTHER: Final = re.compile(rf"(?:{'|'.join(_FURTHER_NAMES)})\W{{0,2}}:", re.IGNORECASE)
_STARTS: Final = (
    "that's a ", "that is a ", "this is a ", "this is an ", "what a ", "great job", "well done",
    "you've done ", "you've effectively", "you've created", "you've woven", "you've written",
    "you've already ", "you have done ", "you have created ", "your writing", "your story",
    "your use of", "i've been giving", "i think this ", "i think it", "i think you",
    "i'd love to ", "i would love to ", "i'm sure you", "i'm not sure if you",
    "i would suggest", "i'd suggest", "overall, ",
)  # fmt: skip
_TO_THE_WRITER: Final = re.compile(r"\byou(?:r|'ve|'re|'d|'ll)?\b", re.IGNORECASE)
_JUDGES: Final = re.compile(
    r"\b(?:great|wonderful|fantastic|amazing|excellent|exceptional|impress\w+|masterpiece|"
    r"effectively|compelling|evocative|captivating|engaging|well[- ]written|overview|suggest\w*|"
    r"(?:could|can) add|add(?:s|ing)? (?:a bit |some |another |more )|(?:another|next) chapter)\b",
    re.IGNORECASE,
)
_OF_THE_WORK: Final = re.compile(
    r"\b(?:story|stories|chapters?|writing|narrative|summary|backstory|plot|prose|scenes?|"
    r"(?:main )?characters?|storytelling)\b",
    re.IGNORECASE,
)
_SPEECH: Final = re.compile(r"[\"“”„«»「『]")
_SENTENCE: Final = re.compile(r"[.!?,;。！？，\"“”「]")
_SMALL: Final = (
    "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "s", "the", "to", "with",
)  # fmt: skip
"""Words, and ends of words, that are small in a title."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_MARKUP: Final = "*_#>`~ \t\n"


def is_card_line(line: str, *, within: bool = False) -> bool:
    """Whether a line is one of a card of the book, such as ``Genre: a quiet mystery``.

    Args:
        line: the line.
        within: the line before it is of a card.
    """
    line = line.strip(_MARKUP)
    return _CARD.match(line) is not None or (within and _FURTHER.match(line) is not None)


def is_headline(line: str) -> bool:
    """Whether a line may be the name of the book above such a card: short, and no sentence."""
    line = line.strip(_MARKUP)
    return bool(line) and may_become_headline(line) and line[-1].isalnum()


def may_become_headline(begun: str) -> bool:
    """Whether a line that has only begun may still become such a name, set as titles are."""
    if len(begun) > LONGEST_HEADLINE or _SENTENCE.search(begun):
        return False
    return all(
        word[0].isupper() or any(each.startswith(word) for each in _SMALL)
        for word in _WORD.findall(begun)
    )


def is_feedback(paragraph: str) -> bool:
    """Whether a paragraph is a word to the writer about the writing, and nothing of a story."""
    text = _plain(paragraph)
    return (
        len(text) <= LONGEST
        and text.startswith(_STARTS)
        and not _SPEECH.search(text)
        and all(each.search(text) for each in (_TO_THE_WRITER, _JUDGES, _OF_THE_WORK))
    )


def may_become_chat(begun: str) -> bool:
    """Whether a line that has only begun may still be of a card, or a word to the writer."""
    text = _plain(begun, ended=False)
    if len(text) > LONGEST or _SPEECH.search(text):
        return False
    beginnings = (*_STARTS, *(f"{name}:" for name in (*_CARD_NAMES, *_FURTHER_NAMES)))
    return (
        text.startswith(_STARTS)
        or any(each.startswith(text) for each in beginnings)
        or is_card_line(text, within=True)
    )


def _plain(text: str, *, ended: bool = True) -> str:
    text = text.strip(_MARKUP) if ended else text.lstrip(_MARKUP)
    return text.replace("’", "'").casefold()
