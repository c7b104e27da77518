"""What a model writes, in words that a novelist would use."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.section_words import NAMES, doing, listed
from rgpt_tui.writer.sections import Section


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (["memory"], "the memory"),
        (["plan_2"], "plan 2"),
        (["plan_1", "plan_3"], "two plans"),
        (
            ["paragraph", "memory", "plan_1", "plan_2", "plan_3"],
            "the paragraph, the memory and the three plans",
        ),
        (["title", "opening_1", "opening_2", "opening_3"], "the title and the three paragraphs"),
        ([], ""),
    ],
)
def test_what_is_missing_is_listed_in_words(missing: list[str], said: str) -> None:
    assert listed(missing) == said


def test_every_section_has_words_of_its_own_and_none_is_an_identifier() -> None:
    said = [doing(section.value) for section in Section]
    assert len({*said}) == len(said) == len(NAMES)
    assert not any("_" in each for each in said)
