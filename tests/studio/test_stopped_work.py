"""What is said of work that was stopped is what there is."""

from __future__ import annotations

import pytest

from rgpt_tui.story.drafts import Draft
from rgpt_tui.studio.screens.work import AUTOPILOT, stopped


def draft(text: str) -> Draft:
    """What came of a step."""
    return Draft(parent=None, plan=None, sections={"paragraph": text})


@pytest.mark.parametrize(
    ("what", "steps", "kept", "said", "not_said"),
    [
        ("writing", 0, draft("It rang."), "What came is kept: “Go on”", "autopilot"),
        ("writing", 0, draft(""), "stays as it is", "Go on"),
        ("writing", 0, None, "stays as it is", "Go on"),
        (AUTOPILOT, 2, None, "stopped after 2 steps; no other was under way", "Go on"),
        (AUTOPILOT, 1, draft("It rang."), "after 1 step. What came is kept: “Go on”", "no other"),
        (AUTOPILOT, 0, None, "before it had written anything", "Go on"),
    ],
)
def test_nothing_is_said_to_be_kept_that_did_not_come(
    what: str, steps: int, kept: Draft | None, said: str, not_said: str
) -> None:
    told = stopped(what, steps, kept)
    assert said in told
    assert not_said not in told
