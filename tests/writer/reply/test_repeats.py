"""Which text counts where a section comes twice."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.reply.reader import ReplyReader, Withdrawn, Words
from rgpt_tui.writer.sections import Section
from tests.writer.reply.reading import STEP, read


def test_of_two_memories_the_last_counts() -> None:
    reply = read("Memory: Old.\n\nPlan 1: a\n\n**Updated Memory:** New.")
    assert reply.sections == {Section.PLAN_1: "a", Section.MEMORY: "New."}
    assert reply.remarks == "Old."


def test_of_two_plans_the_last_counts() -> None:
    reply = read("Plan 1: a\n\nPlan 2: b\n\nPlan 1: c\n\nPlan 2: d")
    assert reply.sections == {Section.PLAN_1: "c", Section.PLAN_2: "d"}


def test_a_repetition_that_is_cut_does_not_count() -> None:
    reply = read("Memory: Old.\n\nPlan 1: a\n\n**Updated Memory:** Ne", cut=True)
    assert reply.sections == {Section.MEMORY: "Old.", Section.PLAN_1: "a"}
    assert reply.unfinished is None


def test_an_empty_repetition_does_not_count() -> None:
    reply = read("Memory: Old.\n\nPlan 1: a\n\n**Updated Memory:**\n")
    assert reply.sections == {Section.MEMORY: "Old.", Section.PLAN_1: "a"}


def test_of_two_paragraphs_the_first_stays() -> None:
    reply = read("Paragraph: He ran.\n\nMemory: None.\n\n**Paragraph:** She hid.")
    assert reply.sections == {Section.PARAGRAPH: "He ran.", Section.MEMORY: "None."}
    assert reply.remarks == "She hid."


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("zh", "段落：他跑了。\n记忆：旧。\n计划一：走。\nMemory: New."),
        ("en", "Paragraph: He ran.\nMemory: Old.\nPlan 1: Go.\n更新后的记忆：New."),
    ],
)
def test_a_label_in_another_script_than_the_story_is_no_prose(language: str, reply: str) -> None:
    assert read(reply, language=language).sections[Section.MEMORY] == "New."


def test_a_line_of_prose_may_begin_like_a_section_that_has_come() -> None:
    prose = "He had nothing.\nMemory: that was all.\nHe fell."
    reply = read(f"Memory: Old.\n\nParagraph: {prose}")
    assert reply.sections == {Section.MEMORY: "Old.", Section.PARAGRAPH: prose}


def test_an_empty_paragraph_is_none() -> None:
    reply = read("Paragraph:\n\n**Paragraph:** She hid.\n\nMemory: None.")
    assert reply.sections == {Section.PARAGRAPH: "She hid.", Section.MEMORY: "None."}


def test_a_paragraph_in_numbered_parts_is_one() -> None:
    reply = read("Paragraph 1: He ran.\n\nParagraph 2: She hid.\n\nMemory: None.")
    assert reply.sections[Section.PARAGRAPH] == "He ran.\n\nShe hid."


def test_a_replacement_is_told_as_one() -> None:
    reader = ReplyReader(STEP)
    reader.feed("Memory: Old.\n\nPlan 1: a\n\n**Memory:** Ne")
    reader.feed("w.")
    events = reader.close().events
    assert Withdrawn(Section.MEMORY) in events
    assert Words(Section.MEMORY, "New.") in events


def test_asked_for_one_plan_any_number_will_do_but_its_own_is_best() -> None:
    asked = [Section.PLAN_2]
    assert read("Plan 1: a", asked).sections == {Section.PLAN_2: "a"}
    assert read("Plan: a", asked).sections == {Section.PLAN_2: "a"}
    sections = read("Plan 1: a\n\nPlan 2: b\n\nPlan 3: c", asked).sections
    assert sections == {Section.PLAN_2: "b", Section.PLAN_3: "c"}


def test_asked_for_one_opening_paragraph_any_name_of_it_will_do() -> None:
    for name in ("Paragraph", "Paragraph 1", "Next paragraph", "Passage 3", "段落"):
        assert read(f"**{name}:** He ran.", [Section.OPENING_2]).sections == {
            Section.OPENING_2: "He ran."
        }


def test_the_plan_within_a_choice_is_its_text() -> None:
    asked = [Section.CHOICE, Section.REASON, Section.REVISED_PLAN]
    reply = "Selected Plan:\nPlan 2: go.\n\nReason: New.\n\nRevised Plan:\n\nPlan 2: go far."
    assert list(read(reply, asked).sections.values()) == ["Plan 2: go.", "New.", "Plan 2: go far."]
