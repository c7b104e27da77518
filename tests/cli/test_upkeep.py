"""Models, paths, the doctor, settings and wrong use."""

from __future__ import annotations

import pytest

from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.story.samples import step


def test_models_says_which_one_would_be_used_and_why(rgpt, with_model):
    listed = rgpt("models", "--json").lines[0]
    assert listed["used"] == "openai/writer"
    assert "setting" in listed["why"]
    assert "starter" in {model["name"] for model in listed["models"]}


def test_a_trial_reports_speed_and_how_the_form_was_kept(rgpt, with_model):
    trial = rgpt("models", "test", "--json").lines[0]
    assert trial["missing"] == []
    assert trial["repairs"] == 0
    assert trial["plans"] == 3
    assert trial["tokens_per_second"] > 0
    assert trial["paragraph_sentences"] > 10


def test_paths_names_every_place(rgpt, tmp_path):
    places = rgpt("paths", "--json").lines[0]
    assert places["stories"] == str(tmp_path / "stories")
    assert {"settings", "credentials", "templates", "data", "logs"} <= set(places)


def test_the_doctor_finds_a_sound_story_sound(rgpt, story):
    found = {line["subject"]: line for line in rgpt("doctor", story, "--json").lines}
    assert found["book"]["good"]
    assert found["long-term memory"]["good"]
    assert found["embedder"]["good"]
    assert found["model"]["good"]


def test_the_doctor_says_how_to_mend_a_damaged_book(rgpt, story, tmp_path):
    book = tmp_path / "stories" / story / "book.db"
    content = bytearray(book.read_bytes())
    content[4096:12288] = b"\x07" * 8192
    book.write_bytes(content)
    checked = rgpt("doctor", story, "--json")
    assert checked.code == 1
    bad = [line for line in checked.lines if line.get("good") is False]
    assert any("Copy the folder" in line["text"] or "copy" in line["text"] for line in bad)


def test_the_doctor_finds_damage_that_no_list_touches_in_every_story(rgpt, story, tmp_path):
    shelf = Shelf(tmp_path / "stories")
    other = shelf.create(Brief(title="The Lamp"), [step(f"Hour {n}. " * 900) for n in range(60)])
    content = bytearray((other / "book.db").read_bytes())
    at = content.find(b"Hour 30. Hour 30.") // 4096 * 4096
    content[at : at + 4096] = bytes(4096)
    (other / "book.db").write_bytes(content)
    assert not shelf.entry("the-lamp").fault
    # Also a long-term memory, beside a whole book.
    for manifest in shelf.folder.glob(f"{story}/long_term_memory/*/_versions/*.manifest"):
        manifest.write_bytes(manifest.read_bytes()[:20])
    checked = rgpt("doctor", "--json")
    found = {line.get("subject"): line for line in checked.lines}
    assert checked.code == 1
    assert "rgpt doctor the-lamp --mend" in found["story the-lamp"]["text"]
    assert found["stories"]["text"].startswith("1 ")
    assert "mended from the book when the story is written" in found[f"story {story}"]["text"]
    assert (other / "book.db").read_bytes() == content


def test_without_a_model_the_three_quickest_ways_to_one_are_named(rgpt, story):
    refused = rgpt("write", story, "--model", "none")
    assert refused.code == 1
    assert "--model" in refused.err


def test_a_name_that_no_provider_has_is_refused_before_anything_is_made(rgpt, monkeypatch):
    refused = rgpt("new", "--title", "X", "--model", "gibberish/foo")
    assert refused.code == 1
    assert "gibberish/foo" in refused.err
    assert "Traceback" not in refused.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--rounds", "many"], "rounds"),
        (["--memory-words", "-3"], "memory_words"),
        (["--sections", "two"], "sections"),
    ],
)
def test_a_setting_of_the_wrong_type_is_named(rgpt, story, options, said):
    refused = rgpt("write", story, *options)
    assert refused.code == 1
    assert said in refused.err


def test_an_unknown_key_in_the_settings_file_is_answered_with_the_nearest(rgpt, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('modle = "starter"\n', encoding="utf-8")
    refused = rgpt("paths")
    assert refused.code == 1
    assert "settings.toml" in refused.err
    assert "`model`" in refused.err


def test_an_unknown_command_is_wrong_use_and_the_nearest_is_named(rgpt):
    refused = rgpt("wirte", "x")
    assert refused.code == 2
    assert "rgpt write" in refused.err


def test_a_template_that_does_not_compile_is_named_and_the_built_in_one_used(rgpt, story, tmp_path):
    folder = tmp_path / "config" / "templates" / "en"
    folder.mkdir(parents=True)
    (folder / "step.j2").write_text("line one\n{% if %}\n", encoding="utf-8")
    written = rgpt("write", story, "--pick", 1, "--json")
    assert written.code == 0
    notices = [line["text"] for line in written.events("notice")]
    assert any("step.j2" in text and "line 2" in text for text in notices)


def test_a_second_writer_is_told_who_writes(rgpt, story, tmp_path):
    from rgpt_tui.story.lock import WriterLock

    with WriterLock(tmp_path / "stories" / story, "the studio"):
        refused = rgpt("write", story, "--pick", 1)
        assert refused.code == 1
        assert "the studio" in refused.err
        assert rgpt("show", story, "--json").code == 0
        assert rgpt("recall", story, "anything", "--json").code == 0
        assert rgpt("prompt", story, "--json").code == 0


def test_options_before_the_trial_hold_for_the_trial(rgpt, with_model, monkeypatch):
    monkeypatch.delenv("RGPT_MODEL")
    trial = rgpt("models", "--json", "--model", "openai/other", "test").lines[0]
    assert trial["model"] == "openai/other"


@pytest.fixture
def bad_settings(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("model = [\n", encoding="utf-8")


def test_paths_prints_its_paths_though_the_settings_file_is_bad(rgpt, bad_settings, tmp_path):
    printed = rgpt("paths", "--json")
    assert printed.code == 1
    assert printed.lines[0]["stories"] == str(tmp_path / "stories")
    assert printed.events("error")[0]["kind"] == "SettingsUnusable"
    assert "settings.toml" in printed.err


def test_the_doctor_finds_a_bad_settings_file_and_goes_on(rgpt, story, bad_settings):
    checked = rgpt("doctor", story, "--json")
    found = {line.get("subject"): line for line in checked.lines}
    assert checked.code == 1
    assert not found["settings"]["good"]
    assert "settings.toml" in found["settings"]["text"]
    assert found["book"]["good"]


def test_the_doctor_goes_on_where_the_stories_are_nowhere(rgpt, with_model):
    checked = rgpt("doctor", "--stories", "~nosuchuser/x", "--json")
    found = {line.get("subject"): line for line in checked.lines}
    assert checked.code == 1
    assert "~nosuchuser/x" in found["settings"]["text"]
    assert "stories folder" in found


def test_fetching_tells_programs_how_far_it_is(rgpt, monkeypatch):
    from rgpt_tui.models.starter import weights

    async def fetched(_):
        yield weights.FetchProgress(phase=weights.FetchPhase.FETCHING, done=7, total=9)
        yield weights.FetchProgress(phase=weights.FetchPhase.DONE, done=9, total=9)

    monkeypatch.setattr(weights, "fetch_weights", fetched)
    fetching = rgpt("models", "fetch", "--json")
    assert [line["done"] for line in fetching.events("fetch")] == [7, 9]
    assert fetching.events("fetch")[-1]["phase"] == "done"
    assert "\x1b" not in fetching.err
