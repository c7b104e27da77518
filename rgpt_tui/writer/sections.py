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
    from collections.abc import Iterator


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


_NAMES: Final[tuple[tuple[tuple[Target, ...], str], ...]] = (
    # Each: what the names stand for, and the names; of several, the target that is expected.
    (
        (Section.PARAGRAPH, OPENINGS),
        "paragraph, output paragraph, next paragraph, new paragraph, the next paragraph, "
        "story paragraph, extended paragraph, expanded paragraph, the paragraph, "
        "passage, next passage, new passage, the next passage, extended passage, output passage, "
        "text, story, story text, continuation, next part, output, "
        "段落, 下一段, 下一段落, 新段落, 输出段落, 故事段落, 下一个段落, 段落正文, 接下来的段落, "
        "扩展段落, 扩展后的段落, 扩写段落, 扩写后的段落, 片段, 下一片段, 新片段, 正文, 续写, "
        "輸出段落, 輸出",
    ),
    (
        (Section.RATIONALE,),
        "rationale, rational, explanation, reasoning, memory rationale, rationale for memory, "
        "rationale for the memory, rationale for memory update, rationale for memory changes, "
        "rationale for the memory update, rationale for the updated memory, "
        "rationale for updated memory, rationale for changes, memory update rationale, "
        "依据, 记忆理由, 更新理由, 修改理由, 记忆更新理由, 记忆修改理由, 记忆更新说明",
    ),
    ((Section.RATIONALE, Section.REASON), "理由, 说明"),
    (
        (Section.REASON, Section.RATIONALE),
        "reason, reason for choice, reason for selection, reason for the choice, "
        "原因, 选择理由, 选择原因",
    ),
    (
        (Section.MEMORY,),
        "memory, output memory, updated memory, new memory, short memory, short term memory, "
        "updated short term memory, new short term memory, rewritten memory, revised memory, "
        "memory update, the updated memory, current memory, summary, updated summary, "
        "story summary, summary of the story, memory summary, "
        "记忆, 短期记忆, 输出记忆, 新记忆, 新的记忆, 更新记忆, 更新的记忆, 更新后的记忆, "
        "更新的短期记忆, 更新后的短期记忆, 重写后的记忆, 摘要, 总结, 故事摘要, 概要, "
        "記憶, 短期記憶, 更新後的記憶",
    ),
    (
        (PLANS, Section.REVISED_PLAN),
        "plans, plan, output plans, output plan, instructions, instruction, output instruction, "
        "output instructions, options, next plans, three plans, the three plans, new plans, "
        "plans for next, plans for the next paragraph, plans for the next passage, "
        "possible plans, future plans, next steps, "
        "计划, 方案, 指令, 选项, 输出计划, 输出指令, 三个计划, 三个方案, 三个指令, 后续计划, "
        "接下来的计划, 下一步计划, 下一步, 计划列表, 計劃",
    ),
    (
        (OPENINGS,),
        "opening, opening paragraphs, paragraphs, passages, opening passages, three paragraphs, "
        "first three paragraphs, the first three paragraphs, the opening, "
        "开头, 开篇, 三个段落, 前三段, 开头三段",
    ),
    (
        (Section.TITLE,),
        "title, name, story title, book title, novel title, novel name, story name, "
        "name of the novel, title of the novel, "
        "标题, 书名, 题目, 名称, 名字, 小说名, 小说标题, 小说名称, 標題",
    ),
    (
        (Section.OUTLINE,),
        "outline, story outline, chapter outline, outline of the first chapter, plot outline, "
        "the outline, 大纲, 提纲, 梗概, 故事大纲, 小说大纲, 第一章大纲, 大綱",
    ),
    (
        (Section.CHOICE,),
        "selected plan, the selected plan, selected instruction, choice, my choice, plan choice, "
        "chosen plan, the chosen plan, selection, best plan, "
        "选择, 选择计划, 选择的计划, 选中的计划, 所选计划, 选定计划, 选定的计划, 我的选择",
    ),
    (
        (Section.REVISED_PLAN,),
        "revised plan, the revised plan, revised instruction, revised selected plan, "
        "updated plan, new plan, final plan, rewritten plan, "
        "修改计划, 修改后的计划, 修改后的方案, 修订计划, 修订后的计划, 改进后的计划, 新计划, "
        "更新后的计划",
    ),
    (
        (Section.ENDING,),
        "ending, ending reached, end reached, the end reached, has the story reached its end, "
        "has the story ended, is the story over, story ended, end of story, "
        "结局, 结束, 是否结局, 是否结束, 是否完结, 是否已到结局, 故事是否结束",
    ),
)

_WEAK: Final = (
    "text, story, output, continuation, passage, opening, name, title, explanation, reasoning, "
    "reason, summary, outline, plan, instruction, instructions, options, choice, selection, "
    "ending, next steps, 正文, 续写, 片段, 开头, 说明, 原因, 总结, 概要, 计划, 方案, 指令, 选项, "
    "下一步, 名字, 名称, 题目, 选择, 结局, 结束"
)

_PLAN_NOUNS: Final = (
    "plan, instruction, option, next plan, new plan, story plan, output plan, output instruction, "
    "计划, 方案, 指令, 选项, 后续计划, 备选计划, 下一步计划, 計劃"
)
_OPENING_NOUNS: Final = (
    "paragraph, passage, opening paragraph, opening passage, opening, "
    "段落, 段, 片段, 开头段落, 开篇段落, 开头, 自然段"
)
_NUMBERS: Final = ("1 one i a 一", "2 two ii b 二", "3 three iii c 三")
_ORDINALS: Final = ("first 1st", "second 2nd", "third 3rd")
_NUMBERED_PARAGRAPH: Final = re.compile(r"(?:paragraph|passage|段落)\d{1,5}")


def name_key(name: str) -> str:
    """Reduce a name to what counts in it: letters and digits, lower case, full width folded."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def _keys(names: str) -> Iterator[str]:
    return (name_key(name) for name in names.split(","))


def _numbered_keys(nouns: str, index: int) -> Iterator[str]:
    for noun in _keys(nouns):
        for number in _NUMBERS[index].split():
            yield from (f"{noun}{number}", f"{noun}no{number}", f"{noun}number{number}")
            yield from (f"{noun}{number}of3", f"第{number}{noun}", f"第{number}个{noun}")
        for ordinal in _ORDINALS[index].split():
            yield from (f"{ordinal}{noun}", f"the{ordinal}{noun}")


def _table() -> dict[str, tuple[Target, ...]]:
    table = {key: targets for targets, names in _NAMES for key in _keys(names)}
    for index in range(3):
        for key in _numbered_keys(_PLAN_NOUNS, index):
            table.setdefault(key, (PLANS[index],))
        for key in _numbered_keys(_OPENING_NOUNS, index):
            table.setdefault(key, (OPENINGS[index], Section.PARAGRAPH))
    return table


_TARGETS: Final = _table()
_BEGINNINGS: Final = frozenset(key[:end] for key in _TARGETS for end in range(1, len(key) + 1))

WEAK_NAMES: Final = frozenset(_keys(_WEAK))
"""Names that a line of prose may well begin with."""


def named(key: str) -> tuple[Target, ...]:
    """What a name can stand for, the likeliest first; nothing if it is not known.

    Args:
        key: the name as `name_key` gives it.
    """
    if _NUMBERED_PARAGRAPH.fullmatch(key):
        return _TARGETS.get(key, (Section.PARAGRAPH,))
    return _TARGETS.get(key, ())


def begins_name(key: str) -> bool:
    """Whether a known name is or begins with this."""
    return key in _BEGINNINGS or bool(named(key))
