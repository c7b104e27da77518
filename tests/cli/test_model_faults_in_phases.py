"""Faults of the model on the command line in each phase but the writing of a step.

The command that the message names goes on, and what had been paid for is in the story then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models import repeating
from rgpt_tui.story.book import Book
from rgpt_tui.story.reading import BookReader
from rgpt_tui.writer.refresh import REFRESH_SECTIONS
from rgpt_tui.writer.sections import PLANS, Section
from tests.model_faults.faults import ANSWERS, BREAKS, until_within
from tests.model_faults.phases import DECISION, OPENING, STEP
from tests.model_server import Reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rgpt_tui.story.records import Text

DRAFT = "Ines opened the sluice. Nobody had told her not to. She counted the barges."
PLAN = ("--plan", "She rows out.")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeating, "FIRST_WAIT", 0.01)


@pytest.fixture
def meets(rgpt, with_model, monkeypatch) -> Callable[..., object]:
    """Calls a command whose first answers are a fault, by name, in a reply or in place of it."""
    monkeypatch.setenv("RGPT_RETRIES", "1")

    def call(fault, asked, struck, *command):
        with_model.forget()
        if struck is None:
            told, answers = ANSWERS[fault], ANSWERS[fault].answers(asked)
        else:
            told = BREAKS[fault]
            answers = [Reply(until_within(asked, struck)[0], chunk=200, **told.rest)]
        with_model.queue(*answers)
        called = rgpt(*command)
        assert told.words in called.err
        assert "Traceback" not in called.err
        assert len(with_model.requests) <= 6
        with_model.forget()
        return called

    return call


def texts(folder: Path) -> list[Text]:
    """What the story has, step by step."""
    with BookReader.open(folder) as book:
        return [book.step(each.id).text for each in book.path()]


@pytest.mark.parametrize(
    ("fault", "struck"),
    [("401", None), ("refuses again", None), ("filtered", Section.OPENING_2)],
)
def test_an_opening_is_gone_on_with_and_not_begun_a_second_time(
    rgpt, meets, tmp_path, fault, struck
):
    new = ("new", "--title", "Tide", "--topic", "a bell")
    failed = meets(fault, OPENING, struck, *new)
    assert failed.code == 1
    assert "Nothing is lost" in failed.err
    assert "The story is on the shelf as `tide`" in failed.err
    assert ("`rgpt write --from-draft` asks for the rest" in failed.err) == bool(struck)
    assert ("`rgpt write tide` goes on with it" in failed.err) != bool(struck)

    assert rgpt("write", "tide", *(["--from-draft"] if struck else [])).code == 0

    assert rgpt("list").out.count("Tide") == 1
    story = texts(tmp_path / "stories" / "tide")
    assert len(story) == 3
    assert story[-1].memory
    if struck:
        _, whole = until_within(OPENING, struck)
        assert whole[Section.OPENING_1] == story[0].paragraph


@pytest.mark.parametrize(
    ("fault", "struck"), [("401", None), ("refuses again", None), ("filtered", Section.PLAN_1)]
)
def test_an_import_is_in_and_the_next_command_makes_its_memory(
    rgpt, meets, with_model, tmp_path, fault, struck
):
    file = tmp_path / "weir.md"
    file.write_text(DRAFT)
    failed = meets(fault, REFRESH_SECTIONS, struck, "import", file)
    assert failed.code == 1
    assert "on the shelf as `weir`: `rgpt write weir` goes on with it" in failed.err
    (imported,) = texts(tmp_path / "stories" / "weir")
    assert imported.paragraph == DRAFT
    if struck:
        _, whole = until_within(REFRESH_SECTIONS, struck)
        assert imported.memory == whole[Section.MEMORY]

    assert rgpt("write", "weir", *PLAN).code == 0

    assert len(with_model.requests) == (1 if struck else 2), "a memory that was paid for stays"
    assert all(each.memory for each in texts(tmp_path / "stories" / "weir"))


def test_a_memory_made_anew_plans_and_the_choice_among_them_come_by_the_same_command(
    rgpt, story, meets, tmp_path
):
    folder = tmp_path / "stories" / story
    refresh, fly = ("refresh", story), ("write", story, "--auto", "-n", "1")
    steps = len(texts(folder))

    assert meets("429 once", REFRESH_SECTIONS, None, *refresh).code == 0
    before = texts(folder)
    failed = meets("empty always", REFRESH_SECTIONS, None, *refresh)
    assert (failed.code, "The story is as it was. Try again" in failed.err) == (1, True)
    assert texts(folder) == before
    failed = meets("filtered", REFRESH_SECTIONS, Section.PLAN_1, *refresh)
    _, whole = until_within(REFRESH_SECTIONS, Section.PLAN_1)
    assert (failed.code, texts(folder)[-1].memory) == (1, whole[Section.MEMORY])
    assert rgpt(*refresh).code == 0

    # Without a plan to choose from, the autopilot has some made.
    with Book.open(folder) as book:
        book.revise(book.tip or "", plans=())
    failed = meets("401", PLANS, None, *fly)
    assert (failed.code, "Nothing is lost" in failed.err) == (1, True)
    assert meets("filtered", PLANS, Section.PLAN_2, *fly).code == 1
    (kept,) = texts(folder)[-1].plans
    assert kept == until_within(PLANS, Section.PLAN_2)[1][Section.PLAN_1]
    assert len(texts(folder)) == steps

    failed = meets("500 again", DECISION, None, *fly)
    assert (failed.code, "Nothing is lost" in failed.err) == (1, True)
    assert len(texts(folder)) == steps
    assert "takes plan 1" in meets("refuses again", DECISION, None, *fly).err
    assert len(texts(folder)) == steps + 1


def test_what_goes_on_with_a_draft_may_fail_as_well_and_the_draft_stays(
    rgpt, story, meets, tmp_path
):
    _, whole = until_within(STEP, Section.MEMORY)
    assert meets("filtered", STEP, Section.MEMORY, "write", story, *PLAN).code == 1
    for fault in ("401", "refuses again", "empty always", "web page, 200"):
        failed = meets(fault, STEP[1:], None, "write", story, "--from-draft")
        assert failed.code == 1
        assert "`rgpt write --from-draft` asks for the rest again" in failed.err
    assert rgpt("write", story, "--from-draft").code == 0
    tip = texts(tmp_path / "stories" / story)[-1]
    assert tip.paragraph == whole[Section.PARAGRAPH]
    assert tip.memory
