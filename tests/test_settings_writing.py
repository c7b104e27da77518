from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.places import config_folder
from rgpt_tui.settings_reading import SettingsUnusable, load_settings, read_keys
from rgpt_tui.settings_writing import write_setting

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = """# My settings
model = "openai/gpt"  # the good one

# Not too wide
measure = 66

[keys]
# the pedal
"story.edit" = "f13"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_a_setting_that_is_there_changes_and_nothing_else_does(file):
    file.write_text(WRITTEN)
    write_setting("measure", 80, file)
    assert file.read_text() == WRITTEN.replace("66", "80")
    write_setting("model", "starter", file)
    assert file.read_text() == WRITTEN.replace("66", "80").replace('"openai/gpt"', '"starter"')


def test_a_new_setting_comes_before_the_table_and_comments_stay(file):
    file.write_text(WRITTEN)
    write_setting("theme", "foolscap", file)
    settings = load_settings(file=file, environ={})
    assert (settings.theme, settings.measure, settings.model) == ("foolscap", 66, "openai/gpt")
    assert read_keys(file) == {"story.edit": "f13"}
    for line in WRITTEN.splitlines():
        assert line in file.read_text().splitlines()


def test_what_is_so_already_is_not_written_again(file):
    file.write_text(WRITTEN)
    os.utime(file, ns=(1, 1))
    write_setting("measure", 66, file)
    assert file.stat().st_mtime_ns == 1


@pytest.mark.parametrize("text", ["", "# only a comment", "\n\n", '[keys]\n"story.edit" = "e"'])
def test_any_file_takes_a_setting(file, text):
    file.write_text(text)
    write_setting("theme", "lectern", file)
    assert load_settings(file=file, environ={}).theme == "lectern"
    assert text.strip() in file.read_text()


def test_line_ends_of_windows_stay(file):
    file.write_bytes(b"\xef\xbb\xbf# mine\r\nmeasure = 60\r\nretries = 2\r\n")
    write_setting("measure", 61, file)
    assert file.read_bytes() == b"# mine\r\nmeasure = 61\r\nretries = 2\r\n"


def test_the_folder_and_the_file_are_made_for_their_owner_alone():
    write_setting("theme", "night-ferry")
    made = config_folder() / "settings.toml"
    assert made.read_text() == 'theme = "night-ferry"\n'
    assert load_settings().theme == "night-ferry"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_a_link_and_the_permissions_of_a_file_stay(tmp_path, file):
    real = tmp_path / "dotfiles.toml"
    real.write_text("measure = 60\n")
    real.chmod(0o640)
    file.symlink_to(real)
    write_setting("measure", 61, file)
    assert file.is_symlink()
    assert real.read_text() == "measure = 61\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("name", "value"), [("measure", 20), ("measure", "70"), ("colour", "red"), ("theme", 3)]
)
def test_what_could_not_be_read_again_is_not_written(file, name, value):
    file.write_text(WRITTEN)
    with pytest.raises(SettingsUnusable, match=f"`{name}`"):
        write_setting(name, value, file)
    assert file.read_text() == WRITTEN


@pytest.mark.parametrize("content", [b"measure = ", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_a_file_that_is_no_toml_is_named_and_left_as_it_is(file, content):
    file.write_bytes(content)
    with pytest.raises(SettingsUnusable, match="nothing was written") as refusal:
        write_setting("measure", 80, file)
    assert str(file) in str(refusal.value)
    assert file.read_bytes() == content


def test_what_is_wrong_elsewhere_in_the_file_is_left_to_its_reader(file):
    file.write_text("modle = 3\n")
    write_setting("theme", "fernery", file)
    assert file.read_text() == 'modle = 3\ntheme = "fernery"\n'


def test_a_file_that_cannot_be_written_is_said_and_the_value_holds_until_the_end(file, monkeypatch):
    file.write_text(WRITTEN)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rgpt_tui.story.atomic._write", full)
    with pytest.raises(SettingsUnusable, match="No space left") as refusal:
        write_setting("theme", "lectern", file)
    assert str(file) in str(refusal.value)
    assert file.read_text() == WRITTEN
    assert list(file.parent.glob("*.part")) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsUnusable, match="could not be"):
        write_setting("theme", "lectern", tmp_path / "file" / "settings.toml")
