"""In which forms a label is recognised, and that it is recognised once and for all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rgpt_tui.writer.reply.labels import UNDECIDED, Label, recognise
from rgpt_tui.writer.sections import PLANS, Section
from tests.writer.reply.grammar import OTHER_LABELS, PLAN_LABELS, SHAPES
from tests.writer.reply.reading import read

FORMS = [
    "Paragraph: He ran.",
    "Paragraph : He ran.",
    "Paragraph：He ran.",
    "Paragraph:He ran.",
    "paragraph: He ran.",
    "PARAGRAPH: He ran.",
    "  Paragraph: He ran.",
    "\tParagraph: He ran.",
    "\u3000段落：He ran.",
    "**Paragraph:** He ran.",
    "**Paragraph**: He ran.",
    "**Paragraph:**He ran.",
    "**Paragraph**\nHe ran.",
    "** Paragraph **\nHe ran.",
    "***Paragraph:*** He ran.",
    "*Paragraph:* He ran.",
    "__Paragraph__: He ran.",
    "`Paragraph`: He ran.",
    "# Paragraph\nHe ran.",
    "### Paragraph ###\nHe ran.",
    "### **Paragraph**\n\nHe ran.",
    "#### 1. Paragraph:\nHe ran.",
    "=== Paragraph ===\nHe ran.",
    "1. Paragraph: He ran.",
    "1) Paragraph: He ran.",
    "(1) Paragraph: He ran.",
    "1. **Paragraph:** He ran.",
    "**1. Paragraph:** He ran.",
    "一、段落：He ran.",
    "- Paragraph: He ran.",
    "* **Paragraph**: He ran.",
    "> Paragraph: He ran.",
    "[Paragraph]\nHe ran.",
    "[Paragraph] He ran.",
    "[Paragraph: He ran.]",
    "【段落】He ran.",
    "【段落】：He ran.",
    "📖 Paragraph: He ran.",
    "1️⃣ **Paragraph:** He ran.",
    "Paragraph\n\nHe ran.",
    "Paragraph (about 20 sentences): He ran.",
    "段落（约二十句）：He ran.",
    "Next Paragraph: He ran.",
    "next_paragraph: He ran.",
    "Output-Paragraph: He ran.",
    "下一段：He ran.",
    "输出段落: He ran.",
    "Extended Paragraph: He ran.",
    "Paragraph 12: He ran.",
    "<paragraph>He ran.</paragraph>",
    "<paragraph>\nHe ran.\n</paragraph>",
    "<Next Paragraph>He ran.</Next Paragraph>",
    "\ufeffParagraph: He ran.",
    "\u200bParagraph: He ran.",
    "\r\n\r\nParagraph: He ran.\r\n",
]


@pytest.mark.parametrize("reply", FORMS)
def test_a_label_is_known_in_every_form(reply: str) -> None:
    assert read(reply + "\nRationale: None.").sections == {
        Section.PARAGRAPH: "He ran.",
        Section.RATIONALE: "None.",
    }


@pytest.mark.parametrize("reply", FORMS)
def test_the_echo_of_the_one_label_that_was_asked_for_goes(reply: str) -> None:
    assert read(reply, [Section.PARAGRAPH]).sections == {Section.PARAGRAPH: "He ran."}


@pytest.mark.parametrize(
    "name",
    [
        "Plan 2", "plan_2", "PLAN-2", "Plan #2", "Plan no 2", "Plan Two", "Plan II", "Plan B",
        "Second plan", "The second plan", "2nd plan", "Instruction 2", "Option 2", "Plan 2 of 3",
        "计划二", "计划2", "计划２", "计划 2", "方案二", "指令2", "第二个计划", "第2个方案",
        "計劃二",
    ],
)  # fmt: skip
@pytest.mark.parametrize("shape", ["{}: go west", "**{}:** go west", "### {}\ngo west"])
def test_a_plan_is_known_by_its_number(name: str, shape: str) -> None:
    reply = f"Plan 1: go east\n{shape.format(name)}\nPlan 3: stay"
    assert read(reply).sections == dict(zip(PLANS, ("go east", "go west", "stay"), strict=True))


@pytest.mark.parametrize(
    "line",
    [
        "**Plan 1: The Storm**\nShe goes.",
        "### Plan 1: The Storm\nShe goes.",
        "[Plan 1: The Storm]\nShe goes.",
    ],
)
def test_the_name_of_a_plan_stays_without_its_markup(line: str) -> None:
    assert read(line).sections == {Section.PLAN_1: "The Storm\nShe goes."}


@pytest.mark.parametrize(
    "line",
    ["Plan 1 – The Storm: She goes.", "Plan 1 (The Storm): She goes.",
     "**Plan 1 (The Storm):** She goes.", "**Plan 1** — The Storm: She goes."],
)  # fmt: skip
def test_the_name_of_a_plan_stays_with_the_plan(line: str) -> None:
    assert read(line).sections == {Section.PLAN_1: "The Storm: She goes."}


def test_italics_behind_a_label_are_left_alone() -> None:
    assert read("Plan 1: *Now* she goes.").sections == {Section.PLAN_1: "*Now* she goes."}
    assert read("**Plan 1:** **Now** she goes.").sections == {Section.PLAN_1: "**Now** she goes."}


lines = st.one_of(
    st.text(
        st.sampled_from("Plan 1MemoryParagraph计划一段落:：*#_[]【】<>/()-–.1 `\t=\"'?"),
        max_size=40,
    ),
    st.tuples(
        st.sampled_from(SHAPES),
        st.sampled_from([name for names in OTHER_LABELS.values() for name in names]),
        st.text(max_size=30),
    ).map(lambda each: each[0].replace("\n", " ").format(each[1], each[2])),
    st.tuples(st.sampled_from(SHAPES), st.sampled_from(PLAN_LABELS), st.text(max_size=30)).map(
        lambda each: each[0].replace("\n", " ").format(each[1](2), each[2])
    ),
    st.text(max_size=40),
)


@settings(max_examples=400, deadline=None)
@given(lines.map(lambda line: line.replace("\n", " ")))
def test_once_decided_a_label_stays_decided(line: str) -> None:
    whole = recognise(line, ended=True)
    for end in range(len(line)):
        found = recognise(line[:end], ended=False)
        if found is not UNDECIDED:
            assert _without_end(found, line[:end]) == _without_end(whole, line)


def _without_end(found: object, line: str) -> object:
    """What was decided: spaces behind a label may still come, and be skipped."""
    if isinstance(found, Label):
        return (found.targets, found.marked, found.colon, found.closing, found.owed, found.heading)
    return found


@pytest.mark.parametrize(
    "line",
    ["She ran", "The sea was", "Planning ahead", "Memories of", '"Memory', "— Plan", "Plane 1",
     "Plan 1 was", "他走进房间", "记忆里的", "1997 was", "A plan"],
)  # fmt: skip
def test_a_line_that_can_no_longer_be_a_label_is_let_go_at_once(line: str) -> None:
    assert recognise(line, ended=False) is None
