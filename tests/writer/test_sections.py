"""The labels that prompts ask for."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.sections import Section, label, name_key, named
from tests.writer.reply.reading import read


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_label_that_a_prompt_asks_for_is_read_as_its_section(language: str) -> None:
    reply = "\n".join(f"{label(section, language)}: That is {section}." for section in Section)
    # Plans are no labels where one of them is to be chosen, and are asked for apart.
    choosing = {Section.CHOICE, Section.REASON, Section.REVISED_PLAN, Section.ENDING}
    for asked in (set(Section) - choosing - {Section.PARAGRAPH}, choosing, {Section.PARAGRAPH}):
        lines = [line for line in reply.splitlines() if any(f"is {s}." in line for s in asked)]
        expected = [section for section in Section if section in asked]
        assert read("\n".join(lines), expected, language).sections == {
            section: f"That is {section}." for section in expected
        }


def test_no_two_sections_share_a_label() -> None:
    for language in ("en", "zh"):
        assert len({label(section, language) for section in Section}) == len(Section)


def test_labels_are_in_the_language_of_the_prompts() -> None:
    assert label(Section.PLAN_1, "zh-TW") == label(Section.PLAN_1, "zh") == "计划一"
    assert label(Section.PLAN_1, "fr") == label(Section.PLAN_1, "en") == "Plan 1"


def test_a_name_is_known_however_it_is_written() -> None:
    assert len({name_key(name) for name in ("Plan 1", "plan_1", "PLAN-1", "Plan #１")}) == 1
    assert named(name_key("Plan 1")) == (Section.PLAN_1,)
    assert named(name_key("Planet 1")) == ()
