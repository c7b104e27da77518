"""Drafts in, stories out."""

from __future__ import annotations

import pytest

DRAFT = """# The Weir

## Chapter 1

It was raining when Ines opened the sluice. Nobody had told her not to.

She counted the barges.

## Chapter 2. Low Water

In the morning the river was gone.
"""


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "the weir.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_a_draft_becomes_a_story_with_its_chapters(rgpt, draft):
    made = rgpt("import", draft, "--title", "Weir", "--model", "none", "--json")
    assert made.code == 0
    assert made.events("imported")[0]["chapters"] == 2
    path = rgpt("show", "weir", "--json").lines[0]["path"]
    assert [step["heading"] for step in path] == ["Chapter 1", "Chapter 2. Low Water"]


def test_a_draft_is_searchable_at_once(rgpt, draft):
    rgpt("import", draft, "--title", "Weir", "--model", "none", "--json")
    found = rgpt("recall", "weir", "the water has disappeared", "--json").lines[0]
    assert "river was gone" in found["hits"][0]["text"]


def test_the_memory_of_a_draft_is_made_at_the_next_write(rgpt, draft, with_model):
    rgpt("import", draft, "--title", "Weir", "--model", "none", "--json")
    assert rgpt("show", "weir", "--json").lines[0]["memory"] == ""
    written = rgpt("write", "weir", "--plan", "She follows the river bed.", "--json")
    assert "the river was gone" in with_model.requests[0].prompt
    memory = written.events("revised")[0]["memory"]
    assert memory
    assert memory in with_model.requests[1].prompt


def test_with_a_model_at_hand_the_memory_is_made_at_once(rgpt, draft, with_model):
    rgpt("import", draft, "--title", "Weir", "--json")
    shown = rgpt("show", "weir", "--json").lines[0]
    assert shown["memory"]
    assert len(shown["plans"]) == 3


def test_a_story_can_begin_with_the_writers_own_opening(rgpt, draft, with_model):
    made = rgpt("new", "--title", "Mine", "--opening", draft, "--json")
    assert made.code == 0
    shown = rgpt("show", "mine", "--json").lines[0]
    assert len(shown["path"]) == 2
    assert shown["memory"]


def test_an_export_is_what_was_imported(rgpt, draft, tmp_path):
    rgpt("import", draft, "--title", "The Weir", "--model", "none", "--json")
    exported = tmp_path / "out.md"
    assert rgpt("export", "the-weir", "--format", "md", "--output", exported).code == 0
    assert exported.read_text(encoding="utf-8") == DRAFT
    text = rgpt("export", "the-weir", "--format", "text").out
    assert "She counted the barges." in text
    assert "##" not in text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", "picture|image|PNG"),
        ("zeros.txt", b"Once\x00upon\x00a time", "text"),
    ],
)
def test_what_is_no_draft_is_refused_in_a_line_and_makes_no_story(
    rgpt, tmp_path, name, content, said
):
    import re

    file = tmp_path / name
    file.write_bytes(content)
    refused = rgpt("import", file, "--title", "X", "--model", "none")
    assert refused.code == 1
    assert re.search(said, refused.err)
    assert "Traceback" not in refused.err
    assert rgpt("--json").lines == []


def test_a_draft_in_an_old_encoding_is_read(rgpt, tmp_path):
    file = tmp_path / "old.txt"
    sentence = "“Café,” she said, “naïve.” The façade of the Hôtel was grey. "
    file.write_bytes((sentence * 20).encode("cp1252"))
    assert rgpt("import", file, "--title", "Old", "--model", "none", "--json").code == 0
    assert "Café" in rgpt("export", "old", "--format", "text").out


def test_an_export_that_cannot_be_written_leaves_the_story(rgpt, draft, tmp_path):
    rgpt("import", draft, "--title", "Weir", "--model", "none", "--json")
    refused = rgpt("export", "weir", "--output", tmp_path / "no" / "such" / "folder.md")
    assert refused.code == 1
    assert "untouched" in refused.err


def test_an_export_is_an_object_for_programs(rgpt, draft, tmp_path):
    rgpt("import", draft, "--title", "The Weir", "--model", "none", "--json")
    assert rgpt("export", "the-weir", "--json").lines == [{"format": "md", "text": DRAFT}]
    output = tmp_path / "out.txt"
    exported = rgpt("export", "the-weir", "--format", "text", "--output", output, "--json")
    assert exported.lines == [{"format": "text", "output": str(output)}]
    assert "She counted the barges." in output.read_text(encoding="utf-8")


def test_a_bundle_is_the_whole_story_again_beside_the_first_one(rgpt, story, with_model, tmp_path):
    rgpt("write", story, "--pick", "1", "--json")
    rgpt("undo", story)
    rgpt("write", story, "--plan", "The other road.", "--json")
    bundle = tmp_path / "kept.rgpt.json"
    exported = rgpt("export", story, "--format", "bundle", "--output", bundle)
    assert exported.code == 0
    assert str(bundle) in exported.out.replace("\n", "")
    with_model.forget()
    imported = rgpt("import", bundle, "--json").events("imported")[0]
    assert imported["name"] == "the-drowned-bell-2"
    assert with_model.requests == []
    again = tmp_path / "again.json"
    rgpt("export", "the-drowned-bell-2", "--format", "bundle", "--output", again)
    assert again.read_bytes() == bundle.read_bytes()
    shown = [rgpt("show", name, "--json").lines[0] for name in (story, "the-drowned-bell-2")]
    assert shown[0]["path"] == shown[1]["path"]
    assert shown[0]["plans"] == shown[1]["plans"]
    folders = [tmp_path / "stories" / name for name in (story, "the-drowned-bell-2")]
    assert len({(folder / "story.md").read_text(encoding="utf-8") for folder in folders}) == 1


def test_an_imported_bundle_is_searchable_and_goes_on(rgpt, story, with_model, tmp_path):
    bundle = tmp_path / "any name"
    rgpt("export", story, "--format", "bundle", "--output", bundle)
    assert rgpt("import", bundle).code == 0
    plans = rgpt("show", "the-drowned-bell-2", "--json").lines[0]["plans"]
    prose = rgpt("export", "the-drowned-bell-2", "--format", "text").out
    found = rgpt("recall", "the-drowned-bell-2", prose[:200], "--json").lines[0]
    assert found["hits"]
    with_model.forget()
    assert rgpt("write", "the-drowned-bell-2", "--pick", "2", "--json").code == 0
    assert plans[1] in with_model.requests[-1].prompt


def test_a_bundle_on_the_terminal_is_the_same_as_in_a_file(rgpt, story, tmp_path):
    bundle = tmp_path / "kept.rgpt.json"
    rgpt("export", story, "--format", "bundle", "--output", bundle)
    assert rgpt("export", story, "--format", "bundle").out == bundle.read_text(encoding="utf-8")


def test_a_bundle_with_a_fault_is_refused_in_a_line_and_makes_no_story(rgpt, tmp_path):
    file = tmp_path / "broken.rgpt.json"
    file.write_text('{"format": "rgpt story", "version": 1, "story": {}}', encoding="utf-8")
    refused = rgpt("import", file, "--json")
    assert refused.code == 1
    assert refused.events("error")[0]["kind"] == "BundleUnusable"
    assert "missing" in refused.events("error")[0]["message"]
    assert rgpt("--json").lines == []


def test_a_bundle_is_no_opening_and_takes_no_title(rgpt, story, tmp_path):
    bundle = tmp_path / "kept.rgpt.json"
    rgpt("export", story, "--format", "bundle", "--output", bundle)
    refused = rgpt("new", "--title", "Mine", "--opening", bundle)
    assert refused.code == 1
    assert "rgpt import" in refused.err.replace("\n", " ")
    assert rgpt("import", bundle, "--title", "Mine").code == 2
    assert [each["name"] for each in rgpt("--json").lines] == [story]
