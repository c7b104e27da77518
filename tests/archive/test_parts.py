"""What is embedded of the cues."""

from __future__ import annotations

from rgpt_tui.archive.parts import MOST, parts_of
from rgpt_tui.archive.query import Cue

PLAN = Cue(text="The smith forges a chain. The bell rings.")
MEMORY = Cue(text="It is winter.", weight=0.8)


def test_each_cue_is_embedded_whole_and_by_its_sentences() -> None:
    parts = parts_of([PLAN, MEMORY], "en")
    assert [(part.cue, part.text) for part in parts] == [
        (0, PLAN.text),
        (1, MEMORY.text),
        (0, "The smith forges a chain."),
        (0, "The bell rings."),
    ]
    assert parts[0].share > parts[2].share > 0


def test_a_long_cue_costs_no_more_than_there_is_room_for() -> None:
    long = Cue(text=" ".join(f"Sentence {number} ends." for number in range(40)))
    assert len(parts_of([long, MEMORY], "en")) == MOST


def test_every_cue_is_asked_for_however_many_there_are() -> None:
    cues = [Cue(text=f"Cue {number}.") for number in range(MOST + 3)]
    assert [part.text for part in parts_of(cues, "en")] == [cue.text for cue in cues]
