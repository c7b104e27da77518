"""What a very small model says in place of a passage: a card of the book, or praise for its story.

This is looked for only where one passage alone was asked for, as it is of small models, and only
at its beginning and end, but for an outline, which is cut wherever it has its label. The rules are
narrow: a label of the card; or a line without speech that turns to the writer, and judges, and
speaks of the work; or one that begins with the work and says as a critic what it does.
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
    r"\b(?:great|perfect|wonderful|fantastic|amazing|excellent|exceptional|impress\w+|masterpiece|"
    r"effectively|compelling|evocative|captivating|engaging|well[- ]written|overview|suggest\w*|"
    r"(?:could|can) add|add(?:s|ing)? (?:a bit |some |another |more )|(?:another|next) chapter)\b",
    re.IGNORECASE,
)
_OF_THE_WORK: Final = re.compile(
    r"\b(?:story|stories|chapters?|writing|narrative|summary|backstory|plot|prose|scenes?|"
    r"(?:main )?characters?|storytelling)\b",
    re.IGNORECASE,
)
_WORK: Final = (
    "scene", "passage", "paragraph", "chapter", "story", "narrative", "novel", "excerpt", "plot",
)  # fmt: skip
_WHICH: Final = ("", "opening ", "first ", "next ", "last ", "final ")
_NAMES_THE_WORK: Final = tuple(
    f"{article} {which}{work}" for article in ("this", "the") for which in _WHICH for work in _WORK
)
_COMMENTS: Final = re.compile(
    rf"(?:this|the) (?:{'|'.join(_WHICH[1:])})?(?:{'|'.join(_WORK)})"
    r"(?: itself|(?:'s|s'| of| between| about)(?: [\w'-]+){1,8}?)? (?:\w+ly |also )?"
    r"(?:sets? the (?:stage|tone|scene)|explor\w+|highlight\w*|showcas\w+|delv\w+|convey\w*|"
    r"captur\w+|illustrat\w+|emphasi\w+|introduc\w+|establish\w*|serv\w+ as|revolv\w+|"
    r"cent(?:er|re)s|focus\w+|unfolds)"
)
"""A sentence that says of the work what it does."""
_LONGEST_COMMENT_BEGUN: Final = 120
"""Characters within which such a sentence has come to what the work does."""
_OF_A_CRITIC: Final = re.compile(
    r"\b(?:readers?|protagonists?|main characters?|themes?|narrative|storytelling|plot|imagery|"
    r"poignant|gripping|compelling|thought-provoking|suspenseful|masterful\w*|backdrop|"
    r"exploration of|testament to|(?:stage|tone) for)\b"
)
_OUTLINE: Final = re.compile(r"(?:story )?outline\W{0,2}:\W*\w")
_NOTES: Final = ("summary", "outline", "plan", "rationale", "reason", "memory", "ending", "choice")
_MARKED: Final = re.compile(r"\s*(?:#{1,6}\s+|\*\*|__)(?P<name>[^\n:*_#]*)")
_LABEL_ENDS: Final = re.compile(r"[*_ \t]*(?::|\n|$)")
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
    """Whether a paragraph is about the writing, said to the writer or as a critic does."""
    text = _plain(paragraph)
    if len(text) > LONGEST or _SPEECH.search(text):
        return False
    if _COMMENTS.match(text) and _OF_A_CRITIC.search(text):
        return True
    return text.startswith(_STARTS) and all(
        each.search(text) for each in (_TO_THE_WRITER, _JUDGES, _OF_THE_WORK)
    )


def is_outline(line: str) -> bool:
    """Whether a line is an outline of the story, by its label."""
    return _OUTLINE.match(_plain(line)) is not None


def may_become_outline(begun: str) -> bool:
    """Whether a line that has only begun may still be one."""
    text = _plain(begun, ended=False)
    return any(each.startswith(text.rstrip(":* ")) for each in ("outline", "story outline")) or (
        is_outline(text)
    )


def is_note(paragraph: str) -> bool:
    """Whether a paragraph is a section that nobody asked for, by its marked label: ``**Plan:** …``.

    The same words may stand within a story; behind it they are no part of it.
    """
    marked = _MARKED.match(paragraph)
    if marked is None or marked["name"].casefold().split(" ")[0].strip() not in _NOTES:
        return False
    is_heading = marked[0].lstrip().startswith("#")
    return is_heading or _LABEL_ENDS.match(paragraph, marked.end()) is not None


def may_become_note(begun: str) -> bool:
    """Whether a line that has only begun may still become such a paragraph."""
    marked = _MARKED.match(begun)
    if marked is None:
        return not begun.strip("#*_ \t")
    name = marked["name"].casefold()
    named = name.split(" ")[0] in _NOTES and not begun[marked.end() :].strip("*_ \t")
    return is_note(begun) or named or any(each.startswith(name) for each in _NOTES)


def may_become_chat(begun: str) -> bool:
    """Whether a line that has only begun may still be of a card, or a word to the writer."""
    text = _plain(begun, ended=False)
    if len(text) > LONGEST or _SPEECH.search(text):
        return False
    if text.startswith(_NAMES_THE_WORK):
        return len(text) < _LONGEST_COMMENT_BEGUN or _COMMENTS.match(text) is not None
    beginnings = (
        *_STARTS,
        *_NAMES_THE_WORK,
        *(f"{name}:" for name in (*_CARD_NAMES, *_FURTHER_NAMES)),
    )
    return (
        text.startswith(_STARTS)
        or any(each.startswith(text) for each in beginnings)
        or is_card_line(text, within=True)
    )


def _plain(text: str, *, ended: bool = True) -> str:
    text = text.strip(_MARKUP) if ended else text.lstrip(_MARKUP)
    return text.replace("’", "'").casefold()
