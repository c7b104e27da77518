"""Reading short answers: which plan is chosen, and whether the story has ended."""

from __future__ import annotations

import re
from typing import Final

_CHOICES: Final = {
    "1": 1, "2": 2, "3": 3, "one": 1, "two": 2, "three": 3, "first": 1, "second": 2, "third": 3,
    "一": 1, "二": 2, "两": 2, "三": 3, "①": 1, "②": 2, "③": 3, "a": 1, "b": 2, "c": 3,
}  # fmt: skip
_NOUN: Final = r"(?:plan|option|instruction|choice|number|no\.?|计划|方案|指令|选项|选择)"
_NUMBER: Final = r"(?:[123]|one|two|three|[一二三两①②③])"
_CHOICE_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\A\W*(?:{_NOUN}\W{{0,4}})?({_NUMBER}|[abc](?=\W*\Z))(?![\w])",
        rf"\A\W*(?:第({_NUMBER})|(?:the\s+)?(first|second|third)\b)",
        rf"(?<![a-z]){_NOUN}[\s#:：*_\"'“(（\[-]{{0,5}}({_NUMBER})(?![a-z0-9])",
        rf"第\s?({_NUMBER})\s?(?:个|项|条|种)?",
        rf"\b(first|second|third)\s+(?:one|{_NOUN})",
        r"(?<![\w.])([123])(?![\w.]*\d)",
        r"\b(one|two|three|first|second|third)\b",
        r"([①②③])",
    )
)
_HALF_WIDTH: Final = str.maketrans("１２３", "123")
_YES: Final = re.compile(
    r"\W*(?:(?:answer|ending(?: reached)?|结局|是否\w*|答案|回答)\s*[:：]?\W*)?"
    r"(?:(?:yes|yeah|yep|true|reached|correct|indeed)\b|是(?!否|不是)|对|已经?(?:结束|完结|到)|"
    r"(?:the (?:story|novel|book)|it) (?:has|is) (?:now |indeed |already )?"
    r"(?:reached|ended|come to|over|finished|complete|concluded|done)\b|it has\W*\Z|结束了|完结)",
    re.IGNORECASE,
)


def read_choice(text: str) -> int | None:
    """Read which of three plans is chosen: ``Plan 2``, ``2.``, ``two``, ``第二个``.

    The first number that is said counts, a number named as a plan before any other.
    """
    text = text.translate(_HALF_WIDTH)
    for form in _CHOICE_FORMS:
        if found := form.search(text):
            return _CHOICES[next(group for group in found.groups() if group).casefold()]
    return None


def read_yes(text: str) -> bool:
    """Read whether an answer says yes; what is neither yes nor no is no."""
    return _YES.match(text) is not None
