"""The shelf: the folder that holds a writer's stories, each in a folder of its own."""

from __future__ import annotations

import os
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.story.access import BOOK_FILE
from rgpt_tui.story.book import Book
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.story.records import Brief
    from rgpt_tui.story.whole_records import WholeBook

LONGEST_NAME = 60
UNTITLED = "untitled"
WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


class NoSuchStory(RgptError):
    """No story of that name is on the shelf."""


class SeveralStories(RgptError):
    """More than one story could be meant."""


class ShelfUnreadable(RgptError):
    """The shelf's folder cannot be listed."""


class ShelfUnwritable(RgptError):
    """The shelf's folder cannot be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """A story as the shelf lists it."""

    name: str
    """The name of its folder, by which commands know it."""
    title: str
    language: str
    steps: int
    words: int
    fault: str = ""
    """Why it could not be read; empty if it could."""


class Shelf:
    """The stories of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """The names of all stories, sorted.

        Raises:
            ShelfUnreadable: the shelf cannot be listed.
        """
        try:
            with os.scandir(self.folder) as found:
                return sorted(each.name for each in found if _has_book(Path(each)))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ShelfUnreadable(
                f"The stories folder {self.folder} cannot be listed ({error.strerror}). Nothing "
                "was changed. Choose another with --stories or the setting `stories`."
            ) from error

    def entries(self) -> list[StoryEntry]:
        """All stories, with their measures; one that cannot be read says why.

        Raises:
            ShelfUnreadable: the shelf cannot be listed.
        """
        return [self._entry(name) for name in self.names()]

    def find(self, name: str) -> Path:
        """The folder of a story, by its name or its title, in any case of letters.

        The beginning of a name will do where no other story's begins so.

        Raises:
            NoSuchStory: there is none; the message has the nearest names.
            SeveralStories: no folder is called exactly that, and several stories could be meant.
            ShelfUnreadable: the shelf cannot be listed.
        """
        names = self.names()
        if name in names:
            return self.folder / name
        titles = {each: self._title(each) for each in names}
        folders = {_folded(name)} | ({folder_name(name)} - {UNTITLED})
        found = [
            each
            for each, title in titles.items()
            if _folded(each) in folders or (title and _folded(title) == _folded(name))
        ]
        if not found and name.strip():
            found = [each for each in names if _folded(each).startswith(_folded(name))]
        if len(found) > 1:
            raise SeveralStories(
                f"“{name}” could be any of these stories: {', '.join(found)}. Nothing was done. "
                "Say which one by that name."
            )
        if not found:
            raise NoSuchStory(self._unknown(name, titles))
        return self.folder / found[0]

    def create(self, brief: Brief) -> Path:
        """Make a story, in a new folder named after its title, or else after what it is about.

        Raises:
            ShelfUnwritable: the shelf cannot be written.
        """
        return self._make(brief, lambda folder: Book.create(folder, brief).close())

    def take_in(self, whole: WholeBook) -> Path:
        """Make a story of a whole book, in a new folder named after its title, as `create` does.

        Raises:
            ShelfUnwritable: the shelf cannot be written.
            ValueError: the book does not hold together.
        """
        return self._make(whole.brief, lambda folder: write_whole(folder, whole))

    def _make(self, brief: Brief, fill: Callable[[Path], None]) -> Path:
        stem = folder_name(brief.title or brief.topic or brief.genre)
        name, count = stem, 1
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            while True:
                try:
                    (self.folder / name).mkdir()
                    break
                except FileExistsError:
                    count += 1
                    name = f"{stem}-{count}"
        except OSError as error:
            raise ShelfUnwritable(
                f"The stories folder {self.folder} cannot be written ({error.strerror}). "
                "No story was made. Choose another with --stories or the setting `stories`."
            ) from error
        folder = self.folder / name
        try:
            fill(folder)
        except BaseException:
            with suppress(OSError):
                folder.rmdir()
            raise
        return folder

    def _title(self, name: str) -> str:
        try:
            with BookReader.open(self.folder / name) as book:
                return book.brief.title
        except RgptError:
            return ""

    def _entry(self, name: str) -> StoryEntry:
        try:
            with BookReader.open(self.folder / name) as book:
                brief, path = book.brief, book.path()
        except RgptError as error:
            return StoryEntry(
                name=name, title=name, language="", steps=0, words=0, fault=str(error)
            )
        return StoryEntry(
            name=name,
            title=brief.title or name,
            language=brief.language,
            steps=len(path),
            words=sum(step.words for step in path),
        )

    def _unknown(self, name: str, titles: dict[str, str]) -> str:
        from rapidfuzz import process, utils

        if not titles:
            return (
                f"There is no story “{name}”: the stories folder {self.folder} is empty. "
                "Begin one with `rgpt new`, or name another folder with --stories."
            )
        both = {each: f"{each} {title}" for each, title in titles.items()}
        near = [
            found
            for _, _, found in process.extract(
                name, both, processor=utils.default_process, limit=3, score_cutoff=60
            )
        ]
        hint = f"Did you mean {' or '.join(near)}?" if near else "`rgpt` lists the stories."
        return f"There is no story “{name}” in {self.folder}. {hint}"


def folder_name(title: str) -> str:
    """A name for the folder of a story: letters and digits of any script, joined by hyphens.

    Never a path: separators, dots and control characters do not survive.
    """
    kept = "".join(
        each if each.isalnum() or unicodedata.category(each)[0] == "M" else " "
        for each in _folded(title)
    )
    name = "-".join(kept.split())[:LONGEST_NAME].rstrip("-")
    if not any(each.isalnum() for each in name):
        return UNTITLED
    return f"{name}-story" if name in WINDOWS_DEVICES else name


def _has_book(folder: Path) -> bool:
    try:
        return (folder / BOOK_FILE).exists()
    except OSError:
        # A folder that may not be entered is somebody else's.
        return False


def _folded(text: str) -> str:
    """A text in the form in which names are compared: one spelling, no case of letters."""
    return unicodedata.normalize("NFKC", text).casefold()
