"""What a model thinks aloud is never shown."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.reply.reader import ReplyReader, Words
from rgpt_tui.writer.sections import Section
from tests.writer.reply.reading import STEP, characters, read

ANSWER = "Paragraph: He ran.\n\nMemory: None."
SECTIONS = {Section.PARAGRAPH: "He ran.", Section.MEMORY: "None."}


@pytest.mark.parametrize(
    "reply",
    [
        f"<think>Paragraph: no.\nPlan 1: no.</think>\n\n{ANSWER}",
        f"<thinking>\nParagraph: no.\n</thinking>{ANSWER}",
        f"<THINK>no</THINK>{ANSWER}",
        f"<thought>no</thought>\n{ANSWER}",
        f"<think></think>\n<think>again</think>{ANSWER}",
        f"Paragraph: no.\nPlan 1: no.</think>\n{ANSWER}",
        f"{'I think and think. ' * 50}</think>\n{ANSWER}",
        f"Paragraph: no.\nMemory: no.\nPlan 1: no.\n</thinking>{ANSWER}",
        "Paragraph: He <think>no</think>ran.\n\nMemory: None.",
        f"{ANSWER}<think>no",
        f"{ANSWER}\n<thinking>Memory: no",
        f"{ANSWER}</think>",
        f"{ANSWER}</think>\n\n",
    ],
)
def test_thinking_is_left_out(reply: str) -> None:
    for chunks in ([reply], characters(reply)):
        assert read(chunks).sections == SECTIONS


def test_thinking_that_is_never_closed_is_all_there_is() -> None:
    assert read("<think>Paragraph: no.\n\nMemory: no.").sections == {}


def test_a_tag_cut_by_the_end_is_text() -> None:
    assert read("Paragraph: 1 <thi").sections == {Section.PARAGRAPH: "1 <thi"}


@pytest.mark.parametrize("text", ["a < b and b > c", "<thinker>", "<th", "the </thin line"])
def test_what_is_no_think_tag_stays(text: str) -> None:
    assert read(characters(f"Paragraph: So {text}.")).sections == {Section.PARAGRAPH: f"So {text}."}


def test_no_thought_is_shown_even_for_a_moment() -> None:
    reader = ReplyReader(STEP)
    shown = ""
    for character in f"<think>no</think>{ANSWER}":
        shown += "".join(e.text for e in reader.feed(character) if isinstance(e, Words))
    assert shown == "He ran.None."
