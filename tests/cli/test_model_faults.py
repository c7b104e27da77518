"""Faults of the model on the command line: the exit code, what is said, and what goes on."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.sections import Section
from tests.model_faults.faults import NOBODY, REFUSAL, labelled, texts_of, until_within
from tests.model_faults.phases import STEP
from tests.model_server import Reply, bad_key, html_page, no_such_model, overloaded, rate_limited

TEXT, WHOLE = until_within(STEP, Section.MEMORY)
CHINESE = Reply(labelled(texts_of(STEP, "zh")), chunk=200)


def test_each_is_one_line_and_the_story_goes_on_where_it_was(rgpt, story, with_model):
    faults = [
        ([bad_key()], "wants an API key (401)"),
        ([no_such_model()], "Check the name"),
        ([rate_limited("3600")], "in 60 minutes"),
        ([overloaded()], "is overloaded or not ready (529)"),
        ([html_page()], "titled “502 Bad Gateway”"),
        ([html_page(200)], "A proxy or gateway in between sent it"),
        ([Reply(REFUSAL), Reply(REFUSAL)], "“I'm sorry, but I can't continue this story."),
        ([Reply("")] * 5, "nothing but empty replies"),
    ]
    for answers, words in faults:
        with_model.queue(*answers)
        failed = rgpt("write", story, "--plan", "She rows out.")
        assert failed.code == 1
        assert words in failed.err
        assert "Nothing is lost" in failed.err
        assert "Traceback" not in failed.err
        assert "<" not in failed.err
        with_model.forget()
    assert rgpt("write", story, "--plan", "She rows out.", "--json").events("step")


def test_a_server_that_is_not_there_is_told_with_its_address(rgpt, story):
    failed = rgpt("write", story, "--plan", "She rows out.", "--api-base", NOBODY)
    assert failed.code == 1
    assert "Nothing answers at http://127.0.0.1:9/v1" in failed.err


@pytest.mark.parametrize("further", ["--from-draft", "--keep-draft"])
def test_what_came_is_kept_and_the_command_that_goes_on_is_named(rgpt, story, with_model, further):
    with_model.queue(Reply(TEXT, finish_reason=None, chunk=200), *[Reply("")] * 4)
    failed = rgpt("write", story, "--plan", "She rows out.")
    assert failed.code == 1
    assert "kept as a draft" in failed.err
    assert f"rgpt write {further}" in failed.err
    with_model.forget()
    (step,) = rgpt("write", story, further, "--json").events("step")
    assert step["paragraph"] == WHOLE[Section.PARAGRAPH]


def test_another_language_is_told_and_the_writer_has_the_say(rgpt, story, with_model):
    with_model.queue(CHINESE, CHINESE)
    failed = rgpt("write", story, "--plan", "She rows out.")
    assert failed.code == 1
    assert "came in Chinese, and again" in failed.err
    with_model.forget()
    (step,) = rgpt("write", story, "--from-draft", "--json").events("step")
    assert step["paragraph"] == texts_of(STEP, "zh")[Section.PARAGRAPH]
    assert not with_model.requests


def test_the_trial_of_a_model_says_what_is_wrong_with_it(rgpt, with_model):
    with_model.queue(html_page())
    failed = rgpt("models", "test", "--yes")
    assert (failed.code, "titled “502 Bad Gateway”" in failed.err) == (1, True)
    with_model.queue(Reply(REFUSAL), Reply(REFUSAL))
    tried = rgpt("models", "test", "--yes", "--json")
    assert tried.code == 0
    assert "paragraph" in tried.lines[0]["missing"]
