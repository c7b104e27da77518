"""What looks like a label and is none stays prose."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.sections import OPENINGS, PLANS, Section
from tests.writer.reply.reading import STEP, read

AFTER = "\n\nRationale: None.\n\nMemory: Mara is back."


@pytest.mark.parametrize(
    "prose",
    [
        "He had one idea left. The plan: he would run.",
        "Then the plan changed. Plan 2: swim.",
        '"Memory: that is all we have," she said.',
        "“Memory: that is all we have,” she said.",
        "— Plan 1: we row, said the boy.",
        "「记忆：那是我们的一切。」她说。",
        "The list read:\nThe plan: run.\nThe memory of it: none.",
        "Plan: he would run.\nHe ran.",
        "On the wall stood\nMemory\nand no more.",
        "**Memory** was all that she had.",
        "*Memory*, she thought.",
        "Memory - that old thief - came in by the window.",
        "Memory. She had none.",
        "Memory was all she had: a key.",
        "Memory is a room: she knew it well.",
        "Paragraphs and pages: he burned them all.",
        "Plan 9 from the harbour: nobody came.",
        "Plans were made. 1. Run. 2. Hide.",
        "Rational men: she had met three.",
        "Name: Mara Venn\nTrade: none",
        "**Name:** Mara Venn\n**Trade:** none",
        "**Outline:** a ship, far off.",
        "She wrote:\n\nText: come at once.",
        "Title: none. Rank: none.",
        "One\n\n***\n\nTwo",
        "<b>Saltholm</b>, said the sign.",
        "The sign said <memory> in red.",
        "1. The ferry.\n2. The dog.\n3. The key.",
        "- The ferry.\n- The dog.",
        "[The rest of the page is missing.]",
        "# Chapter Two\n\nThe ferry came in.",
        "{It is dark.}",
        "# She typed 2 < 3 and waited...",
    ],
)
def test_prose_stays_prose(prose: str) -> None:
    full = f"Then night fell.\n{prose}"
    sections = read(f"Paragraph: {full}{AFTER}").sections
    assert sections == {
        Section.PARAGRAPH: full,
        Section.RATIONALE: "None.",
        Section.MEMORY: "Mara is back.",
    }


@pytest.mark.parametrize(
    "prose",
    [
        "Name: Mara Venn\nTrade: none",
        "Outline: a ship, far off.",
        "Plan: none. She ran.",
        "**Outline:** a ship, far off.",
    ],
)
def test_what_was_not_asked_for_is_no_label_at_the_beginning_either(prose: str) -> None:
    assert read(prose, [Section.PARAGRAPH]).sections == {Section.PARAGRAPH: prose}


@pytest.mark.parametrize(
    "note",
    [
        "**Outline:**\n\nA ship, far off.",
        "## Summary\n\nNo ship came.",
        "**Plan:** none.\n**Choice:** none.",
    ],
)
def test_nor_is_it_one_within_a_passage_that_alone_was_asked_for(note: str) -> None:
    prose = f"Then night fell.\n\n{note}\n\nShe ran."
    assert read(prose, [Section.PARAGRAPH]).sections == {Section.PARAGRAPH: prose}


@pytest.mark.parametrize(
    "note",
    [
        "**Summary:** a ship came.",
        "## Outline of the story: a ship comes.",
        "**Reason:** it is dark.\n**Ending:** no",
        "**Plan:** she runs.",
        "**Plan:** she runs.\n\n**Ending:** no",
    ],
)
def test_behind_such_a_passage_it_is_none_of_it(note: str) -> None:
    prose = "Then night fell.\n\nShe ran."
    assert read(f"{prose}\n\n{note}", [Section.PARAGRAPH]).sections == {Section.PARAGRAPH: prose}


def test_a_story_may_end_with_such_a_word_in_bold() -> None:
    prose = "She ran.\n\n**Memory** is a boat, she thought."
    assert read(prose, [Section.PARAGRAPH]).sections == {Section.PARAGRAPH: prose}


def test_a_plan_may_speak_of_other_plans() -> None:
    plans = ("She takes Plan 2: the boat.", 'He says: "Plan 3: wait." 3. is odd.', "As in plan 1.")
    reply = "\n".join(f"Plan {n}: {plan}" for n, plan in enumerate(plans, 1))
    assert read(reply).sections == dict(zip(PLANS, plans, strict=True))


def test_plans_below_each_other_on_one_line_are_three() -> None:
    sections = read("Plan 1: go east. Plan 2: go west; Plan 3: stay.").sections
    assert sections == dict(zip(PLANS, ("go east.", "go west;", "stay."), strict=True))
    sections = read("**Plan 1:** go east. **Plan 2:** go west. **Plan 3:** stay.").sections
    assert sections == dict(zip(PLANS, ("go east.", "go west.", "stay."), strict=True))
    sections = read("Plans: 1. go east. 2. go west. 3. stay.").sections
    assert sections == dict(zip(PLANS, ("go east.", "go west.", "stay."), strict=True))


@pytest.mark.parametrize(
    "plans",
    [
        "Plans:\n1. go east\n2. go west\n3. stay",
        "**Plans:**\n\n1. go east\n\n2. go west\n\n3. stay",
        "Plans:\n- go east\n- go west\n- stay",
        "Plans:\n\ngo east\n\ngo west\n\nstay",
        "Plan: go east\n\nPlan: go west\n\nPlan: stay",
        "Output Instruction:\nInstruction 1: go east\nInstruction 2: go west\nInstruction 3: stay",
        "Plans:\nThree ways on:\n1) go east\n2) go west\n3) stay",
        "## Plans for the next paragraph\n(1) go east\n(2) go west\n(3) stay",
        "计划：\n一、go east\n二、go west\n三、stay",
        "计划：\n① go east\n② go west\n③ stay",
        "Plans:\n1. **Plan 1:** go east\n2. **Plan 2:** go west\n3. **Plan 3:** stay",
        "<plans>\n<plan>go east</plan>\n<plan>go west</plan>\n<plan>stay</plan>\n</plans>",
    ],
)
def test_plans_listed_below_one_label_are_three(plans: str) -> None:
    sections = read(f"Paragraph: He ran.\n\nMemory: None.\n\n{plans}").sections
    assert [sections.get(plan) for plan in PLANS] == ["go east", "go west", "stay"]


@pytest.mark.parametrize(
    "plans",
    [
        "1. go east\n2. go west\n3. stay",
        "Here are three plans for the next paragraph:\n\n1. go east\n2. go west\n3. stay",
        "- go east\n- go west\n- stay",
        "go east\n\ngo west\n\nstay",
        "Three ways on:\n\n1. go east\n\n2. go west\n\n3. stay",
    ],
)
def test_plans_that_alone_were_asked_for_need_no_label(plans: str) -> None:
    assert [read(plans, PLANS).sections.get(plan) for plan in PLANS] == [
        "go east",
        "go west",
        "stay",
    ]


def test_only_the_next_number_begins_the_next_plan() -> None:
    reply = "Plans:\n1. She has ways:\n1. by land\n3. by sea\n2. He stays.\n3. No."
    plans = ("She has ways:\n1. by land\n3. by sea", "He stays.", "No.")
    assert read(reply).sections == dict(zip(PLANS, plans, strict=True))


def test_a_list_within_a_plan_is_part_of_it() -> None:
    plans = ("She has two ways:\n1. by land\n2. by sea", "She looks:\n- at him\n- at it", "No.")
    labelled = "\n\n".join(f"Plan {n}: {plan}" for n, plan in enumerate(plans, 1))
    for reply in (labelled, f"Plans:\n\n{labelled}"):
        for asked in (PLANS, STEP):
            assert read(reply, asked).sections == dict(zip(PLANS, plans, strict=True))


def test_a_plan_of_several_lines_stays_whole() -> None:
    reply = "Plan 1: She goes.\nShe runs.\n\n- by land\n- by sea\n\nShe is there.\n\nPlan 2: No."
    assert read(reply).sections == {
        Section.PLAN_1: "She goes.\nShe runs.\n\n- by land\n- by sea\n\nShe is there.",
        Section.PLAN_2: "No.",
    }


def test_the_opening_is_read_by_the_papers_labels() -> None:
    opening = (
        "Name: The Harbour\nOutline: A woman comes home.\nParagraph 1: One.\nParagraph 2: Two.\n"
        "Paragraph 3: Three.\nSummary: She is home.\nInstruction 1: a\nInstruction 2: b\n"
        "Instruction 3: c"
    )
    asked = [Section.TITLE, Section.OUTLINE, *OPENINGS, Section.MEMORY, *PLANS]
    texts = ("The Harbour", "A woman comes home.", "One.", "Two.", "Three.", "She is home.", *"abc")
    assert read(opening, asked).sections == dict(zip(asked, texts, strict=True))


def test_openings_without_numbers_are_counted() -> None:
    asked = [Section.OPENING_1, Section.OPENING_2, Section.OPENING_3]
    reply = "**Paragraph:** One.\n\n**Paragraph:** Two.\n\n**Paragraph:** Three."
    assert list(read(reply, asked).sections.items()) == list(
        zip(asked, ("One.", "Two.", "Three."), strict=True)
    )


def test_sections_may_come_in_another_order() -> None:
    reply = "Plan 2: b\n\nMemory: m\n\nPlan 1: a\n\nParagraph: p"
    assert list(read(reply).sections) == [
        Section.PLAN_2, Section.MEMORY, Section.PLAN_1, Section.PARAGRAPH,
    ]  # fmt: skip
    assert set(read(reply).sections) < set(STEP)
