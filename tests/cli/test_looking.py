"""Looking at stories: lists, where one stands, what would be sent, what is recalled."""

from __future__ import annotations

from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf


def test_without_a_story_rgpt_says_how_to_begin(rgpt):
    shown = rgpt()
    assert shown.code == 0
    assert "rgpt new" in shown.out


def test_rgpt_lists_the_stories_with_their_measures(rgpt, story):
    assert "The Drowned Bell" in rgpt().out
    entry = rgpt("--json").lines[0]
    assert (entry["name"], entry["steps"]) == (story, 3)
    assert entry["words"] > 0


def test_a_story_that_is_not_there_is_answered_with_near_names(rgpt, story):
    refused = rgpt("show", "the-drowned-bells")
    assert refused.code == 1
    assert story in refused.err


def test_a_story_is_named_by_its_title_its_path_or_the_beginning_of_its_name(rgpt, tmp_path, story):
    stories = tmp_path / "stories"
    Shelf(stories).create(Brief(title="The Tide"))
    for named in ("The Drowned Bell", "THE-D", "the drowned", stories / story):
        for command in (["show"], ["export"], ["branches"], ["backups"], ["doctor"]):
            assert rgpt(*command, named).code == 0, (command, named)
    refused = rgpt("show", "The")
    assert refused.code == 1
    assert "the-drowned-bell (“The Drowned Bell”), the-tide (“The Tide”)" in refused.err


def test_show_tells_where_the_story_stands(rgpt, story):
    shown = rgpt("show", story, "--json").lines[0]
    assert shown["title"] == "The Drowned Bell"
    assert shown["language"] == "en"
    assert shown["outline"]
    assert shown["position"]["number"] == 3
    assert shown["memory"]
    assert len(shown["plans"]) == 3
    assert [step["number"] for step in shown["path"]] == [1, 2, 3]


def test_the_prompt_shown_is_the_prompt_sent(rgpt, story, with_model):
    rgpt("write", story, "--pick", 1, "--json")
    with_model.forget()
    shown = rgpt("prompt", story, "--pick", 2, "--json").lines[0]
    assert with_model.requests == []
    rgpt("write", story, "--pick", 2, "--json")
    assert with_model.requests[0].json["messages"] == shown["messages"]


def test_the_prompt_is_accounted_for_by_part(rgpt, story):
    shown = rgpt("prompt", story, "--json").lines[0]
    assert {"rules", "memory", "plan", "previous passage"} <= {
        part["name"] for part in shown["parts"]
    }
    assert shown["tokens"] <= shown["room"]


def test_what_was_left_out_for_space_is_named(rgpt, story):
    tight = ["--max-reply-tokens", 256, "--sections", "all"]
    whole = rgpt("prompt", story, *tight, "--json").lines[0]
    window = whole["tokens"] + 256
    shown = rgpt("prompt", story, *tight, "--context-window", window, "--json").lines[0]
    assert whole["left_out"] == []
    assert shown["left_out"]
    assert all(left["reason"] for left in shown["left_out"])


def test_recall_finds_by_meaning_and_gives_the_place(rgpt, story, editor):
    editor("That night the vessel sank in the storm and every sailor drowned.")
    rgpt("edit", story, "paragraph", "--step", 2)
    query = "a ship went down in bad weather and its crew died"
    found = rgpt("recall", story, query, "-k", 2, "--json").lines[0]
    best = found["hits"][0]
    assert "every sailor drowned" in best["text"]
    assert best["position"]["number"] == 2
    assert best["score"] >= found["hits"][-1]["score"]


def test_recall_finds_what_stands_on_another_branch_where_it_is_asked_to(rgpt, story, editor):
    editor("That night the vessel sank in the storm and every sailor drowned.")
    rgpt("edit", story, "paragraph", "--step", 3)
    rgpt("undo", story)
    query = "a ship went down in bad weather and its crew died"
    here = rgpt("recall", story, query, "--json").lines[0]
    assert all("every sailor" not in hit["text"] for hit in here["hits"] + here["near_misses"])
    best = rgpt("recall", story, query, "--all-branches", "--json").lines[0]["hits"][0]
    assert "every sailor drowned" in best["text"]
    assert (best["position"]["number"], best["on_this_branch"]) == (3, False)
    assert (
        "step 3: Chapter 1 (on another branch)"
        in rgpt("recall", story, query, "--all-branches").out
    )


def test_rebuild_makes_the_long_term_memory_anew(rgpt, story, tmp_path):
    import shutil

    shutil.rmtree(tmp_path / "stories" / story / "long_term_memory")
    assert rgpt("rebuild", story, "--json").code == 0
    assert rgpt("recall", story, "anything at all", "--json").lines[0]["mode"] == "hybrid"


def test_options_before_the_command_hold_for_the_command(rgpt, story, tmp_path):
    there = tmp_path / "elsewhere"
    (tmp_path / "stories").rename(there)
    assert rgpt("--stories", there, "--json", "show", story).lines[0]["title"]
    assert rgpt("--stories", tmp_path, "show", story, "--stories", there).code == 0


def test_a_home_that_is_not_there_is_an_answer_and_no_traceback(rgpt):
    refused = rgpt("--stories", "~nosuchuser/x")
    assert refused.code == 1
    assert "~nosuchuser/x" in refused.err
    assert "Traceback" not in refused.err
    assert "fault of rgpt" not in refused.err


def test_step_zero_is_not_there(rgpt, story):
    refused = rgpt("show", story, "--step", 0)
    assert refused.code == 1
    assert "steps 1 to 3" in refused.err


def test_a_story_without_an_opening_shows_the_draft_of_one(rgpt, tmp_path):
    rgpt("new", "--title", "Cut", "--model", "none")
    assert "draft" not in rgpt("show", "cut").err
    with Book.open(tmp_path / "stories" / "cut") as book:
        book.drafts.keep(Draft(parent=None, sections={"outline": "A bell"}))
    shown = rgpt("show", "cut")
    assert shown.code == 0
    assert "--from-draft" in shown.err


def test_the_beginning_of_a_name_will_do(rgpt, story):
    assert rgpt("show", "the-dr", "--json").lines[0]["title"] == "The Drowned Bell"


def test_a_long_name_is_listed_whole(rgpt, with_model, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    title = "A governess who finds a locked room full of clocks"
    rgpt("new", "--title", title, "--model", "none")
    assert title.lower().replace(" ", "-") in rgpt().out


def test_the_examples_of_the_help_stand_on_lines_of_their_own(rgpt):
    lines = [line.strip() for line in rgpt("--help").out.splitlines()]
    assert "Write the next step  rgpt write my-story --pick 2" in lines
