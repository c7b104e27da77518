"""Editing, undo and redo from the command line."""

from __future__ import annotations

import sys

import pytest


def shown(rgpt, story):
    return rgpt("show", story, "--json").lines[0]


@pytest.mark.parametrize("what", ["memory", "paragraph"])
def test_an_edited_text_reaches_the_next_request_exactly(rgpt, story, with_model, editor, what):
    text = "Agnes cut the rope herself.\n\n  “Why?” — {{ nobody }} asked."
    editor(text + "\n")
    assert rgpt("edit", story, what).code == 0
    rgpt("write", story, "--pick", 1, "--json")
    assert text in with_model.requests[0].prompt


@pytest.mark.parametrize("what", ["style", "cast", "outline", "description", "point-of-view"])
def test_an_edited_brief_reaches_the_next_request_exactly(rgpt, story, with_model, editor, what):
    text = f"The {what}:\n- <b>one</b>\n- {{% two %}}"
    editor(text)
    assert rgpt("edit", story, what).code == 0
    rgpt("write", story, "--pick", 1, "--json")
    assert text in with_model.requests[0].prompt


def test_an_edited_plan_is_what_is_written_from(rgpt, story, with_model, editor):
    editor("Agnes sells the bell.\n")
    assert rgpt("edit", story, "plan", "--pick", 2).code == 0
    step = rgpt("write", story, "--pick", 2, "--json").events("step")[0]
    assert step["plan"] == "Agnes sells the bell."
    assert "Agnes sells the bell." in with_model.requests[0].prompt


def test_all_plans_can_be_edited_at_once(rgpt, story, editor):
    editor(
        "=== Plan 1 ===\nSell it.\n\n=== Plan 2 ===\nSink it.\nAnd swim.\n\n"
        "=== Plan 3 ===\nRing it.\n"
    )
    assert rgpt("edit", story, "plan").code == 0
    assert shown(rgpt, story)["plans"] == ["Sell it.", "Sink it.\nAnd swim.", "Ring it."]


def test_an_earlier_step_can_be_edited_and_later_ones_are_marked(rgpt, story, editor):
    rgpt("write", story, "--pick", 1, "--json")
    editor("It began with a bell.")
    assert rgpt("edit", story, "paragraph", "--step", 1).code == 0
    marks = [step["written_before_edit"] for step in shown(rgpt, story)["path"]]
    assert marks == [False, True, True, True]
    assert rgpt("refresh", story, "--dismiss").code == 0
    assert not any(step["written_before_edit"] for step in shown(rgpt, story)["path"])


def test_the_memory_can_be_made_anew_from_the_text(rgpt, story, with_model, editor):
    editor("The sexton is dead.")
    rgpt("edit", story, "paragraph")
    before = shown(rgpt, story)["memory"]
    assert rgpt("refresh", story, "--json").code == 0
    assert "The sexton is dead." in with_model.requests[0].prompt
    assert shown(rgpt, story)["memory"] != before


def test_a_pinned_sentence_survives_the_next_rewrite_and_an_unpinned_one_need_not(
    rgpt, story, editor
):
    editor("The bell has no clapper. Agnes is left-handed.")
    rgpt("edit", story, "memory")
    assert rgpt("pin", story, "--sentence", "Agnes is left-handed.").code == 0
    memory = rgpt("write", story, "--pick", 1, "--json").events("step")[0]["memory"]
    assert "Agnes is left-handed." in memory
    assert "The bell has no clapper." not in memory


def test_a_sentence_that_is_not_in_the_memory_cannot_be_pinned(rgpt, story):
    refused = rgpt("pin", story, "--sentence", "Nobody wrote this.")
    assert refused.code == 1
    assert "word for word" in refused.err


def test_a_pinned_step_is_in_the_next_request(rgpt, story, with_model):
    first = rgpt("show", story, "--step", 1, "--json").lines[0]["paragraph"]
    rgpt("write", story, "--plan", "They wait.", "--json")
    assert rgpt("pin", story, "--step", 1).code == 0
    with_model.forget()
    rgpt("write", story, "--plan", "They wait on.", "--json")
    assert first in with_model.requests[0].prompt


def test_undo_and_redo_move_through_the_story_and_survive_a_restart(rgpt, story):
    step = rgpt("write", story, "--pick", 1, "--json").events("step")[0]
    assert rgpt("undo", story, "--json").events("moved")[0]["number"] == 3
    assert rgpt("redo", story, "--json").events("moved")[0]["tip"] == step["id"]
    refused = rgpt("redo", story)
    assert refused.code == 1
    assert "no step to redo" in refused.err


def test_an_editor_that_saves_nothing_changes_nothing(rgpt, story, monkeypatch):
    monkeypatch.setenv("VISUAL", "true")
    before = shown(rgpt, story)["memory"]
    refused = rgpt("edit", story, "memory")
    assert refused.code == 1
    assert "stays as it was" in refused.err
    assert shown(rgpt, story)["memory"] == before


def test_an_editor_that_is_not_there_is_named(rgpt, story, monkeypatch):
    monkeypatch.setenv("VISUAL", "no-such-editor")
    refused = rgpt("edit", story, "memory")
    assert refused.code == 1
    assert "EDITOR" in refused.err


def test_a_paragraph_cannot_be_emptied(rgpt, story, editor):
    editor("  \n")
    assert rgpt("edit", story, "paragraph").code == 1


def test_a_step_that_is_not_there_is_named(rgpt, story, editor):
    editor("x")
    refused = rgpt("edit", story, "memory", "--step", 99)
    assert refused.code == 1
    assert "steps 1 to 3" in refused.err


def test_words_that_an_editor_saved_in_another_encoding_are_kept_and_named(
    rgpt, story, monkeypatch, tmp_path
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    script = tmp_path / "latin.py"
    script.write_text(
        "import sys, pathlib\npathlib.Path(sys.argv[1]).write_bytes('Café.'.encode('latin-1'))\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    before = shown(rgpt, story)["memory"]
    refused = rgpt("edit", story, "memory")
    (kept,) = tmp_path.glob("rgpt-memory-*.md")
    assert refused.code == 1
    assert str(kept) in refused.err
    assert kept.read_bytes() == "Café.".encode("latin-1")
    assert shown(rgpt, story)["memory"] == before


@pytest.mark.parametrize(("saved", "kept"), [("She ran on.", ["She ran on."]), (None, [])])
def test_what_was_saved_before_an_editor_ended_with_an_error_is_kept_and_named(
    rgpt, story, monkeypatch, tmp_path, saved, kept
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    script = tmp_path / "leaves.py"
    script.write_text(
        f"import sys, pathlib\nif {saved!r}: pathlib.Path(sys.argv[1]).write_text({saved!r})\n"
        "sys.exit(1)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    before = shown(rgpt, story)["memory"]
    refused = rgpt("edit", story, "memory")
    files = list(tmp_path.glob("rgpt-memory-*.md"))
    assert refused.code == 1
    assert [file.read_text(encoding="utf-8") for file in files] == kept
    assert all(str(file) in refused.err for file in files)
    assert shown(rgpt, story)["memory"] == before


def test_an_edited_plan_is_known_as_the_writers_and_a_plain_one_as_offered(rgpt, story, editor):
    editor("Agnes sells the bell.\n")
    rgpt("edit", story, "plan", "--pick", 2)
    edited = rgpt("write", story, "--pick", 2, "--json").events("step")[0]
    assert edited["plan_source"] == "edited"
    rgpt("undo", story)
    offered = rgpt("write", story, "--pick", 1, "--json").events("step")[0]
    assert offered["plan_source"] == "offered"


@pytest.mark.parametrize("options", [["memory", "--pick", 2], ["title", "--step", 1]])
def test_an_option_that_says_nothing_here_is_wrong_use(rgpt, story, editor, options):
    editor("Changed.")
    assert rgpt("edit", story, *options).code == 2


def test_a_new_title_is_in_the_readable_copy(rgpt, story, editor, tmp_path):
    editor("The Sunken Bell\n")
    assert rgpt("edit", story, "title").code == 0
    copy = (tmp_path / "stories" / story / "story.md").read_text(encoding="utf-8")
    assert "The Sunken Bell" in copy
    assert "The Drowned Bell" not in copy


def test_a_readable_copy_that_cannot_follow_is_told(rgpt, story, editor, tmp_path):
    copy = tmp_path / "stories" / story / "story.md"
    copy.unlink()
    copy.mkdir()
    editor("The Sunken Bell\n")
    edited = rgpt("edit", story, "title", "--json")
    assert edited.code == 0
    assert any("story.md" in line["text"] for line in edited.events("notice"))
    assert "story.md" in rgpt("undo", story).err


@pytest.mark.parametrize(
    ("what", "text", "saved"),
    [("target-words", "90000\n", 90000), ("target-words", "\n", None), ("language", "fr\n", "fr")],
)
def test_the_length_and_the_language_can_be_changed(rgpt, story, editor, what, text, saved):
    editor(text)
    assert rgpt("edit", story, what).code == 0
    assert shown(rgpt, story)[what.replace("-", "_")] == saved


@pytest.mark.parametrize(
    ("what", "text"), [("target-words", "many"), ("target-words", "0"), ("language", "like a poem")]
)
def test_a_length_or_a_language_that_is_none_is_refused(rgpt, story, editor, what, text):
    editor(text)
    before = shown(rgpt, story)
    refused = rgpt("edit", story, what)
    assert refused.code == 1
    assert "Nothing was changed" in refused.err
    assert shown(rgpt, story) == before


def test_dismissing_is_an_object_for_programs(rgpt, story):
    assert rgpt("refresh", story, "--dismiss", "--json").events("dismissed")


def test_more_steps_than_there_are_cannot_be_undone(rgpt, story):
    refused = rgpt("undo", story, "-n", 9)
    assert refused.code == 1
    assert "3 steps" in refused.err
    assert len(shown(rgpt, story)["path"]) == 3


def test_redo_goes_as_far_as_there_is_something_to_redo(rgpt, story):
    rgpt("undo", story, "-n", 2)
    moved = rgpt("redo", story, "-n", 9)
    assert moved.code == 0
    assert "step 3" in moved.out
    assert len(shown(rgpt, story)["path"]) == 3


def test_words_that_cannot_be_taken_are_kept_and_named(rgpt, story, editor, monkeypatch, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    editor("All three plans at once, and no line that parts them.")
    refused = rgpt("edit", story, "plan")
    assert refused.code == 1
    (file,) = kept.glob("rgpt-*")
    assert "All three plans at once" in file.read_text(encoding="utf-8")
    assert file.name in refused.err.replace("\n", "")
    assert rgpt("edit", story, "paragraph").code == 0
    assert [*kept.glob("rgpt-*")] == [file]
