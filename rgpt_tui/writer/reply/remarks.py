"""What a model says to the writer around the sections: announcements and closing remarks.

Both rules are narrow. A story may begin with ``Here is what she found in the drawer:``, and it
may end with ``I hope you will forgive me.``
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 300
"""A longer line is no announcement and no remark."""

_ASSENTS: Final = (
    "sure", "sure thing", "certainly", "of course", "absolutely", "definitely", "okay", "ok",
    "alright", "great", "gladly", "understood", "with pleasure", "no problem", "happy to help",
    "好", "好的", "当然", "当然可以", "没问题", "可以", "明白", "明白了", "收到", "遵命",
)  # fmt: skip
_ASSENT: Final = rf"(?:{'|'.join(sorted(_ASSENTS, key=len, reverse=True))})"
_SORRIES: Final = (
    "i'm sorry", "i’m sorry", "i am sorry", "sorry", "i apologize", "i apologise", "as an ai",
    "抱歉", "很抱歉", "对不起",
)  # fmt: skip
_REFUSAL: Final = re.compile(
    rf"(?:{'|'.join(_SORRIES)}).*(?:(?:can['’]?t|cannot|can not|unable to|not able to)\b|无法|不能)"
    r".*(?:request|assist|help|content|comply|provide|generate|writ|continu"
    r"|请求|要求|帮|提供|内容|创作)",
    re.IGNORECASE | re.DOTALL,
)
_PAUSE: Final = r"\s*(?:[!！,，.。:：~]|\s[–—-])"
_HERES: Final = (
    "here is", "here's", "here’s", "here are", "below is", "below are", "this is",
    "以下是", "以下为", "下面是", "下面为", "这是", "这里是",
)  # fmt: skip
_HERE: Final = rf"(?:{'|'.join(_HERES)})"
_WORK: Final = (
    r"(?:paragraphs?|passages?|sections?|continuation|plans?|memory|rationale|outline|opening|"
    r"response|reply|answer|output|title|instructions?|summary|next part|draft|rewrite|version|"
    r"text|段落|片段|续写|计划|方案|指令|记忆|大纲|开头|正文|"
    r"回复|回答|内容|标题|摘要|理由)"
)
_STORY: Final = r"(?:story|novel|chapter|scene|tale|write|continu\w+|故事|小说|章|情节|写|继续)"
_END: Final = r"\W*[:：.。!！]\W*\Z"

_ASSENT_ALONE: Final = re.compile(rf"{_ASSENT}\W*\Z", re.IGNORECASE)
_ASSENT_AND_MORE: Final = re.compile(
    rf"{_ASSENT}{_PAUSE}.*(?:{_WORK}|{_STORY}).*{_END}", re.IGNORECASE | re.DOTALL
)
_HERE_IS_WORK: Final = re.compile(
    rf"{_HERE}\s*(?:(?:the|a|an|your|my|our|some|three)\s*)"
    r"(?:(?:next|updated?|new|revised|requested|extended|rewritten|three|different|possible|first|"
    r"final|short-term|opening|story|output|possible|all|requested)\s+){0,4}"
    rf"{_WORK}(?=\W*\Z|[:：,，]|\s+(?:of|for|in|based|that|as|with|from|following|to|you)\b)"
    rf"|(?:以下[是为]|下面[是为]|(?:这是|这里是)(?:为?您|为?你|续|更新|修改|新的))[^。!！]{{0,40}}?{_WORK}"
    r"[^。!！]{0,9}\Z",
    re.IGNORECASE,
)
_ASSENT_BEGUN: Final = re.compile(rf"{_ASSENT}(?:\Z|{_PAUSE}|\s+[–—-]?\Z)", re.IGNORECASE)
_NEAR: Final = 80

_REMARKS: Final = (
    "let me know", "please let me know", "just let me know", "i hope", "hope this", "hope these",
    "would you like", "do you want", "feel free", "please feel free", "if you'd like",
    "if you’d like", "if you would like", "if you want", "if you need", "if you have", "shall i",
    "should i", "which plan", "which of these", "i can also", "i'd be happy", "i’d be happy",
    "i'm happy", "happy writing", "is there anything", "these plans", "each plan",
    "each of these", "please note", "note:", "(note", "thank you",
    "希望", "如果您", "如果你", "如果需要", "请告诉我", "请让我知道", "请随时", "请问",
    "需要我", "您觉得", "你觉得", "您可以", "你可以", "以上", "这些计划",
    "这三个", "如有", "如需", "注：", "注:", "（注", "(注",
)  # fmt: skip
_TO_THE_WRITER: Final = re.compile(
    r"\b(?:you|your|these plans|each plan|each of these|happy writing|this helps|"
    r"these help|note)\b|您|你|以上|这些计划|这三个|如有|如需|如果需要|请|希望|注",
    re.IGNORECASE,
)
_OF_THE_WORK: Final = re.compile(rf"\b{_WORK}\b|{_STORY}|\b(?:changes?|adjust|revis|edits?|tone)|"
                                 r"修改|调整|版本", re.IGNORECASE)  # fmt: skip
_MARKUP: Final = "*_#>`~ \t\n"


def is_announcement(line: str) -> bool:
    """Whether a first line only announces what follows, or refuses to write it.

    ``Sure, here is the next paragraph:`` and ``Of course!`` do. Without a word of assent it must
    say ``here is`` and at once what, and end with a colon.
    """
    line = line.strip(_MARKUP)
    if not line or len(line) > LONGEST:
        return False
    if any(each.match(line) for each in (_ASSENT_ALONE, _ASSENT_AND_MORE, _REFUSAL)):
        return True
    return line.endswith((":", "：")) and _HERE_IS_WORK.match(line) is not None


def may_become_announcement(begun: str) -> bool:
    """Whether a line that has only begun may still become an announcement."""
    begun = begun.lstrip(_MARKUP).casefold()
    if len(begun) > LONGEST:
        return False
    if any(each.startswith(begun) for each in (*_ASSENTS, *_HERES, *_SORRIES)):
        return True
    if _ASSENT_BEGUN.match(begun) or begun.startswith(_SORRIES):
        return True
    return begun.startswith(_HERES) and (len(begun) < _NEAR or bool(_HERE_IS_WORK.match(begun)))


def may_become_remark(begun: str) -> bool:
    """Whether a paragraph that has only begun may still become a closing remark."""
    begun = begun.lstrip(_MARKUP).casefold()
    return len(begun) <= LONGEST and (
        begun.startswith(_REMARKS) or any(each.startswith(begun) for each in _REMARKS)
    )


def is_remark(paragraph: str, *, after_prose: bool) -> bool:
    """Whether a last paragraph addresses the writer instead of going on with the section.

    Args:
        paragraph: the paragraph.
        after_prose: it stands behind prose of the story, where ``you`` may well be a character:
            then it must speak of the work too.
    """
    if not paragraph.lstrip(_MARKUP).casefold().startswith(_REMARKS):
        return False
    if not _TO_THE_WRITER.search(paragraph):
        return False
    return not after_prose or _OF_THE_WORK.search(paragraph) is not None
