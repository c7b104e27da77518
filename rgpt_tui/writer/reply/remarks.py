"""What a model says to the writer around the sections: announcements and closing remarks."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 300
"""A longer line is no announcement and no remark."""

_ASSENT: Final = (
    r"(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|alright|great|gladly|understood|"
    r"with pleasure|no problem|happy to help|"
    r"好的?|当然(?:可以)?|没问题|可以|明白了?|遵命|收到)"
)
_HERE: Final = (
    r"(?:here(?:'s|’s| is| are)|below (?:is|are)|i(?:'ve|’ve| have) (?:written|prepared|drafted|"
    r"created|continued)|i(?:'ll|’ll| will) |let me |let's |this is |as requested|"
    r"based on (?:the|your) (?:plan|instruction|memory|input)|"
    r"以下(?:是|为)|下面(?:是|为)|这是|这里是|我(?:已经?|将|会|来)|根据(?:你|您|上述|以上|所给|提供|给定))"
)
_OURS: Final = (
    r"(?:your|you|next|updated?|revised|requested|following|new|three|continu\w+|rewritten|section|sections|"
    r"reply|response|output|format|paragraphs?|passage|plans?|instructions?|memory|rationale|outline|"
    r"你|您|下一|后续|续写|更新|修改|要求|段落|计划|方案|指令|记忆|大纲|内容|故事|小说|开头|正文)"
)
_ASSENT_ALONE: Final = re.compile(rf"{_ASSENT}\s*[!！.。,，~]?\s*\Z", re.IGNORECASE)
_ANNOUNCES: Final = re.compile(
    rf"(?:{_ASSENT}\s*[!！.。,，~:：—–-]+\s*){{1,2}}{_HERE}.*[:：.。!！]\Z|"
    rf"{_HERE}.*(?<![a-z]){_OURS}(?![a-z]).*[:：]\Z",
    re.IGNORECASE | re.DOTALL,
)
_OPENINGS: Final = (
    "sure", "certainly", "of course", "absolutely", "ok", "alright", "great", "gladly",
    "understood", "with pleasure", "no problem", "happy to help", "here's", "here’s", "here is",
    "here are", "below is", "below are", "i've", "i’ve", "i have", "i'll", "i’ll", "i will",
    "let me", "let's", "this is", "as requested", "based on", "好", "当然", "没问题",
    "可以", "明白", "遵命", "收到", "以下", "下面", "这是", "这里是", "我", "根据",
)  # fmt: skip

_REMARKS: Final = (
    "let me know", "please let me know", "i hope", "hope this", "hope these", "would you like",
    "feel free", "please feel free", "if you'd like", "if you’d like", "if you would like",
    "if you want", "if you need", "do you want", "shall i", "should i", "which plan",
    "which of these", "i can also", "i'd be happy", "i’d be happy", "i'm happy", "happy writing",
    "just let me know", "these plans", "each plan", "each of these", "is there anything",
    "please note", "note:", "(note",
    "希望", "如果您", "如果你", "请告诉我", "请让我知道", "需要我", "您觉得", "你觉得",
    "您可以", "你可以",
    "以上", "这些计划", "这三个", "如有", "如需", "请随时", "请问", "注：", "注:", "（注",
)  # fmt: skip
_ADDRESSED: Final = re.compile(
    r"\b(?:you|your|these plans|each plan|each of these|happy writing)\b|^\(?note\b|"
    r"您|你|以上|这些计划|这三个|如有|如需|请|希望|注",
    re.IGNORECASE,
)
_ABOUT_THE_WORK: Final = re.compile(
    r"\b(?:paragraph|passage|section|story|chapter|scene|continu\w+|revis\w+|adjust\w*|changes?|"
    r"plans?|novel|draft|edits?|tone|writing|version|outline|memory)\b|"
    r"段落|章|故事|续写|继续|修改|调整|计划|小说|内容|情节|版本|写作",
    re.IGNORECASE,
)


def is_announcement(line: str) -> bool:
    """Whether a first line only announces what follows.

    ``Sure, here is the next paragraph:`` does. ``Here is what she found in the drawer:`` does
    not: without a word of assent before it, it must name what was asked for.
    """
    line = line.strip().strip("*_#> ")
    if not line or len(line) > LONGEST:
        return False
    return bool(_ASSENT_ALONE.match(line) or _ANNOUNCES.match(line))


def may_become_announcement(begun: str) -> bool:
    """Whether a line that has only begun could still be an announcement."""
    begun = begun.lstrip("*_#> \t").casefold()
    return len(begun) <= LONGEST and any(
        begun.startswith(opening) or opening.startswith(begun) for opening in _OPENINGS
    )


def may_become_remark(begun: str) -> bool:
    """Whether a paragraph that has only begun could still be a closing remark."""
    begun = begun.lstrip("*_> \t").casefold()
    return len(begun) <= LONGEST and any(
        begun.startswith(remark) or remark.startswith(begun) for remark in _REMARKS
    )


def is_remark(paragraph: str, *, after_prose: bool) -> bool:
    """Whether a last paragraph addresses the writer instead of going on with the section.

    Args:
        paragraph: the paragraph.
        after_prose: it stands after prose of the story, where ``you`` may well be a character:
            then it must speak of the work too.
    """
    if not any(paragraph.lstrip("*_> \t\n").casefold().startswith(start) for start in _REMARKS):
        return False
    if not _ADDRESSED.search(paragraph):
        return False
    return not after_prose or bool(_ABOUT_THE_WORK.search(paragraph))
