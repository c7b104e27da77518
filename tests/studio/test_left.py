from __future__ import annotations

import json
import math
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from rgpt_tui.places import data_folder
from rgpt_tui.studio import left as left_module
from rgpt_tui.studio.left import (
    STORIES,
    Left,
    Panes,
    Place,
    change_left,
    read_left,
)

ISLE = Path("/stories/isle")
MOOR = Path("/stories/moor")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "studio.json"


def kept(file: Path) -> Left:
    left, fault = read_left(file)
    assert fault is None
    return left


def test_at_the_first_start_nothing_was_left_and_nothing_is_said(file):
    assert read_left(file) == (Left(), None)
    assert not file.exists()


def test_what_was_left_is_there_at_the_next_start():
    place = Place(step="s12", pane="memory")
    panes = Panes(weights={"story": 3, "memory": 1}, hidden=("recalled",), zoomed="story")
    assert change_left(lambda left: left.opening(ISLE, 10.5)) is None
    assert change_left(lambda left: left.leaving(ISLE, place).arranged(panes)) is None
    left, fault = read_left()
    assert fault is None
    assert (left.last, left.place_in(ISLE), left.panes) == (str(ISLE), place, panes)
    assert [(story.folder, story.opened) for story in left.stories] == [(str(ISLE), 10.5)]
    assert (data_folder() / "studio.json").is_file()


def test_the_story_opened_last_stands_first_and_keeps_its_place():
    place = Place(step="s1")
    left = Left().opening(ISLE, 1).leaving(ISLE, place).opening(MOOR, 2)
    assert [story.folder for story in left.stories] == [str(MOOR), str(ISLE)]
    assert left.last == str(MOOR)
    left = left.opening(ISLE, 3)
    assert [(story.folder, story.opened) for story in left.stories] == [
        (str(ISLE), 3),
        (str(MOOR), 2),
    ]
    assert left.place_in(ISLE) == place
    assert left.place_in(MOOR) == Place()
    assert left.on_the_shelf().last is None


def test_when_stories_of_a_shelf_were_opened_is_told_by_their_names():
    left = Left().opening(ISLE, 1).opening(ISLE.parent / "deeper" / "moor", 2)
    left = left.opening(ISLE.parent / "later", 1e300)
    assert left.opened_in(ISLE.parent) == {ISLE.name: datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)}


def test_a_place_in_a_story_that_was_never_opened_is_not_kept():
    assert Left().leaving(ISLE, Place(step="s1")) == Left()


def test_only_the_latest_stories_are_remembered(file):
    left = Left()
    for number in range(STORIES + 20):
        left = left.opening(Path(f"/stories/{number}"), number)
    assert len(left.stories) == STORIES
    assert left.stories[0].folder == f"/stories/{STORIES + 19}"
    more = json.dumps({"stories": [{"folder": str(n), "opened": n} for n in range(200)]})
    file.parent.mkdir()
    file.write_text(more)
    assert len(kept(file).stories) == STORIES


def test_a_renamed_story_keeps_its_place():
    place = Place(step="s1")
    left = Left().opening(MOOR, 1).opening(ISLE, 2).leaving(ISLE, place)
    moved = left.moved(ISLE, MOOR)
    assert (moved.last, moved.place_in(MOOR), len(moved.stories)) == (str(MOOR), place, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\x00",
        b'{"stories": [{"folder": 3}]}',
        b'{"panes": {"weights": {"story": -1}}}',
        b'{"format": 99, "stories": "in a shape of the future"}',
        b"[" * 100_000,
        b'"' + b"x" * (1024 * 1024) + b'"',
    ],
    ids=range(9),
)
def test_a_broken_or_later_file_is_set_aside_and_said_and_the_studio_goes_on(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    left, fault = read_left(file)
    assert left == Left()
    assert str(file) in fault
    assert "studio.1.json" in fault
    assert not file.exists()
    assert file.with_name("studio.1.json").read_bytes() == content
    assert change_left(lambda left: left.opening(ISLE, 1), file) is None
    assert kept(file).last == str(ISLE)


def test_a_second_broken_file_does_not_replace_the_first(file):
    file.parent.mkdir()
    for number in (1, 2):
        file.write_text(f"broken {number}")
        read_left(file)
    assert [file.with_name(f"studio.{n}.json").read_text() for n in (1, 2)] == [
        "broken 1",
        "broken 2",
    ]


def test_a_change_on_a_broken_file_is_kept_and_the_break_is_said(file):
    file.parent.mkdir()
    file.write_text("{")
    fault = change_left(lambda left: left.opening(ISLE, 1), file)
    assert "broken" in fault
    assert kept(file).last == str(ISLE)


def test_words_that_a_later_rgpt_added_do_no_harm(file):
    file.parent.mkdir()
    file.write_text(
        '{"last": "/a", "lamp": true, "stories": [{"folder": "/a", "opened": 1, "x": 2}]}'
    )
    assert kept(file).last == "/a"


def test_what_could_not_be_read_again_is_not_written(file):
    change_left(lambda left: left.opening(ISLE, 1), file)
    for wrong in (Panes(weights={"story": math.nan}), Panes(zoomed="\udcff")):
        fault = change_left(lambda left, wrong=wrong: left.arranged(wrong), file)
        assert "could not be kept" in fault
    unwritable = Place(step="\udcff")
    assert "could not be kept" in change_left(lambda left: left.leaving(ISLE, unwritable), file)
    assert "could not be kept" in change_left(lambda left: left.opening(Path("\udcff"), 1), file)
    assert (kept(file).place_in(ISLE), kept(file).panes) == (Place(), Panes())


def test_without_a_change_nothing_is_written(file):
    assert change_left(lambda left: left, file) is None
    assert not file.exists()


def test_a_folder_that_cannot_be_written_is_said_and_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    fault = change_left(lambda left: left.opening(ISLE, 1), tmp_path / "file" / "studio.json")
    assert "Your stories are safe" in fault
    (tmp_path / "studio.json").mkdir()
    left, fault = read_left(tmp_path / "studio.json")
    assert left == Left()
    assert "could not be read" in fault


def test_a_studio_that_holds_the_file_for_long_is_not_waited_for(file, monkeypatch):
    monkeypatch.setattr(left_module, "WAIT", 0.01)
    file.parent.mkdir()
    with FileLock(f"{file}.lock"):
        assert "could not be kept" in change_left(lambda left: left.opening(ISLE, 1), file)


def test_two_studios_keep_both_their_places(file):
    program = (
        "import sys; from pathlib import Path; from rgpt_tui.studio.left import change_left\n"
        "for n in range(10):\n"
        "    story = Path(f'/{sys.argv[2]}/{n}')\n"
        "    assert change_left(lambda left: left.opening(story, n), Path(sys.argv[1])) is None"
    )
    studios = [
        subprocess.Popen([sys.executable, "-c", program, str(file), name]) for name in ("a", "b")
    ]
    assert [studio.wait() for studio in studios] == [0, 0]
    assert len(kept(file).stories) == 20
