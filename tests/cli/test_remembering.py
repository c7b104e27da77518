"""Pins and mutes from the command line."""

from __future__ import annotations

import shutil

import pytest

MEMORY = "- The bell has no clapper.\n- Agnes is left-handed.\n"


@pytest.fixture
def remembered(rgpt, story, editor):
    editor(MEMORY)
    assert rgpt("edit", story, "memory").code == 0
    return story


def pinned(rgpt, story):
    return rgpt("show", story, "--json").lines[0]["pinned"]


@pytest.mark.parametrize("part", ["", " ", "a", "Agnes is", "-"])
def test_only_a_whole_sentence_of_the_memory_can_be_pinned(rgpt, remembered, part):
    refused = rgpt("pin", remembered, "--sentence", part)
    assert refused.code == 1
    assert "word for word" in refused.err
    assert pinned(rgpt, remembered) == []


def test_a_sentence_is_pinned_once_and_let_go_with_its_list_marker_or_without(rgpt, remembered):
    for sentence in ("Agnes is left-handed.", " - Agnes is left-handed. "):
        told = rgpt("pin", remembered, "--sentence", sentence, "--json").events("pinned")[0]
        assert told["pinned"] == pinned(rgpt, remembered) == ["Agnes is left-handed."]
    freed = rgpt("pin", remembered, "--sentence", "- Agnes is left-handed.", "--off", "--json")
    assert freed.events("pinned")[0]["pinned"] == pinned(rgpt, remembered) == []
    again = rgpt("pin", remembered, "--sentence", "Agnes is left-handed.", "--off")
    assert again.code == 1
    assert "No such sentence is pinned" in again.err


def test_a_mark_of_a_step_is_an_object_for_programs(rgpt, story):
    marked = [
        rgpt("pin", story, "--step", 2, *more, "--json").events("marked")[0]
        for more in ([], ["--mute"], ["--off"])
    ]
    assert [line["mark"] for line in marked] == ["pin", "mute", None]
    assert {line["number"] for line in marked} == {2}


def test_a_sentence_cannot_be_muted(rgpt, remembered):
    assert rgpt("pin", remembered, "--sentence", "Agnes is left-handed.", "--mute").code == 2
    assert pinned(rgpt, remembered) == []


def test_a_long_term_memory_that_cannot_be_made_anew_is_not_said_to_be(rgpt, story, tmp_path):
    place = tmp_path / "stories" / story / "long_term_memory"
    shutil.rmtree(place)
    place.write_text("Somebody's notes.", "utf-8")
    refused = rgpt("rebuild", story)
    assert refused.code == 1
    assert "made anew." not in refused.out
    assert "recall goes on by keyword. Move away what stands there" in refused.err
    assert place.read_text("utf-8") == "Somebody's notes."
    place.unlink()
    assert "is made anew." in rgpt("rebuild", story).out
