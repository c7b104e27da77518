"""What has come of a step: it is never replaced, and only prose is kept in part."""

from __future__ import annotations

from rgpt_tui.writer.collected import Collected
from rgpt_tui.writer.sections import PLANS, Section
from tests.writer.stage import prose


def test_what_is_there_is_never_replaced() -> None:
    collected = Collected(language="en")
    collected.take({Section.PLAN_1: "Go."}, None)

    collected.take({Section.PLAN_1: "Stay.", Section.PLAN_2: "Wait."}, None)

    assert collected.plans() == ("Go.", "Wait.")


def test_an_empty_section_has_not_come() -> None:
    collected = Collected(language="en")

    collected.take({Section.MEMORY: " \n", Section.PLAN_2: "Wait."}, None)

    assert collected.missing((Section.MEMORY, *PLANS)) == (
        Section.MEMORY,
        Section.PLAN_1,
        Section.PLAN_3,
    )


def test_prose_that_broke_off_twice_is_put_together() -> None:
    collected = Collected(language="en")

    for piece in ("She ran. He fe", "He fell. The la", "The lamp went out."):
        whole = piece.endswith("out.")
        collected.take({Section.PARAGRAPH: piece}, None if whole else Section.PARAGRAPH)

    assert collected.text(Section.PARAGRAPH) == "She ran. He fell. The lamp went out."
    assert not collected.begun


def test_a_memory_at_its_token_limit_is_taken_at_its_whole_sentences() -> None:
    collected = Collected(language="en")

    collected.take({Section.MEMORY: "She ran. He fell. The la"}, Section.MEMORY, spent=True)

    assert collected.text(Section.MEMORY) == "She ran. He fell."


def test_one_endless_sentence_at_its_token_limit_stands_as_it_is() -> None:
    collected = Collected(language="en")

    collected.take({Section.CHOICE: "I would choose plan 2 bec"}, Section.CHOICE, spent=True)

    assert collected.text(Section.CHOICE) == "I would choose plan 2 bec"


def test_a_memory_may_lose_much_but_not_nearly_all() -> None:
    before = prose("before", 20)
    for sentences, vanished in ((1, True), (6, False)):
        collected = Collected(language="en", memory_before=before)
        collected.take({Section.MEMORY: prose("after", sentences)}, None)
        assert collected.memory_vanished() is vanished


def test_a_first_memory_cannot_have_vanished() -> None:
    collected = Collected(language="en")
    collected.take({Section.MEMORY: "She ran."}, None)
    assert not collected.memory_vanished()
