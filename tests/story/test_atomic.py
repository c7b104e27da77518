"""A file is replaced whole, or not at all."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from rgpt_tui.story import atomic
from rgpt_tui.story.atomic import replace_file


def test_a_file_gets_its_text_in_utf_8_and_nothing_else_is_left(tmp_path):
    target = tmp_path / "story.md"
    replace_file(target, "“走吧。”\n")
    replace_file(target, "“Où?”\n")
    assert target.read_bytes() == "“Où?”\n".encode()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["story.md"]


def test_a_file_keeps_its_rights_and_a_new_one_has_those_of_any_new_file(tmp_path):
    target = tmp_path / "story.md"
    replace_file(target, "old")
    (tmp_path / "other").touch()
    assert target.stat().st_mode == (tmp_path / "other").stat().st_mode
    target.chmod(0o600)
    replace_file(target, "new")
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "story.md"
    target.write_text("old")
    link = tmp_path / "link.md"
    link.symlink_to(target)
    replace_file(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_pipe_is_written_to(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    replace_file(pipe, "through")
    reader.join()
    assert read == [b"through"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("failing", ["fsync", "replace", "write"])
def test_after_any_failure_the_old_file_is_there_and_nothing_else(tmp_path, monkeypatch, failing):
    target = tmp_path / "story.md"
    target.write_text("old")

    def fail(*_: object, **__: object):
        raise OSError(28, "No space left on device")

    if failing == "fsync":
        monkeypatch.setattr(atomic.os, "fsync", fail)
    elif failing == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(atomic, "_write", fail)
    with pytest.raises(OSError, match="No space"):
        replace_file(target, "new")
    assert target.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["story.md"]


def test_a_folder_in_the_place_of_the_file_is_an_error_and_stays(tmp_path):
    (tmp_path / "story.md").mkdir()
    with pytest.raises(OSError):  # noqa: PT011
        replace_file(tmp_path / "story.md", "new")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["story.md"]


def test_a_reader_sees_the_old_text_or_the_new_one_whole(tmp_path):
    target = tmp_path / "story.md"
    texts = {"a" * 200_000, "b" * 200_000}
    replace_file(target, "a" * 200_000)
    seen: set[str] = set()
    done = threading.Event()

    def read():
        while not done.is_set():
            seen.add(target.read_text())

    reader = threading.Thread(target=read)
    reader.start()
    for round_ in range(20):
        replace_file(target, "ab"[round_ % 2] * 200_000)
    done.set()
    reader.join()
    assert seen <= texts


def test_what_a_kill_left_long_ago_is_swept_and_what_is_being_written_is_not(tmp_path):
    old, new = (atomic.part_of(tmp_path / "story.md") for _ in range(2))
    for left in (old, new):
        left.write_text("half")
    os.utime(old, (0, 0))
    replace_file(tmp_path / "story.md", "Whole.")
    assert sorted(each.name for each in tmp_path.iterdir()) == [new.name, "story.md"]
