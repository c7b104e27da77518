"""The box with the plan: what is in it is what is written from, and where it came from is known."""

from __future__ import annotations

import pytest

from rgpt_tui.story.records import Plan, PlanSource
from rgpt_tui.studio.plan_box import NoPlan, PlanBox

PLANS = (
    "Mara rows out to the bell at low tide and finds the rope cut.",
    "Ilse asks to see the drawer. Mara lets her.",
    "The harbour master lands with an order.",
)
OWN = "Nothing happens for a whole winter."


def box(text=None, **changes):
    return PlanBox.found(PLANS, text, **changes)


def test_the_first_plan_is_in_the_box_as_it_stands():
    assert box().plan() == Plan(text=PLANS[0], source=PlanSource.OFFERED, offered=1)
    assert box().usual


def test_a_picked_plan_is_offered_and_a_changed_one_edited():
    picked = box().taking(2)
    assert picked.plan() == Plan(text=PLANS[1], source=PlanSource.OFFERED, offered=2)
    typed = picked.typed(PLANS[1] + "  \nAnd then?\n")
    assert typed.plan() == Plan(
        text=PLANS[1] + "  \nAnd then?\n", source=PlanSource.EDITED, offered=2
    )
    assert typed.origin == "plan 2, edited"


def test_typing_a_plan_back_to_what_it_was_makes_it_offered_again():
    assert box().taking(2).typed("x").typed(PLANS[1]).plan().source is PlanSource.OFFERED


def test_a_plan_that_was_edited_in_the_book_is_an_edited_one():
    assert box(changed=frozenset({1})).plan().source is PlanSource.EDITED


def test_who_empties_the_box_begins_a_plan_of_their_own():
    assert box().emptied().typed(OWN).plan() == Plan(text=OWN, source=PlanSource.OWN)
    assert box().typed("").typed(OWN).plan().source is PlanSource.OWN


def test_an_empty_box_is_no_plan_and_the_first_one_is_not_taken_in_silence():
    with pytest.raises(NoPlan, match="empty"):
        box().typed(" \n").plan()


def test_a_merged_plan_is_a_paragraph_more():
    merged = box().merged(3)
    assert merged.text == PLANS[0] + "\n\n" + PLANS[2]
    assert merged.plan().source is PlanSource.EDITED
    assert box().emptied().merged(3).plan() == Plan(text=PLANS[2], offered=3)


def test_what_was_left_in_the_box_is_known_again():
    assert box(PLANS[2]).picked == 3
    assert box(PLANS[1].replace("Mara lets her", "Mara will not")).source is PlanSource.EDITED
    assert box(OWN).source is PlanSource.OWN
    assert not box("").text


def test_new_plans_replace_an_untouched_one_and_leave_what_the_writer_made():
    others = ("One.", "Two.", "Three.")
    assert box().taking(2).offered(others).text == "One."
    own = box().emptied().typed(OWN).offered(others)
    assert (own.text, own.source) == (OWN, PlanSource.OWN)
    edited = box().typed(PLANS[0] + " More.").offered(others)
    assert (edited.text, edited.source) == (PLANS[0] + " More.", PlanSource.OWN)


def test_there_is_no_fourth_plan():
    with pytest.raises(NoPlan, match="no plan 4"):
        box().taking(4)


def test_a_plan_rewritten_beyond_recognition_is_the_writers_own():
    assert box().taking(2).typed(OWN).plan() == Plan(text=OWN, source=PlanSource.OWN)
    assert box().taking(2).typed(OWN).typed(PLANS[1] + " Yes.").picked == 2
