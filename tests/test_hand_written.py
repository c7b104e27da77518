"""Settings, keys and themes that are no files, or no end: a sentence, and never a wait."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.credentials import find_key
from rgpt_tui.models.errors import CredentialsUnsafe
from rgpt_tui.models.logged import loggable
from rgpt_tui.settings_reading import SettingsUnusable, load_settings
from rgpt_tui.settings_writing import write_setting
from rgpt_tui.studio.themes import load_themes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEEP = "a = " + "[" * 20_000


def pipe(file: Path) -> None:
    os.mkfifo(file)


def device(file: Path) -> None:
    """One that has no end."""
    file.symlink_to("/dev/zero")


def circle(file: Path) -> None:
    file.symlink_to(file)


def deep(file: Path) -> None:
    file.write_text(DEEP)


def endless(file: Path) -> None:
    """A file without a single block on the disk."""
    file.touch()
    os.truncate(file, 100_000_000_000)


each_fault = pytest.mark.parametrize("make", [pipe, device, circle, deep, endless])


@each_fault
def test_settings_are_refused_and_none_is_written(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    file = tmp_path / "settings.toml"
    make(file)
    with pytest.raises(SettingsUnusable, match="Mend that place"):
        load_settings(file=file, environ={})
    with pytest.raises(SettingsUnusable, match="nothing was written"):
        write_setting("rounds", 7, file)


@each_fault
def test_keys_are_refused_and_what_is_logged_is_not_held_up(
    make: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "credentials.toml"
    make(file)
    if not file.is_symlink():
        file.chmod(0o600)
    with pytest.raises(CredentialsUnsafe):
        find_key("openai", {}, file)
    monkeypatch.setenv("RGPT_CONFIG_DIR", str(tmp_path))
    assert loggable("A line.") == "A line."


def test_keys_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "credentials.toml"
    file.write_bytes(b'\xef\xbb\xbfopenai = "sk-1"\r\n')
    file.chmod(0o600)
    assert find_key("openai", {}, file) == "sk-1"


@each_fault
def test_a_theme_is_skipped_and_the_others_are_there(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    make(tmp_path / "mine.toml")
    (tmp_path / "night.toml").write_text(
        'background = "#102030"\nforeground = "#e0e0e0"\nprimary = "#3399cc"\n'
    )
    found = load_themes([tmp_path])
    assert [theme.name for theme in found.themes] == ["night"]
    assert "mine.toml was skipped" in found.faults[0]
