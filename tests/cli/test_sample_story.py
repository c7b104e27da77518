"""The sample story: it comes with rgpt, imports, and has something of everything to look at."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rgpt_tui.formats.bundle import from_bundle, to_bundle
from rgpt_tui.places import packaged_folder
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import PassageOrigin, PlanSource, StepKind
from rgpt_tui.story.sentences import split_sentences

SAMPLE = packaged_folder("stories") / "any-person-aggrieved.rgpt.json"


@pytest.fixture(scope="module")
def whole():
    return from_bundle(SAMPLE.read_bytes(), SAMPLE.name)


@pytest.fixture(scope="module")
def path(whole):
    """The steps from the first one to the tip."""
    by_id = {step.id: step for step in whole.steps}
    steps, following = [], whole.tip
    while following:
        steps.append(by_id[following])
        following = steps[-1].parent
    return steps[::-1]


def latest(step):
    return step.revisions[-1].text


def test_it_imports_and_can_be_looked_at_searched_and_branched(rgpt):
    imported = rgpt("import", SAMPLE, "--json").events("imported")[0]
    assert imported["name"] == "any-person-aggrieved"
    assert (imported["steps"], imported["chapters"]) == (14, 4)
    found = rgpt("recall", "any-person-aggrieved", "an animal with a bad foot", "--json").lines[0]
    assert "goose" in found["hits"][0]["text"]
    assert len(rgpt("show", "any-person-aggrieved", "--json").lines[0]["plans"]) == 3
    assert rgpt("undo", "any-person-aggrieved").code == 0
    assert rgpt("redo", "any-person-aggrieved").code == 0


def test_it_is_written_as_this_rgpt_would_write_it(whole):
    assert to_bundle(whole) == SAMPLE.read_bytes()


def test_it_has_chapters_of_readable_steps(path):
    assert len(path) == 14
    assert [number for number, step in enumerate(path, 1) if latest(step).heading] == [1, 5, 9, 12]
    for step in path:
        assert 10 <= len(split_sentences(latest(step).paragraph, "en")) <= 20
        assert 150 <= len(latest(step).paragraph.split()) <= 300


def test_each_step_is_written_from_a_plan_that_the_step_before_offers_or_the_writer_made(path):
    for before, step in pairwise(path):
        offered = latest(before).plans
        if step.plan.source is PlanSource.OFFERED:
            assert step.plan.text == offered[step.plan.offered - 1]
        else:
            assert step.plan.text not in offered
    sources = {step.plan.source for step in path[1:]}
    assert sources == {PlanSource.OFFERED, PlanSource.EDITED, PlanSource.OWN}


def test_each_step_says_why_its_memory_changed_and_offers_three_roads(whole):
    for step in whole.steps:
        text = latest(step)
        assert text.rationale
        assert 10 <= len(split_sentences(text.memory, "en")) <= 15
        assert len(set(text.plans)) == 3
        for pin in text.pinned:
            assert pin in split_sentences(text.memory, "en")
    assert sum(bool(latest(step).pinned) for step in whole.steps) > 10


def test_the_memory_drops_keeps_and_adds_with_every_step(path):
    for before, step in pairwise(path):
        old, new = (set(split_sentences(latest(each).memory, "en")) for each in (before, step))
        assert old - new
        assert old & new
        assert new - old


def test_it_has_a_step_with_alternates_an_edit_a_step_by_hand_a_pin_and_a_mute(whole, path):
    parents = [step.parent for step in whole.steps]
    assert max(parents.count(parent) for parent in parents) == 3
    assert [step for step in whole.steps if len(step.revisions) > 1]
    assert [step.kind for step in path].count(StepKind.OWN) == 1
    assert {marked.mark for marked in whole.marks} == {Mark.PIN, Mark.MUTE}
    brief = whole.brief
    assert all((brief.title, brief.cast, brief.style, brief.outline, brief.target_words))
    assert len(whole.briefs) == 2


def test_recalled_passages_are_word_for_word_from_earlier_steps(whole, path):
    numbers = {step.id: number for number, step in enumerate(path, 1)}
    paragraphs = {step.id: latest(step).paragraph for step in whole.steps}
    passages = [(step, each) for step in path for each in step.making.recalled]
    assert len(passages) > 20
    for step, passage in passages:
        assert passage.text in paragraphs[passage.step]
        assert passage.sentence in passage.text
        assert passage.position.number == numbers[passage.step] < numbers[step.id]
        assert 0.2 < passage.score <= 1
    assert {each.origin for _, each in passages} == {PassageOrigin.RECALLED, PassageOrigin.PINNED}


def test_it_does_not_claim_that_a_model_wrote_it(whole):
    for step in whole.steps:
        assert step.making.model in ("", "written for this sample")
        assert step.making.requests == ()
        assert step.making.usage.completion_tokens == 0
