"""What a model says around the sections is no part of them."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.reply.remarks import is_announcement, may_become_announcement
from rgpt_tui.writer.sections import Section
from tests.writer.reply.reading import read

ANNOUNCEMENTS = [
    "Sure! Here is the next paragraph:",
    "Sure, here is the next paragraph:",
    "Of course!",
    "Certainly. Here's the continuation of your story:",
    "Here is the next paragraph of the story:",
    "Here's the updated memory:",
    "Here are three different plans:",
    "Below is the requested output:",
    "Okay, I'll continue the story.",
    "**Sure, here's the paragraph:**",
    "Here is the extended paragraph:",
    "Absolutely! I'd be happy to continue the story.",
    "Here is a possible continuation of the story, based on the plan:",
    "好的，以下是续写的段落：",
    "以下是更新后的记忆：",
    "当然可以！",
    "好的，我将继续写这个故事。",
    "I'm sorry, but I can't help with that request.",
    "很抱歉，我无法提供该内容。",
]
FIRST_LINES = [
    "Here is what she found in the drawer:",
    "Here is the place where she hid her memory:",
    "Here is the story he told me:",
    "Here is the plan of the house, and here the door.",
    "Great clouds hung over the bay.",
    "Sure, I'll come with you, he thought.",
    "Okay, here's the thing.",
    "Of course she knew.",
    "Sorry, she said, and meant it.",
    "The note said:",
    "I have never seen the sea.",
    "这是一个漫长的夜晚。",
    "这是她写下的计划：",
    "好大的雪。",
]
CLOSING = [
    "Let me know if you'd like me to continue!",
    "I hope this helps!",
    "Would you like me to continue the story?",
    "Feel free to ask for changes to the plans if you need any.",
    "---",
    "---\n\nLet me know which plan you prefer.",
    "*Note: you can choose any of these plans.*",
    "希望您喜欢这些计划。",
    "如果需要修改，请随时告诉我。",
]


@pytest.mark.parametrize("line", ANNOUNCEMENTS)
def test_an_announcement_does_not_become_the_section(line: str) -> None:
    reply = read(f"{line}\n\nHe ran.", [Section.PARAGRAPH])
    assert reply.sections == {Section.PARAGRAPH: "He ran."}
    assert reply.remarks == line
    assert read(line, [Section.PARAGRAPH]).sections == {}


@pytest.mark.parametrize("line", ANNOUNCEMENTS)
def test_no_word_of_an_announcement_is_shown(line: str) -> None:
    assert is_announcement(line)
    assert all(may_become_announcement(line[:end]) for end in range(1, len(line)))


@pytest.mark.parametrize("line", FIRST_LINES)
def test_a_first_line_of_prose_is_kept(line: str) -> None:
    text = f"{line}\n\nA key."
    assert read(text, [Section.PARAGRAPH]).sections == {Section.PARAGRAPH: text}


@pytest.mark.parametrize("preamble", [*ANNOUNCEMENTS, "I slowed the scene down a little.", "# Go"])
def test_a_preamble_does_not_become_the_paragraph(preamble: str) -> None:
    reply = read(f"{preamble}\n\nParagraph: He ran.\n\nMemory: None.")
    assert reply.sections == {Section.PARAGRAPH: "He ran.", Section.MEMORY: "None."}
    assert reply.remarks == preamble


def test_a_long_preamble_that_was_taken_for_prose_is_withdrawn() -> None:
    preamble = "I want to think about the pacing of this scene first. " * 20
    reply = read(f"{preamble}\n\nParagraph: He ran.")
    assert reply.sections == {Section.PARAGRAPH: "He ran."}
    assert reply.remarks == preamble.strip()


def test_prose_without_its_label_is_the_first_section() -> None:
    assert read("He ran.\n\nShe hid.\n\nRationale: None.").sections == {
        Section.PARAGRAPH: "He ran.\n\nShe hid.",
        Section.RATIONALE: "None.",
    }
    assert read("He ran.\n\nShe hid.").sections == {Section.PARAGRAPH: "He ran.\n\nShe hid."}


def test_a_title_without_its_label_is_read_if_it_looks_like_one() -> None:
    asked = [Section.TITLE, Section.OUTLINE]
    assert read("# The Harbour\n\nOutline: A ship.", asked).sections == {
        Section.TITLE: "The Harbour",
        Section.OUTLINE: "A ship.",
    }
    assert read("I thought about a ship.\n\nOutline: A ship.", asked).sections == {
        Section.OUTLINE: "A ship."
    }


@pytest.mark.parametrize("closing", CLOSING)
@pytest.mark.parametrize("gap", ["\n\n", "\n\n---\n\n"])
def test_a_closing_remark_does_not_become_the_plan(closing: str, gap: str) -> None:
    reply = read(f"Plan 3: She stays.\nShe waits.{gap}{closing}")
    assert reply.sections == {Section.PLAN_3: "She stays.\nShe waits."}


def test_a_closing_remark_goes_after_prose_too_if_it_speaks_of_the_work() -> None:
    remark = "Let me know if you'd like me to continue the story!"
    assert read(f"He ran.\n\n{remark}", [Section.PARAGRAPH]).remarks == remark


@pytest.mark.parametrize(
    "text",
    [
        "He ran.\n\nI hope you will forgive me, she wrote.",
        "He ran.\n\nLet me know when you get there.",
        "He ran.\n\nIf you want it, take it.\n\nNobody did.",
        "He ran.\n\nWould you like some tea?",
    ],
)
def test_last_lines_of_prose_are_kept(text: str) -> None:
    assert read(text, [Section.PARAGRAPH]).sections == {Section.PARAGRAPH: text}


@pytest.mark.parametrize(
    "plan",
    [
        "She stays. I hope you like tea, she says.",
        "She stays.\nLet me know if you like, she says.",
        "If you cut the rope, the ship drifts. She cuts it.",
        "She stays.\n\nThe dog goes.\n\nNobody hopes.",
        "She stays.\n\nIf you look closely, the ship has no crew.\n\nShe looks.",
    ],
)
def test_a_plan_is_not_shortened(plan: str) -> None:
    assert read(f"Plan 1: {plan}").sections == {Section.PLAN_1: plan}


def test_a_rule_between_sections_belongs_to_none() -> None:
    reply = "Paragraph: He ran.\n\n***\n\nShe hid.\n\n---\n\nMemory: None.\n\n===\n"
    assert read(reply).sections == {
        Section.PARAGRAPH: "He ran.\n\n***\n\nShe hid.",
        Section.MEMORY: "None.",
    }
