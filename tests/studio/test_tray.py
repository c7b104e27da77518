"""The recall tray: what is taken, left, trimmed and swapped, and what of it survives a new plan."""

from __future__ import annotations

from dataclasses import replace

from rgpt_tui.archive.query import Recall, RecallMode
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import Passage, PassageOrigin, Position
from rgpt_tui.studio.tray import Tray


def passage(step, score=0.5, **changes):
    return Passage(
        step=step,
        revision=1,
        position=Position(number=1),
        score=score,
        sentence=f"The bell of {step} rang.",
        text=f"It was night. The bell of {step} rang. Nobody came.",
        **changes,
    )


A, B, C, D = (passage(name) for name in "abcd")
RECALL = Recall(hits=(A, B), near_misses=(C,), mode=RecallMode.HYBRID)


def tray():
    return Tray().recalled("a plan", RECALL)


def test_the_hits_are_taken_exactly_as_recalled():
    assert tray().passages_for("a plan") == (A, B)


def test_for_another_plan_an_untouched_tray_says_nothing():
    assert tray().passages_for("another plan") is None
    assert Tray().passages_for("a plan") is None


def test_a_tray_that_the_writer_touched_counts_for_any_plan():
    assert tray().toggled(0).passages_for("another plan") == (B,)


def test_near_misses_can_be_swapped_in():
    swapped = tray().toggled(1).toggled(2)
    assert swapped.passages() == (A, replace(C, origin=PassageOrigin.CHOSEN))


def test_a_passage_is_trimmed_to_the_sentence_found_and_back():
    trimmed = tray().trimmed(0)
    assert trimmed.passages()[0].text == "The bell of a rang."
    assert trimmed.trimmed(0).passages()[0] == A


def test_trimming_takes_a_passage_in():
    assert [each.step for each in tray().trimmed(2).passages()] == ["a", "b", "c"]


def test_a_passage_of_one_sentence_has_nothing_to_trim():
    short = Tray().recalled("p", Recall(hits=(replace(A, text=A.sentence),)))
    assert short.trimmed(0) == short


def test_an_emptied_tray_sends_nothing_rather_than_what_is_recalled():
    assert tray().toggled(0).toggled(1).passages_for("a plan") == ()


def test_what_the_writer_said_stands_when_the_plan_changes():
    touched = tray().toggled(0).toggled(2).trimmed(1)
    anew = touched.recalled("another", Recall(hits=(B, A), near_misses=(D,)))
    assert [(each.step, each.text) for each in anew.passages()] == [
        ("b", B.sentence),
        ("c", C.text),
    ]


def test_without_a_word_of_the_writer_the_new_recall_counts():
    anew = tray().recalled("another", Recall(hits=(D,), near_misses=(A,)))
    assert anew.passages_for("another") == (D,)


def test_a_mute_takes_a_passage_out_at_once_and_a_pin_takes_it_in():
    assert tray().marked("a", Mark.MUTE).passages() == (B,)
    assert len(tray().marked("c", Mark.PIN).passages()) == 3


def test_a_muted_passage_stays_in_sight_and_is_as_it_was_without_its_mark():
    swapped = tray().toggled(0).toggled(2)
    for step in "abc":
        muted = swapped.marked(step, Mark.MUTE)
        assert step not in [each.step for each in muted.passages()]
        assert muted.marked(step, None) == swapped


def test_a_touched_tray_that_is_recalled_again_for_its_plan_is_only_offered_others():
    emptied = tray().toggled(0).toggled(1)
    again = emptied.recalled("a plan", Recall(hits=(A, C, D), near_misses=(B,)))
    assert [entry.passage.step for entry in again.entries] == ["a", "c", "d", "b"]
    assert again.passages() == ()


def test_what_is_pinned_goes_into_a_touched_tray_too():
    pinned = replace(D, origin=PassageOrigin.PINNED)
    again = tray().toggled(0).recalled("a plan", Recall(hits=(A, B, pinned)))
    assert again.passages() == (B, pinned)
