"""The sections of a reply, and the names by which models label them.

A prompt asks for one `label` a section; a reader knows many more: the paper's own, the usual
synonyms, and the same in the other language, since models translate labels as they please.
Names are compared as keys: letters and digits only, in lower case, so that ``Plan #1``,
``plan_1`` and ``PLAN-1`` are one name.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Section(StrEnum):
    """A part of a reply that a prompt can ask for."""

    PARAGRAPH = "paragraph"
    """The next paragraph of the story, or the autopilot's extended one."""
    RATIONALE = "rationale"
    """What goes from the short-term memory, what comes in, and why."""
    MEMORY = "memory"
    """The short-term memory, rewritten."""
    PLAN_1 = "plan_1"
    PLAN_2 = "plan_2"
    PLAN_3 = "plan_3"
    TITLE = "title"
    """One line; it ends where its line ends."""
    OUTLINE = "outline"
    OPENING_1 = "opening_1"
    OPENING_2 = "opening_2"
    OPENING_3 = "opening_3"
    CHOICE = "choice"
    """Which plan the autopilot takes; read it with `rgpt_tui.writer.reply.answers.read_choice`."""
    REASON = "reason"
    """Why it takes that one."""
    REVISED_PLAN = "revised_plan"
    """The chosen plan, revised."""
    ENDING = "ending"
    """Whether the story has reached its end; read it with ``read_yes``."""


Series = tuple[Section, ...]
"""Sections that belong under one label, such as a list of plans below ``Plans:``."""

PLANS: Final[Series] = (Section.PLAN_1, Section.PLAN_2, Section.PLAN_3)
OPENINGS: Final[Series] = (Section.OPENING_1, Section.OPENING_2, Section.OPENING_3)
PROSE: Final = frozenset({Section.PARAGRAPH, *OPENINGS})
"""Sections that are text of the story itself."""

Target = Section | Series
"""What a name stands for."""

_LABELS: Final[dict[str, dict[Section, str]]] = {
    "en": {
        Section.PARAGRAPH: "Paragraph",
        Section.RATIONALE: "Rationale",
        Section.MEMORY: "Memory",
        Section.PLAN_1: "Plan 1",
        Section.PLAN_2: "Plan 2",
        Section.PLAN_3: "Plan 3",
        Section.TITLE: "Title",
        Section.OUTLINE: "Outline",
        Section.OPENING_1: "Paragraph 1",
        Section.OPENING_2: "Paragraph 2",
        Section.OPENING_3: "Paragraph 3",
        Section.CHOICE: "Selected plan",
        Section.REASON: "Reason",
        Section.REVISED_PLAN: "Revised plan",
        Section.ENDING: "Ending reached",
    },
    "zh": {
        Section.PARAGRAPH: "段落",
        Section.RATIONALE: "理由",
        Section.MEMORY: "记忆",
        Section.PLAN_1: "计划一",
        Section.PLAN_2: "计划二",
        Section.PLAN_3: "计划三",
        Section.TITLE: "标题",
        Section.OUTLINE: "大纲",
        Section.OPENING_1: "段落一",
        Section.OPENING_2: "段落二",
        Section.OPENING_3: "段落三",
        Section.CHOICE: "选择的计划",
        Section.REASON: "原因",
        Section.REVISED_PLAN: "修改后的计划",
        Section.ENDING: "是否结局",
    },
}


def label(section: Section, language: str) -> str:
    """Give the one label, without a colon, that prompts ask for.

    Args:
        section: The section that the label is for.
        language: The language of the story; any other than Chinese is asked for in English.
    """
    return _LABELS["zh" if language.split("-")[0] == "zh" else "en"][section]


_NAMES: Final[tuple[tuple[str, tuple[Target, ...]], ...]] = (
    # Each line: names, and what they stand for; of several, the one that is expected.
    (
        "paragraph, output paragraph, next paragraph, new paragraph, the next paragraph, "
        "story paragraph, extended paragraph, expanded paragraph, the paragraph, text, "
        "story, story text, continuation, next part, output, passage, next passage, new passage, "
        "the next passage, extended passage, output passage, "
        "段落, 下一段, 片段, 下一片段, 新片段, 输出段落, 下一段落, 新段落, 正文, 续写, "
        "扩展段落, 扩展后的段落, 扩写段落, "
        "扩写后的段落, 故事段落, 下一个段落, 段落正文, 接下来的段落, 輸出段落",
        (Section.PARAGRAPH,),
    ),
    (
        "rationale, rational, memory rationale, rationale for memory, explanation, reasoning, "
        "memory update rationale, rationale for the memory update, "
        "记忆理由, 更新理由, 记忆更新理由, 依据, 记忆修改理由, 修改理由",
        (Section.RATIONALE,),
    ),
    ("reason, reason for choice, reason for selection, 原因, 选择理由, 选择原因",
     (Section.REASON, Section.RATIONALE)),
    ("理由, 说明", (Section.RATIONALE, Section.REASON)),
    (
        "memory, output memory, updated memory, new memory, short term memory, "
        "updated short term memory, short memory, rewritten memory, memory update, "
        "the updated memory, current memory, revised memory, summary, updated summary, "
        "story summary, summary of the story, memory summary, "
        "记忆, 短期记忆, 更新后的记忆, 更新记忆, 输出记忆, 新记忆, 新的记忆, 更新后的短期记忆, "
        "更新的记忆, 摘要, 总结, 故事摘要, 概要, 記憶, 短期記憶, 更新後的記憶, 重写后的记忆, "
        "更新的短期记忆",
        (Section.MEMORY,),
    ),
    (
        "plans, plan, output plans, output plan, instructions, instruction, output instruction, "
        "output instructions, options, next plans, three plans, plans for next, next steps, "
        "plans for the next paragraph, possible plans, the three plans, future plans, new plans, "
        "计划, 方案, 指令, 输出计划, 输出指令, 三个计划, 三个方案, 后续计划, 接下来的计划, "
        "下一步计划, 計劃, 计划列表, 选项, 下一步, 三个指令",
        (PLANS, Section.REVISED_PLAN),
    ),
    ("opening, opening paragraphs, paragraphs, first three paragraphs, three paragraphs, "
     "the first three paragraphs, the opening, 开头, 开篇, 三个段落, 前三段, 开头三段",
     (OPENINGS,)),
    ("title, name, story title, book title, novel title, name of the novel, novel name, "
     "story name, title of the novel, 标题, 书名, 小说名, 小说标题, "
     "名称, 题目, 名字, 標題, 小说名称",
     (Section.TITLE,)),
    ("outline, story outline, chapter outline, outline of the first chapter, plot outline, "
     "the outline, 大纲, 提纲, 故事大纲, 小说大纲, 第一章大纲, 梗概, 大綱",
     (Section.OUTLINE,)),
    ("selected plan, choice, chosen plan, selection, my choice, selected instruction, "
     "plan choice, the selected plan, the chosen plan, best plan, "
     "选择的计划, 选择, 选中的计划, 所选计划, 选定计划, 选定的计划, 选择计划, 我的选择",
     (Section.CHOICE,)),
    ("revised plan, revised instruction, updated plan, new plan, final plan, rewritten plan, "
     "the revised plan, revised selected plan, "
     "修改后的计划, 修订计划, 修订后的计划, 修改计划, 改进后的计划, "
     "修改后的方案, 新计划, 更新后的计划",
     (Section.REVISED_PLAN,)),
    ("ending, ending reached, end reached, has the story reached its end, the end reached, "
     "is the story over, story ended, end of story, "
     "是否结局, 结局, 是否已到结局, 是否结束, 故事是否结束, 结束, 是否完结",
     (Section.ENDING,)),
)  # fmt: skip

_NUMBERS: Final = (
    ("1", "one", "i", "a", "first", "1st", "一", "甲", "壹"),
    ("2", "two", "ii", "b", "second", "2nd", "二", "乙", "贰"),
    ("3", "three", "iii", "c", "third", "3rd", "三", "丙", "叁"),
)
_PLAN_NOUNS: Final = (
    "plan", "instruction", "option", "next plan", "output plan", "output instruction",
    "new plan", "story plan", "plan option",
    "计划", "方案", "指令", "选项", "計劃", "下一步计划", "后续计划", "备选计划",
)  # fmt: skip
_OPENING_NOUNS: Final = (
    "paragraph", "opening paragraph", "opening", "para",
    "段落", "第段", "开头段落", "开篇段落", "开头", "自然段",
)  # fmt: skip


def name_key(name: str) -> str:
    """Reduce a name to what counts in it: letters and digits, lower case, full width folded."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def _numbered(nouns: Iterable[str], number: int) -> Iterator[str]:
    for noun in nouns:
        for word in _NUMBERS[number]:
            yield f"{noun} {word}"
            yield f"{noun} no {word}"
            yield f"{noun} number {word}"
            if len(word) > 2:
                yield f"{word} {noun}"
                yield f"the {word} {noun}"
            yield f"{noun}第{word}"
            yield f"第{word}个{noun}"
            yield f"第{word}{noun}"
            yield f"第{word}段" if noun == "段落" else noun


def _table() -> dict[str, tuple[Target, ...]]:
    table: dict[str, tuple[Target, ...]] = {}
    for names, targets in _NAMES:
        for name in names.split(","):
            table[name_key(name)] = targets
    for number in range(3):
        for name in _numbered(_PLAN_NOUNS, number):
            table.setdefault(name_key(name), (PLANS[number],))
        for name in _numbered(_OPENING_NOUNS, number):
            table.setdefault(name_key(name), (OPENINGS[number], Section.PARAGRAPH))
    table.pop("", None)
    return table


NAMES: Final[dict[str, tuple[Target, ...]]] = _table()
"""Every known name as a key, and what it can stand for, the likeliest first."""
