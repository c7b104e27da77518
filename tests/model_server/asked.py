"""What a prompt asks for, read from its last message as a model would read it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rgpt_tui.writer.sections import Section, label

CJK = re.compile(r"[一-鿿]")

ALONE: tuple[tuple[Section, tuple[str, ...]], ...] = (
    # Words in the request of a prompt that asks for one section without naming its label.
    (Section.CHOICE, ("number only", "只答", "只回答数字", "序号")),
    (Section.ENDING, ("yes or no", "是或否", "是”或“否")),
    (Section.TITLE, ("a title", "标题", "书名")),
    (Section.OUTLINE, ("outline this", "大纲")),
    (Section.REASON, ("say why", "为什么")),
    (Section.REVISED_PLAN, ("tell this plan", "这个计划")),
    (Section.RATIONALE, ("no longer important", "不再重要", "不再需要")),
    (Section.MEMORY, ("retell the story", "复述", "概述")),
    (Section.PLAN_1, ("could happen next", "接下来可能", "接下来会")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sections a prompt asks for, in which language, and whether by their labels."""

    sections: tuple[Section, ...]
    language: str
    labelled: bool


def asked_of(message: str) -> Asked:
    """What the last user message of a prompt asks for.

    A list of labels after the last colon of a line asks for these sections. Without such a line
    the last paragraph is looked at for words that tell of one section, else it is a paragraph.
    """
    for line in reversed(message.splitlines()):
        tail = re.split(r"[:：]", line)[-1]
        for language in ("en", "zh"):
            if sections := _sections(tail, language):
                return Asked(sections, language, labelled=True)
    request = message.strip().rpartition("\n\n")[2].lower()
    language = "zh" if len(CJK.findall(message)) * 4 > len(message) else "en"
    for section, words in ALONE:
        if any(word in request for word in words):
            return Asked((section,), language, labelled=False)
    return Asked((Section.PARAGRAPH,), language, labelled=False)


def _sections(listed: str, language: str) -> tuple[Section, ...]:
    by_label = {label(section, language): section for section in Section}
    names = [name.strip() for name in re.split(r"[,、，.。]", listed) if name.strip()]
    if not names or any(name not in by_label for name in names):
        return ()
    return tuple(by_label[name] for name in names)
