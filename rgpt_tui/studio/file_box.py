"""Naming a file: a box that suggests how a path goes on, and a tree of folders beside it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.suggester import Suggester
from textual.widgets import DirectoryTree

from rgpt_tui.places import expanded
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Iterable

ENDINGS: Final = (".md", ".markdown", ".txt", ".text", ".rgpt.json")
"""Of the files that can be brought in."""
MOST = 5000
"""Entries of a folder that are looked through for a suggestion."""


class NoPath(RgptError):
    """What was typed can be no path, or nobody may look there."""


class PathSuggester(Suggester):
    """Suggests how a path goes on, from what is in its folder."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first folder or file that can be brought in whose name begins like that."""
        return await asyncio.to_thread(_going_on, value) if value else None


class FileTree(DirectoryTree):
    """Folders, and in them only what can be brought in."""

    # In place of pictures, which not every terminal font has.
    ICON_NODE, ICON_NODE_EXPANDED, ICON_FILE = "▸ ", "▾ ", "  "

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Leave out hidden files, and those of another kind."""
        return [path for path in paths if _offered(path)]


def named(path: str) -> tuple[Path, bool]:
    """What a typed path names, and whether that is a folder.

    Raises:
        NoSuchHome: it begins with the home folder of nobody.
        NoPath: the system cannot look there; prose that was pasted is too long for a name.
    """
    file = expanded(path).absolute()
    try:
        return file, file.is_dir()
    except OSError as error:
        raise NoPath(
            f"There can be no file at this path ({error.strerror or error}). Nothing was "
            "imported. Type the path of a file, or choose one on the left; prose that you have "
            "copied can be imported once it is saved in a file."
        ) from error


def can_be_brought_in(name: str) -> bool:
    """Whether a file of that name may be a draft or a bundle."""
    return name.lower().endswith(ENDINGS)


def _offered(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    try:
        return path.is_dir() or can_be_brought_in(path.name)
    except OSError:
        return False


def _going_on(value: str) -> str | None:
    folder, begun = os.path.split(value)
    try:
        with os.scandir(Path(folder or ".").expanduser()) as entries:
            names = sorted(
                entry.name + (os.sep if entry.is_dir() else "")
                for _, entry in zip(range(MOST), entries, strict=False)
                if entry.name.startswith(begun)
                and (begun or not entry.name.startswith("."))
                and (entry.is_dir() or can_be_brought_in(entry.name))
            )
    except (OSError, RuntimeError, ValueError):
        return None
    going_on = next((name for name in names if name.isprintable()), None)
    return None if going_on is None else value[: len(value) - len(begun)] + going_on
