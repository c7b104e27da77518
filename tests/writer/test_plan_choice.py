"""Whether a plan is as the model offered it."""

from __future__ import annotations

from rgpt_tui.story.records import Plan, PlanSource, Text
from rgpt_tui.writer.plan_choice import changed_by_hand, offered_plan

OFFERED = Text(paragraph="It rang.", memory="A bell.", rationale="New.", plans=("Go.", "Stay."))
EDITED = Text(paragraph="It rang.", memory="A bell.", rationale="New.", plans=("Go.", "Swim."))
PAINTED = Text(paragraph="It fell.", memory="A bell.", rationale="New.", plans=("Go.", "Swim."))
REFRESHED = Text(paragraph="It rang.", memory="It fell.", rationale="Else.", plans=("Eat.", "Nap."))


def test_a_plan_that_the_writer_changed_is_told_from_the_others() -> None:
    assert changed_by_hand([OFFERED, EDITED, PAINTED], 2)
    assert not changed_by_hand([OFFERED, EDITED, PAINTED], 1)


def test_plans_that_a_refresh_made_are_the_models_again() -> None:
    assert not changed_by_hand([OFFERED, EDITED, REFRESHED], 2)
    assert not changed_by_hand([OFFERED, REFRESHED], 1)


def test_a_number_that_is_not_there_is_no_edit() -> None:
    assert not any(changed_by_hand([OFFERED, EDITED], number) for number in (-1, 0, 3))
    assert not changed_by_hand([], 1)


def test_an_edited_plan_says_which_one_it_was_made_from() -> None:
    plan = Plan(text="Swim.", source=PlanSource.EDITED, offered=2)
    assert offered_plan(EDITED.plans, 2, edited=True) == plan
