"""A model that says it will not write, in place of what was asked for.

Both halves must be there: that it is not able or willing, and what only a model says of its work.
``I'm sorry, I can't help you,`` said to a traveller, has one of them; and a text that is as long as
a page of the story is the page.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 900
"""Characters; a refusal says its reasons and what it would do instead, and has an end."""
LONGEST_CHINESE: Final = 300
NEAR: Final = 240
"""Characters within which it comes to the point."""

_UNWILLING: Final = re.compile(
    r"\b(?:i|we)(?:['’]m| am| are|['’]re)?\s+(?:\w+\s+){0,3}?"
    r"(?:can['’]?t|cannot|can not|won['’]?t|will not|unable to|not able to|not comfortable|"
    r"must decline|have to decline|decline to)\b",
    re.IGNORECASE,
)
_OF_A_MODEL: Final = re.compile(
    r"\b(?:requests?|assist(?:ance)?\b(?! me)|help with (?:that|this)|content|guidelines|"
    r"polic(?:y|ies)|comply|generate|provide (?:that|this|an?)|as an ai|language model|"
    r"(?:continue|write|complete|fulfil+|create)\s+(?:with\s+)?(?:this|that|the|a|your|such|any)\s+"
    r"(?:\w+\s+)?(?:story|scene|passage|paragraph|section|chapter|text|prompt|novel|memory|plan))\b",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    r"(?:抱歉|对不起|很遗憾|作为(?:一个|一名)?(?:AI|人工智能)|我(?:无法|不能|没办法)).{0,60}?"
    r"(?:无法|不能|不便|不适合|没办法|不会|不可以).{0,40}?"
    r"(?:请求|要求|内容|协助|提供|生成|创作|续写)",
    re.DOTALL | re.IGNORECASE,
)  # fmt: skip
_CHINESE_SHORT: Final = re.compile(
    r"^\W*我(?:无法|不能|没办法)(?:继续|协助|提供|生成|创作|续写|回答|满足|处理)"
)
_MARKUP: Final = "*_#>`~ \t\n"
_SPEECH: Final = tuple("\"“”„«‘'「『")


def is_refusal(text: str) -> bool:
    """Whether a text is a model's refusal to write, and nothing else."""
    text = text.strip(_MARKUP)
    if text.startswith(_SPEECH):
        return False
    near = text[:NEAR]
    if len(text) <= LONGEST_CHINESE and (_CHINESE.search(near) or _CHINESE_SHORT.match(text)):
        return True
    unwilling = _UNWILLING.search(near) if len(text) <= LONGEST else None
    return unwilling is not None and _OF_A_MODEL.search(near) is not None
