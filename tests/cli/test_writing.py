"""Beginning and writing a story from the command line."""

from __future__ import annotations

import pytest

from tests.model_server import Reply, bad_key


def test_a_new_story_is_announced_and_opens_with_three_steps(rgpt, with_model):
    made = rgpt("new", "--genre", "mystery", "--topic", "a bell under the sea", "--json")
    assert made.code == 0
    assert made.events("story")[0]["name"] == "a-bell-under-the-sea"
    assert [step["number"] for step in made.events("step")] == [1, 2, 3]


def test_what_is_said_of_a_story_reaches_the_model(rgpt, with_model):
    said = {
        "--title": "The Drowned Bell",
        "--genre": "gothic mystery",
        "--topic": "a bell under the sea",
        "--description": "It rings before a death.",
        "--style": "short sentences, no similes",
        "--pov": "first person, Agnes",
        "--cast": "Agnes, 17; the sexton",
        "--target-words": "90000",
    }
    rgpt("new", "--json", *[part for pair in said.items() for part in pair])
    prompt = with_model.requests[0].prompt
    assert all(text in prompt for text in said.values())


def test_a_story_can_wait_for_its_opening(rgpt, with_model):
    assert rgpt("new", "--title", "Later", "--model", "none").code == 0
    assert with_model.requests == []
    written = rgpt("write", "later", "--json")
    assert [step["number"] for step in written.events("step")] == [1, 2, 3]


def test_a_step_has_everything_that_programs_need(rgpt, story):
    step = rgpt("write", story, "--pick", 2, "--json").events("step")[0]
    assert step["number"] == 4
    assert step["id"]
    assert len(step["plans"]) == 3
    assert all(step[name] for name in ("plan", "paragraph", "rationale", "memory"))
    assert step["usage"]["prompt_tokens"] > 0
    assert step["rounds"] == 1
    # A server at an address of this machine may be a proxy to one that charges.
    assert step["cost"] is None
    assert {"step", "score", "text"} <= set(step["recalled"][0]) if step["recalled"] else True


def test_the_plan_that_is_picked_is_the_plan_that_is_sent(rgpt, story, with_model):
    plans = rgpt("show", story, "--json").lines[0]["plans"]
    step = rgpt("write", story, "--pick", 3, "--json").events("step")[0]
    assert step["plan"] == plans[2]
    assert plans[2] in with_model.requests[0].prompt
    assert plans[0] not in with_model.requests[0].prompt


def test_a_plan_of_ones_own_is_sent_word_for_word(rgpt, story, with_model):
    plan = "Agnes says “{{ no }}” — and [bold]means[/bold] it."
    step = rgpt("write", story, "--plan", plan, "--json").events("step")[0]
    assert step["plan"] == plan
    assert plan in with_model.requests[0].prompt


def test_several_steps_follow_one_another(rgpt, story):
    steps = rgpt("write", story, "-n", 3, "--json").events("step")
    assert [step["number"] for step in steps] == [4, 5, 6]
    assert steps[1]["plan"] == steps[0]["plans"][0]


def test_the_prose_is_printed_as_text(rgpt, story, with_model):
    with_model.queue(
        Reply(
            "Paragraph: She read [red]the note[/red] \x1b[31maloud\x1b[0m. It said nothing.\n\n"
            "Rationale: none.\n\nMemory: She read a note.\n\nPlan 1: Go.\n\n"
            "Plan 2: Stay and look around the room.\n\nPlan 3: Sleep."
        )
    )
    printed = rgpt("write", story, "--pick", 1)
    assert "[red]the note[/red]" in printed.out
    assert "\x1b" not in printed.out


def test_a_chapter_begins_where_the_writer_says(rgpt, story, with_model):
    rgpt("write", story, "--chapter", "Low Water", "--json")
    assert "Low Water" in with_model.requests[0].prompt
    path = rgpt("show", story, "--json").lines[0]["path"]
    assert (path[-1]["chapter"], path[-1]["heading"]) == (2, "Low Water")


def test_the_autopilot_writes_by_its_own_choice(rgpt, story):
    written = rgpt("write", story, "--auto", "-n", 2, "--json")
    assert [step["plan_source"] for step in written.events("step")] == ["autopilot"] * 2
    assert written.events("stopped")[0]["why"] == "steps"


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_plan_number_that_is_not_there_writes_nothing(rgpt, story, with_model, number):
    refused = rgpt("write", story, "--pick", number)
    assert refused.code == 1
    assert f"no plan {number}" in refused.err
    assert with_model.requests == []


def test_an_empty_plan_writes_nothing(rgpt, story, with_model):
    refused = rgpt("write", story, "--plan", "   ")
    assert (refused.code, with_model.requests) == (1, [])
    assert "empty" in refused.err


def test_two_ways_to_choose_a_plan_are_wrong_use(rgpt, story):
    assert rgpt("write", story, "--pick", 1, "--auto").code == 2


def test_a_refused_key_says_what_to_do_and_keeps_the_story(rgpt, story, with_model):
    with_model.queue(bad_key())
    refused = rgpt("write", story, "--pick", 1, "--json")
    assert refused.code == 1
    assert refused.events("error")[0]["kind"] == "AuthenticationFailed"
    assert "Traceback" not in refused.err
    assert len(rgpt("show", story, "--json").lines[0]["path"]) == 3


def test_a_cut_reply_is_offered_again_and_gone_on_with(rgpt, story, with_model, monkeypatch):
    monkeypatch.setenv("RGPT_ROUNDS", "0")
    with_model.queue(Reply(cut_after=9000))
    assert rgpt("write", story, "--pick", 1, "--json").code == 1
    assert rgpt("show", story, "--json").lines[0]["draft"]["sections"]["paragraph"]
    gone_on = rgpt("write", story, "--from-draft", "--json")
    assert gone_on.events("step")[0]["number"] == 4


def test_going_on_without_a_draft_says_so(rgpt, story):
    refused = rgpt("write", story, "--from-draft")
    assert refused.code == 1
    assert "no unfinished reply" in refused.err


def test_a_chinese_story_is_asked_for_in_chinese(rgpt, with_model):
    made = rgpt("new", "--genre", "悬疑", "--topic", "海下的钟", "--json")
    assert made.code == 0
    assert "小说" in with_model.requests[0].prompt
    assert "paragraph" not in with_model.requests[0].prompt.lower()
    written = rgpt("write", made.events("story")[0]["name"], "--json").events("step")[0]
    assert len(written["plans"]) == 3


def test_the_autopilot_goes_on_to_the_length_that_was_named(rgpt, story):
    words = rgpt("show", story, "--json").lines[0]["words"]
    one = rgpt("write", story, "--json").events("step")[0]
    per_step = rgpt("show", story, "--json").lines[0]["words"] - words
    assert one["number"] == 4
    written = rgpt("write", story, "--auto", "--until-words", words + 3 * per_step, "--json")
    assert written.events("stopped")[0]["why"] in {"words", "repeated"}
    assert len(written.events("step")) > 1 or written.events("stopped")[0]["why"] == "repeated"


@pytest.mark.parametrize("amount", ["nan", "inf", "-1"])
def test_a_limit_of_cost_is_an_amount_of_money(rgpt, story, with_model, amount):
    refused = rgpt("write", story, "--auto", "--until-cost", amount)
    assert (refused.code, with_model.requests) == (2, [])
    assert "--until-cost" in refused.err


def test_a_limit_of_cost_without_a_known_price_is_refused_before_anything_is_sent(rgpt, with_model):
    story = rgpt("new", "--title", "Tide", "--topic", "a tide", "--json").events("story")[0]["name"]
    steps = len(rgpt("show", story, "--json").lines[0]["path"])
    with_model.forget()
    refused = rgpt("write", story, "--auto", "--until-cost", 1)
    assert (refused.code, with_model.requests) == (1, [])
    assert "price of openai/writer is not known" in refused.err.replace("\n", " ")
    assert "--prompt-price and --reply-price" in refused.err.replace("\n", " ")
    assert len(rgpt("show", story, "--json").lines[0]["path"]) == steps


def test_a_limit_of_cost_is_kept_by_the_price_that_is_given(rgpt, story, with_model):
    limit = ["write", story, "--auto", "--until-cost", 0.5, "-n", 3, "--json"]
    dear = rgpt(*limit, "--prompt-price", 1000, "--reply-price", 1000)
    assert (dear.code, dear.events("stopped")[0]["why"]) == (0, "cost")
    assert [step["cost"] > 0.5 for step in dear.events("step")] == [True]
    free = rgpt(*limit, "--prompt-price", 0, "--reply-price", 0)
    assert free.events("stopped")[0]["why"] in {"steps", "repeated text"}
