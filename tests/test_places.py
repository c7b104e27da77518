from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui import places
from rgpt_tui.settings_reading import load_settings
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("variable", "folder_of"),
    [("RGPT_CONFIG_DIR", places.config_folder), ("RGPT_DATA_DIR", places.data_folder)],
)
def test_a_folder_moves_with_its_variable_and_home_is_understood(
    variable: str, folder_of: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert callable(folder_of)
    monkeypatch.setenv(variable, str(tmp_path / "mine"))
    assert folder_of() == tmp_path / "mine"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(variable, "~/mine")
    assert folder_of() == tmp_path / "mine"
    for nothing in ("", None):
        if nothing is None:
            monkeypatch.delenv(variable)
        else:
            monkeypatch.setenv(variable, nothing)
        assert folder_of().name == "rgpt"
        assert folder_of().is_absolute()


def test_logs_are_among_the_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RGPT_DATA_DIR", str(tmp_path))
    assert places.log_folder().is_relative_to(tmp_path)


def test_a_checkout_keeps_stories_beside_the_code_and_an_installed_rgpt_among_the_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "CHECKOUT", tmp_path / "checkout")
    (tmp_path / "checkout" / "stories").mkdir(parents=True)
    assert places.default_stories_folder() == places.data_folder() / "stories"
    (tmp_path / "checkout" / "pyproject.toml").touch()
    assert places.default_stories_folder() == tmp_path / "checkout" / "stories"
    assert load_settings().stories == str(tmp_path / "checkout" / "stories")


def test_a_home_that_is_not_there_is_named_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert places.expanded("~/mine") == tmp_path / "mine"
    with pytest.raises(RgptError, match="~nosuchuser/x"):
        places.expanded("~nosuchuser/x")
    monkeypatch.setenv("RGPT_DATA_DIR", "~nosuchuser/x")
    with pytest.raises(RgptError, match="~nosuchuser/x"):
        places.data_folder()


def test_what_comes_with_rgpt_is_beside_the_package_in_a_checkout_and_inside_it_in_a_wheel(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "rgpt_tui")
    monkeypatch.setattr(places, "CHECKOUT", tmp_path)
    (tmp_path / "stories").mkdir()
    assert places.packaged_folder("stories") == tmp_path / "stories"
    (tmp_path / "rgpt_tui" / "stories").mkdir(parents=True)
    assert places.packaged_folder("stories") == tmp_path / "rgpt_tui" / "stories"
