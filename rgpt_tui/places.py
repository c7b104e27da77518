"""The folders that rgpt keeps things in, by the custom of the platform."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Literal

import platformdirs

from rgpt_tui.story.errors import RgptError

PACKAGE: Final = Path(__file__).parent
CHECKOUT: Final = PACKAGE.parent


class NoSuchHome(RgptError):
    """A path begins with the home folder of a user that there is not."""


def expanded(path: str) -> Path:
    """A path as a person writes it, with ``~`` for their home folder.

    Raises:
        NoSuchHome: it begins with ``~somebody``, and nobody of that name has a home here.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise NoSuchHome(
            f"There is no home folder for the first part of {path}. Nothing was changed. Write "
            "the whole path, or ./ in front if the name of a folder begins with “~”."
        ) from error


def config_folder() -> Path:
    """Settings, credentials, templates and themes of the user; ``RGPT_CONFIG_DIR`` moves it."""
    return _folder("RGPT_CONFIG_DIR", platformdirs.user_config_path("rgpt"))


def data_folder() -> Path:
    """What rgpt itself keeps, such as the starter model; ``RGPT_DATA_DIR`` moves it."""
    return _folder("RGPT_DATA_DIR", platformdirs.user_data_path("rgpt"))


def log_folder() -> Path:
    """Logs of the engine and of the starter model's server."""
    return data_folder() / "logs"


def default_stories_folder() -> Path:
    """A checkout's own ``stories/``, or a folder among the user's data."""
    if (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "stories").is_dir():
        return CHECKOUT / "stories"
    return data_folder() / "stories"


def packaged_folder(name: Literal["themes", "stories"]) -> Path:
    """The themes or the sample stories that come with rgpt.

    A wheel has them inside the package, a checkout beside it.
    """
    inside = PACKAGE / name
    return inside if inside.is_dir() else CHECKOUT / name


def _folder(variable: str, default: Path) -> Path:
    chosen = os.environ.get(variable)
    return expanded(chosen) if chosen else default
