"""A reply that is JSON is read all the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rgpt_tui.writer.reply.reader import ReplyReader, Words
from rgpt_tui.writer.sections import PLANS, Section
from tests.writer.reply.grammar import chunks, prose
from tests.writer.reply.reading import STEP, characters, read

TEXTS = ('He said "go".\n\nShe wasn\'t there: é 😀 \\ {1}.', "None.", "M.", "a", "b", "c")
SECTIONS = dict(zip(STEP, TEXTS, strict=True))
FLAT = dict(zip(("paragraph", "rationale", "memory", "plan_1", "plan_2", "plan_3"), TEXTS))  # noqa: B905
LISTED = {
    "paragraph": TEXTS[0],
    "rationale": TEXTS[1],
    "memory": TEXTS[2],
    "plans": ["a", "b", "c"],
}
SHAPES = [
    FLAT,
    LISTED,
    {"response": LISTED},
    [LISTED],
    [
        {"paragraph": TEXTS[0]},
        {"rationale": TEXTS[1], "memory": TEXTS[2]},
        {"plans": {"plan_1": "a", "plan_2": "b", "plan_3": "c"}},
    ],
    {
        "output_paragraph": TEXTS[0],
        "output_memory": {"rational": TEXTS[1], "updated_memory": TEXTS[2]},
        "output_instruction": {"instruction_1": "a", "instruction_2": "b", "instruction_3": "c"},
    },
    {**LISTED, "plans": [{"plan": "a"}, {"id": 2, "description": "b"}, "c"]},
    {**LISTED, "plans": {"1": "a", "2": "b", "3": "c"}},
    {"nextParagraph": TEXTS[0], "理由": TEXTS[1], "短期记忆": TEXTS[2], "计划": ["a", "b", "c"]},
    {"thoughts": "Hm.", **FLAT, "words": 12},
]


@pytest.mark.parametrize("value", SHAPES)
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_of_any_shape_is_read(value: object, indent: int | None, ascii_only: bool) -> None:
    reply = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    for form in (reply, f"```json\n{reply}\n```", f"Here is the JSON output:\n\n{reply}\n"):
        assert {**read(form).sections} == SECTIONS
        assert read(characters(form)).sections == SECTIONS


def test_strings_are_shown_as_they_come() -> None:
    reader, shown = ReplyReader(STEP), []
    for character in '{"paragraph": "He \\"ran\\" far.", "memory": "None':
        shown += [e.text for e in reader.feed(character) if isinstance(e, Words)]
    assert "".join(shown) == 'He "ran" far.None'
    assert len(shown) > 12


@pytest.mark.parametrize(
    ("reply", "sections", "unfinished"),
    [
        ('{"paragraph": "He ra', {Section.PARAGRAPH: "He ra"}, Section.PARAGRAPH),
        ('{"paragraph": "He ra\\', {Section.PARAGRAPH: "He ra"}, Section.PARAGRAPH),
        ('{"paragraph": "He ra\\u00', {Section.PARAGRAPH: "He ra"}, Section.PARAGRAPH),
        ('{"paragraph": "He ran.", "mem', {Section.PARAGRAPH: "He ran."}, None),
        ('{"plans": ["a", "b', {Section.PLAN_1: "a", Section.PLAN_2: "b"}, Section.PLAN_2),
        ('{"plans": ["a", "b"], "memory": "M"}', {**dict(zip(PLANS, "ab")), Section.MEMORY: "M"}, None),  # noqa: B905, E501
        ("{'paragraph': 'He ran.', 'memory': 'M", {Section.PARAGRAPH: "He ran.", Section.MEMORY: "M"}, Section.MEMORY),  # noqa: E501
        ("{", {}, None),
        ('{"paragr', {}, None),
    ],
)  # fmt: skip
def test_json_may_be_cut(
    reply: str, sections: dict[Section, str], unfinished: Section | None
) -> None:
    result = read(reply, cut=True)
    assert (result.sections, result.unfinished) == (sections, unfinished)


def test_quotes_that_were_not_escaped_are_part_of_the_prose() -> None:
    reply = '{"paragraph": "He said "go", and she said "no".", "memory": "M"}'
    assert read(characters(reply)).sections == {
        Section.PARAGRAPH: 'He said "go", and she said "no".',
        Section.MEMORY: "M",
    }


def test_a_single_answer_counts_whatever_its_key() -> None:
    assert read('{"content": "He ran."}', [Section.PARAGRAPH]).sections == {
        Section.PARAGRAPH: "He ran."
    }


def test_numbers_and_truth_values_are_answers_too() -> None:
    asked = [Section.CHOICE, Section.REASON, Section.ENDING]
    reply = '{"selected_plan": 2, "reason": "It is new.", "ending_reached": false}'
    assert list(read(reply, asked).sections.values()) == ["2", "It is new.", "no"]


@pytest.mark.parametrize("reply", ['{"error": "no", "code": 3}', '{"a":' * 3000, "[[[[[[[", "{1}"])
def test_json_without_any_section_is_a_remark(reply: str) -> None:
    result = read(reply)
    assert Section.MEMORY not in result.sections
    assert "".join([*result.sections.values(), result.remarks]).startswith(reply[:3])


@settings(max_examples=100, deadline=None)
@given(st.data(), st.lists(prose("en"), min_size=6, max_size=6), st.booleans())
def test_json_reads_the_same_however_it_is_cut_into_chunks(
    data: st.DataObject, texts: list[str], ascii_only: bool
) -> None:
    sections = dict(zip(STEP, texts, strict=True))
    reply = json.dumps(
        sections, ensure_ascii=ascii_only, indent=data.draw(st.sampled_from((None, 1)))
    )
    assert read(data.draw(chunks(reply))).sections == sections
    end = data.draw(st.integers(0, len(reply)))
    cut = read(reply[:end], cut=True)
    for section, text in cut.sections.items():
        assert sections[section].startswith(text)
        assert section is cut.unfinished or sections[section] == text
