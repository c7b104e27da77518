"""A reply may end anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rgpt_tui.writer.sections import Section
from tests.writer.reply.grammar import Written, labelled_replies
from tests.writer.reply.reading import read


@pytest.mark.parametrize(
    "reply", ["", " ", "\n\n\n", "\ufeff", "\r\n", "\u200b \n\t", "---\n", "**"]
)
@pytest.mark.parametrize("cut", [True, False])
def test_nothing_is_nothing(reply: str, cut: bool) -> None:
    result = read(reply, cut=cut)
    assert (result.sections, result.unfinished) == ({}, None)
    assert read(reply, [Section.PARAGRAPH], cut=cut).sections == {}
    assert read([], cut=cut).sections == {}


@pytest.mark.parametrize(
    ("reply", "sections", "unfinished"),
    [
        ("Paragraph: He ra", {Section.PARAGRAPH: "He ra"}, Section.PARAGRAPH),
        ("Paragraph: He ran.\n\nMem", {Section.PARAGRAPH: "He ran."}, Section.PARAGRAPH),
        ("Paragraph: He ran.\n\n**Memory", {Section.PARAGRAPH: "He ran."}, Section.PARAGRAPH),
        ("Paragraph: He ran.\n\nMemory: ", {Section.PARAGRAPH: "He ran."}, Section.PARAGRAPH),
        ("Paragraph: He ran.\n\nMemory:\n", {Section.PARAGRAPH: "He ran."}, Section.MEMORY),
        ("Plan 1: east. Plan", {Section.PLAN_1: "east."}, Section.PLAN_1),
        ("Plan 1: east.", {Section.PLAN_1: "east."}, Section.PLAN_1),
        ("Plan 3: stay.\n\nLet me kn", {Section.PLAN_3: "stay."}, Section.PLAN_3),
        ("Sure, here is the next para", {}, None),
        ("He ra", {Section.PARAGRAPH: "He ra"}, Section.PARAGRAPH),
        ("Par", {}, None),
        ("<paragraph>He ran.</para", {Section.PARAGRAPH: "He ran."}, Section.PARAGRAPH),
        ("<paragraph>He ran.</paragraph>", {Section.PARAGRAPH: "He ran."}, None),
    ],
)
def test_the_section_that_was_open_is_unfinished(
    reply: str, sections: dict[Section, str], unfinished: Section | None
) -> None:
    result = read(reply, cut=True)
    assert (result.sections, result.unfinished) == (sections, unfinished)


def test_a_reply_that_is_whole_has_nothing_unfinished() -> None:
    assert read("Paragraph: He ran.\n\nMemory: No").unfinished is None


@settings(max_examples=200, deadline=None)
@given(labelled_replies(plain=True), st.data())
def test_a_cut_leaves_the_sections_before_it_as_they_are(
    written: Written, data: st.DataObject
) -> None:
    end = data.draw(st.integers(0, len(written.reply)))
    result = read(written.reply[:end], written.expected, written.language, cut=True)
    for section, text in result.sections.items():
        if section is not result.unfinished:
            assert text == written.sections[section]
    order = list(written.sections)
    whole = [section for section in result.sections if section is not result.unfinished]
    assert whole == order[: len(whole)]
    open_section = order[min(len(whole), len(order) - 1)]
    if result.unfinished is not None and whole:
        assert result.unfinished is open_section
        text = result.sections.get(open_section, "")
        assert written.sections[open_section].startswith(text)
