"""The shelf: the folder that holds a writer's stories, each in a folder of its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.book import Book
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.reading import BOOK_FILE, BookReader

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.records import Brief

LONGEST_NAME = 60
WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


class NoSuchStory(RgptError):
    """No story of that name is on the shelf."""


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
        """The names of all stories, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(path.parent.name for path in self.folder.glob(f"*/{BOOK_FILE}"))

    def entries(self) -> list[StoryEntry]:
        """All stories, with their measures; one that cannot be read says why."""
        return [self._entry(name) for name in self.names()]

    def find(self, name: str) -> Path:
        """The folder of a story, by its name or its title, in any case of letters.

        Raises:
            NoSuchStory: there is none; the message has the nearest names.
        """
        names = self.names()
        if name in names:
            return self.folder / name
        wanted = {name.casefold(), folder_name(name)}
        for each in names:
            if each.casefold() in wanted or self._entry(each).title.casefold() in wanted:
                return self.folder / each
        raise NoSuchStory(self._unknown(name, names))

    def create(self, brief: Brief) -> Path:
        """Make a story, in a new folder named after its title.

        Raises:
            ShelfUnwritable: the shelf cannot be written.
        """
        stem = folder_name(brief.title)
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
        Book.create(folder, brief).close()
        return folder

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

    def _unknown(self, name: str, names: list[str]) -> str:
        from rapidfuzz import process

        if not names:
            return (
                f"There is no story “{name}”: the stories folder {self.folder} is empty. "
                "Begin one with `rgpt new`, or name another folder with --stories."
            )
        near = [found for found, _, _ in process.extract(name, names, limit=3, score_cutoff=50)]
        hint = f"Did you mean {' or '.join(near)}?" if near else "`rgpt` lists the stories."
        return f"There is no story “{name}” in {self.folder}. {hint}"


def folder_name(title: str) -> str:
    """A name for the folder of a story: letters and digits of any script, joined by hyphens.

    Never a path: separators, dots and control characters do not survive.
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold())
    name = "-".join(words).replace("_", "-").strip("-")[:LONGEST_NAME].rstrip("-")
    return f"{name}-story" if name in WINDOWS_DEVICES else name or "untitled"
