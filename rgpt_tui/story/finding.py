"""Which story of a folder somebody means by a name, a title, a part of one, or a path."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.story.folder_names import UNTITLED, folded, folder_name
from rgpt_tui.story.reading import BookReader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_NAMED: Final = 8
"""Of the stories that could be meant, so many are named."""
LEAST_OF_THE_MIDDLE: Final = 3
"""Letters; fewer stand within a title by chance. A wide one, as of Chinese, is a word by itself."""


class NoSuchStory(RgptError):
    """No story of that name is on the shelf."""


class SeveralStories(RgptError):
    """More than one story could be meant."""


def find_story(shelf: Path, names: Sequence[str], asked: str) -> str:
    """The name of the story that is meant, in any case of letters.

    In this order: the name of its folder; its path; its name or title in another case or spelling;
    the beginning of its name or title, where no other story's begins so; what stands within it,
    where it does in no other's. What is given is compared
    with names that are there and never made into a path, so that it cannot lead out of the shelf.

    Args:
        shelf: the folder of the stories.
        names: of all of its stories.
        asked: what somebody wrote.

    Raises:
        NoSuchStory: there is none; the message has the nearest names.
        SeveralStories: several could be meant; the message names them.
    """
    if asked in names:
        return asked
    if (name := _name_at(shelf, asked)) in names:
        return name
    titles = {name: _title(shelf / name) for name in names}
    found = _called(asked, titles) or _beginning_with(asked, titles) or _containing(asked, titles)
    if len(found) > 1:
        raise SeveralStories(
            f"“{asked}” could be any of these stories: {_listed(found, titles)}. Nothing was "
            "done. Say which one by the name of its folder, the first of each."
        )
    if not found:
        raise _unknown(shelf, asked, titles)
    return found[0]


def _name_at(shelf: Path, asked: str) -> str:
    """The name that a path has in the shelf; empty if it is none, or leads elsewhere."""
    if not _is_path(asked):
        return ""
    with suppress(OSError, ValueError):
        path = Path(asked).absolute()
        return path.name if path.parent.resolve() == shelf.resolve() else ""
    return ""


def _is_path(asked: str) -> bool:
    return asked == os.curdir or any(sign in asked for sign in (os.sep, os.altsep) if sign)


def _leads_elsewhere(asked: str) -> bool:
    """Whether a path is plainly one, and not a title that has a slash in it."""
    return _is_path(asked) and (
        asked.startswith((".", "~")) or os.path.lexists(asked) or Path(asked).is_absolute()
    )


def _called(asked: str, titles: Mapping[str, str]) -> list[str]:
    """The names of stories that are called so, but for case and spelling."""
    folders = {folded(asked)} | ({folder_name(asked)} - {UNTITLED})
    return [
        name
        for name, title in titles.items()
        if folded(name) in folders or (title and folded(title) == folded(asked))
    ]


def _beginning_with(asked: str, titles: Mapping[str, str]) -> list[str]:
    beginning = folded(asked.strip())
    if not beginning:
        return []
    return [
        name
        for name, title in titles.items()
        if any(folded(each).startswith(beginning) for each in (name, title))
    ]


def _containing(asked: str, titles: Mapping[str, str]) -> list[str]:
    part = folded(asked.strip())
    wide = any(east_asian_width(sign) in "WF" for sign in part)
    if not part or (len(part) < LEAST_OF_THE_MIDDLE and not wide):
        return []
    return [
        name
        for name, title in titles.items()
        if any(part in folded(each) for each in (name, title))
    ]


def _named(name: str, titles: Mapping[str, str]) -> str:
    """A story by the name of its folder, with its title."""
    return f"{name} (“{' '.join(titles[name].split())}”)" if titles[name] else name


def _listed(found: Sequence[str], titles: Mapping[str, str]) -> str:
    named = [_named(name, titles) for name in found[:MOST_NAMED]]
    more = len(found) - len(named)
    return ", ".join(named) + (f", and {more:,} more" if more else "")


def _title(folder: Path) -> str:
    try:
        with BookReader.open(folder) as book:
            return book.brief.title
    except RgptError:
        return ""


def _unknown(shelf: Path, asked: str, titles: Mapping[str, str]) -> NoSuchStory:
    from rapidfuzz import process, utils

    if not titles:
        return NoSuchStory(
            f"There is no story “{asked}”: the stories folder {shelf} is empty."
        ).offering(Way.NEW_STORY)
    unknown = NoSuchStory(f"There is no story “{asked}” in {shelf}. Nothing was done.")
    if _leads_elsewhere(asked):
        return unknown.offering(Way.LIST_STORIES, Way.OTHER_SHELF)
    both = {each: f"{each} {title}" for each, title in titles.items()}
    near = [
        found
        for _, _, found in process.extract(
            asked, both, processor=utils.default_process, limit=3, score_cutoff=60
        )
    ]
    if near:
        meant = " or ".join(_named(each, titles) for each in near)
        return NoSuchStory(f"{unknown} Did you mean {meant}?")
    ways = (Way.LIST_STORIES, Way.OTHER_SHELF) if _is_path(asked) else (Way.LIST_STORIES,)
    return unknown.offering(*ways)
