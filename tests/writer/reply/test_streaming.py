"""Words come out as they come in, no label among them, and in linear time."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.reply.reader import Closed, ReplyReader, Words
from rgpt_tui.writer.sections import Section
from tests.writer.reply.reading import STEP, read

MEGABYTE = 1_000_000


def show(reader: ReplyReader, text: str) -> str:
    return "".join(event.text for event in reader.feed(text) if isinstance(event, Words))


@pytest.mark.parametrize(
    ("language", "label", "prose"),
    [
        ("en", "**Paragraph:** ", 'The sea was grey, "and cold," she said. Then: one (1), two.'),
        ("zh", "段落：", "海是灰色的，“很冷。”她说：没有。然后（又）走了。"),
    ],
)
def test_prose_flows_character_by_character(language: str, label: str, prose: str) -> None:
    reader = ReplyReader(STEP, language)
    assert show(reader, label) == ""
    shown = ""
    for end, character in enumerate(prose, 1):
        shown += show(reader, character)
        assert shown == prose[:end].rstrip()


def test_prose_without_a_label_flows_if_it_alone_was_asked_for() -> None:
    reader = ReplyReader([Section.PARAGRAPH])
    assert show(reader, "Th") == ""
    # A single word may still be the name of the book, above a card of it.
    assert show(reader, "ey") == ""
    assert show(reader, " ran") == "They ran"
    assert show(reader, " a") == " a"


def test_of_a_new_line_only_what_may_be_a_label_is_held() -> None:
    reader = ReplyReader(STEP)
    show(reader, "Paragraph: He ran.\n\n")
    assert show(reader, "Mem") == ""
    assert show(reader, "or") == ""
    assert show(reader, "ies came") == "\n\nMemories came"
    assert show(reader, "\nMemory") == ""
    assert show(reader, " was") == "\nMemory was"


def test_no_part_of_a_label_is_ever_shown() -> None:
    reply = (
        "**Paragraph:** He ran.\n\n### Rationale\nNone.\n\nPlan 1: east. Plan 2: west.\n</plan_2>"
    )
    for size in range(1, 12):
        reader = ReplyReader(STEP)
        parts = [reply[start : start + size] for start in range(0, len(reply), size)]
        assert "".join(show(reader, part) for part in parts) == "He ran.None.east.west."


def test_a_section_is_closed_as_soon_as_the_next_label_is_there() -> None:
    reader = ReplyReader(STEP)
    reader.feed("Paragraph: He ran.\n\nMemory")
    assert reader.feed(": N") == [Closed(Section.PARAGRAPH), Words(Section.MEMORY, "N")]


@pytest.mark.parametrize(
    "text",
    [
        "word " * (MEGABYTE // 5),
        "go, " * (MEGABYTE // 4),
        "- " * 40 + "x\n" + "=# " * 40 + "x\n" + "`* " * 60 + "x" * MEGABYTE,
        "她走了。" * (MEGABYTE // 12),
        "<" * MEGABYTE,
        "x</memory>" * 5000,
        "</plan_1><plan_1>" * 5000,
        "Plans: " * 5000,
        " " * MEGABYTE,
        "Plan 1 (" * (MEGABYTE // 8),
        "\n\nLet me know " * (MEGABYTE // 28),
        '" , "x' * (MEGABYTE // 6),
    ],
    ids=lambda text: repr(text[:12]),
)
@pytest.mark.parametrize("label", ["Paragraph: ", "Plan 1: ", '{"paragraph": "'])
def test_a_megabyte_without_an_end_is_read_in_linear_time(text: str, label: str) -> None:
    # Quadratic time would be minutes or hours here; nothing is timed.
    read([label, *(text[start : start + 4096] for start in range(0, len(text), 4096))])
