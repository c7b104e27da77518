"""A grammar of replies, as Hypothesis strategies: what models make of being asked for labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from rgpt_tui.writer.sections import PLANS, PROSE, Section, label
from tests.writer.reply.reading import STEP

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Written:
    """A reply, and what stands in it."""

    reply: str
    sections: dict[Section, str]
    expected: tuple[Section, ...]
    language: str


WORDS = {
    "en": (
        *("She", "the", "lamp", "went", "out", "carried it:", "Mr.", "Harker,", "(as ever)", "3rd"),
        *("1.", "memory", "plan", "paragraph", "—", "“Wait,”", "he said.", "'Tis", "late;", "Why?"),
        *("Later…", "*softly*", "<b>", "[sic]", "Plan", "Memory:", "**bold**", "a_b", "50%"),
        *("Sure", "of course", "here is", "Plan 7:", "no plan.", "Rationale", '"Plan 2:', "&"),
    ),
    "zh": (
        *(
            "她",
            "走进",
            "房间",
            "。",
            "灯",
            "灭了",
            "，",
            "没有人",
            "看见",
            "：",
            "“走吧。”",
            "他说",
        ),
        *("记忆", "计划", "段落", "！", "好的", "（笑）", "一", "第二天", "以下", "是", "……", "1."),
        *("Memory", "记忆：", "计划四：", "“计划二："),
    ),
}
OTHER_LABELS = {
    Section.PARAGRAPH: ("Next paragraph", "Output Paragraph", "下一段", "段落", "Next passage"),
    Section.RATIONALE: ("Rational", "理由", "Rationale for memory update", "RATIONALE"),
    Section.MEMORY: ("Updated Memory", "short-term memory", "更新后的记忆", "短期记忆", "memory"),
    Section.TITLE: ("Name", "书名", "Story title"),
    Section.OUTLINE: ("Story outline", "故事大纲", "OUTLINE"),
    Section.CHOICE: ("Choice", "选择", "Chosen plan"),
    Section.REASON: ("reason", "选择理由"),
    Section.REVISED_PLAN: ("Revised Plan", "修订后的计划"),
    Section.ENDING: ("Ending", "结局"),
}
PLAN_LABELS: tuple[Callable[[int], str], ...] = (
    lambda n: f"Plan {n}",
    lambda n: f"plan_{n}",
    lambda n: f"PLAN-{n}",
    lambda n: f"Plan #{n}",
    lambda n: f"Instruction {n}",
    lambda n: f"Plan {('one', 'two', 'three')[n - 1]}",
    lambda n: f"{('First', 'Second', 'Third')[n - 1]} plan",
    lambda n: f"计划{'一二三'[n - 1]}",
    lambda n: f"计划{n}",
    lambda n: f"方案{n}",
    lambda n: f"指令{n}",
    lambda n: f"第{'一二三'[n - 1]}个计划",
    lambda n: f"Option {'ABC'[n - 1]}",
)
SHAPES = (
    "{}: {}",
    "{}:\n{}",
    "{}：{}",
    "{} : {}",
    "**{}:** {}",
    "**{}**: {}",
    "**{}** – {}",
    "**{}:**\n\n{}",
    "**{}**\n{}",
    "__{}__: {}",
    "### {}\n{}",
    "## {}:\n\n{}",
    "# **{}**\n{}",
    "### **{}:** {}",
    "  {}: {}",
    "\t{}: {}",
    "> {}: {}",
    "- {}: {}",
    "- **{}:** {}",
    "[{}] {}",
    "[{}]: {}",
    "【{}】\n{}",
    "【{}】{}",
    "📖 **{}**: {}",
    "=== {} ===\n{}",
    "`{}`: {}",
    "1. {}: {}",
    "2) **{}**: {}",
    "{} (about 20 sentences): {}",
)
PREAMBLES = (
    "",
    "",
    "Sure! Here is the next paragraph:\n\n",
    "Certainly, here's the continuation of your story, with all sections.\n\n---\n\n",
    "I have thought about the pacing of the scene.\n\n",
    "好的，以下是续写的内容：\n\n",
    "\n\n  \n",
    "\ufeff",
    "\u200b\u200b",
    "Here is the reply in the format that was asked for:\n\n",
)
ENDS = (
    "",
    "",
    "\n",
    "\n\n---\n",
    "\n\nLet me know if you'd like me to change anything about these plans!",
    "\n\n---\n\nI hope this helps! Would you like me to continue the story?",
    "\n\n希望您喜欢这些计划。如果需要修改，请告诉我。\n",
)
THOUGHTS = (
    "",
    "",
    "<think>\nThe user wants sections. Paragraph: no, not yet.\n</think>\n\n",
    "<thinking>Plan 1: be good.</thinking>",
    "<THINK></THINK>",
    "Plan 1: first I think.\n</think>\n\n",
)


def prose(language: str, *, lines: int = 3, most: int = 12) -> st.SearchStrategy[str]:
    """Text that holds what looks like labels, but never where a label may stand."""
    words = st.lists(st.sampled_from(WORDS[language]), min_size=1, max_size=most)
    first = {"en": "Then ", "zh": "后来"}[language]
    line = words.map(lambda each: first + " ".join(each).rstrip(" #*_"))
    return st.lists(line, min_size=1, max_size=lines).flatmap(
        lambda each: st.sampled_from(("\n", "\n\n")).map(lambda gap: gap.join(each))
    )


@st.composite
def labels(draw: st.DrawFn, section: Section, language: str) -> str:
    """One of the names of a section."""
    if section in PLANS:
        return draw(st.sampled_from(PLAN_LABELS))(PLANS.index(section) + 1)
    others = OTHER_LABELS.get(section, ())
    return draw(st.sampled_from((label(section, language), *others)))


@st.composite
def labelled_replies(draw: st.DrawFn, *, plain: bool = False) -> Written:
    """Replies in labelled sections.

    Args:
        draw: given by Hypothesis.
        plain: without preamble, thinking, fence and closing remark.
    """
    language = draw(st.sampled_from(("en", "zh")))
    opening = (Section.TITLE, Section.OUTLINE, Section.MEMORY, *PLANS)
    choice = (Section.CHOICE, Section.REASON, Section.REVISED_PLAN, Section.ENDING)
    expected = draw(st.sampled_from((STEP, STEP, opening, choice)))
    one_shape = draw(st.one_of(st.none(), st.sampled_from(SHAPES)))
    order = expected if draw(st.booleans()) else tuple(draw(st.permutations(expected)))
    parts, sections = [], {}
    for section in order:
        short = section in (Section.TITLE, Section.CHOICE, Section.ENDING)
        text = draw(prose(language, lines=1 if short else 3))
        sections[section] = text
        shape = one_shape or draw(st.sampled_from(SHAPES))
        parts.append(shape.format(draw(labels(section, language)), text))
    gap = "\n\n" if draw(st.booleans()) else "\n"
    reply = gap.join(parts)
    if not plain:
        if draw(st.integers(0, 4)) == 0:
            reply = f"```text\n{reply}\n```"
        reply = draw(st.sampled_from(PREAMBLES)) + reply
        if order[-1] in PLANS or order[-1] in PROSE:
            reply += draw(st.sampled_from(ENDS))
        reply = draw(st.sampled_from(THOUGHTS)) + reply
        if draw(st.booleans()):
            reply = reply.replace("\n", "\r\n")
    return Written(reply, sections, expected, language)


@st.composite
def chunks(draw: st.DrawFn, reply: str) -> list[str]:
    """A reply, cut at any points."""
    ends = sorted(draw(st.lists(st.integers(0, len(reply)), max_size=40)))
    return [reply[a:b] for a, b in zip([0, *ends], [*ends, len(reply)], strict=True)]
