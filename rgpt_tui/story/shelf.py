"""The shelf: the folder that holds a writer's stories, each in a folder of its own."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.story.access import BOOK_FILE
from rgpt_tui.story.atomic import SUFFIX
from rgpt_tui.story.book import Book
from rgpt_tui.story.entries import StoryEntry, entry_of, written_at
from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.story.finding import NoSuchStory, find_story
from rgpt_tui.story.folder_names import folder_name_for, is_numbered
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.missing import is_missing
from rgpt_tui.story.placing import build_story, copy_story, place, sweep
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.whole_writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from rgpt_tui.story.records import Brief, NewStep
    from rgpt_tui.story.whole_records import WholeBook

ARCHIVE = ".archive"
"""The folder inside of the shelf where stories go that the writer put away."""


class ShelfUnreadable(RgptError):
    """The shelf's folder cannot be listed."""


class ShelfUnwritable(RgptError):
    """The shelf's folder cannot be written."""


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
                return sorted(each.name for each in found if _is_story(Path(each)))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ShelfUnreadable(
                f"The stories folder {self.folder} cannot be listed ({error.strerror}). Nothing "
                "was changed. Choose another with --stories or the setting `stories`."
            ) from error

    def recent(self, opened: Mapping[str, datetime] | None = None) -> list[str]:
        """The names of all stories, the one written to or opened last first.

        Args:
            opened: when stories were last opened, by their names, as far as that is known.

        Raises:
            ShelfUnreadable: the shelf cannot be listed.
        """
        seen = {name: moment.timestamp() for name, moment in (opened or {}).items()}
        return sorted(
            self.names(),
            key=lambda name: max(written_at(self.folder / name), seen.get(name, 0.0)),
            reverse=True,
        )

    def archived(self) -> list[str]:
        """The names of the stories in the archive, sorted.

        Raises:
            ShelfUnreadable: the archive cannot be listed.
        """
        return Shelf(self.archive_folder).names()

    @property
    def archive_folder(self) -> Path:
        """The folder of the archive; it is there once a story is."""
        return self.folder / ARCHIVE

    def entry(self, name: str, *, archived: bool = False) -> StoryEntry:
        """A story with its measures, by its folder's name; one that cannot be read says why."""
        return entry_of((self.archive_folder if archived else self.folder) / name)

    def entries(self) -> list[StoryEntry]:
        """All stories, with their measures, by name.

        Raises:
            ShelfUnreadable: the shelf cannot be listed.
        """
        return [self.entry(name) for name in self.names()]

    def find(self, asked: str) -> Path:
        """The folder of the story that somebody means; see `find_story`.

        Raises:
            NoSuchStory, SeveralStories: it is not clear which one.
            ShelfUnreadable: the shelf cannot be listed.
        """
        return self.folder / find_story(self.folder, self.names(), asked)

    def create(self, brief: Brief, steps: Sequence[NewStep] = ()) -> Path:
        """Make a story, in a new folder named after its title, or else after what it is about.

        Args:
            brief: what stays true of it.
            steps: with which it begins, all of them or none.

        Raises:
            ShelfUnwritable: the shelf cannot be written.
        """

        def fill(folder: Path) -> None:
            with Book.create(folder, brief) as book:
                if steps:
                    book.commit(steps)

        return self._make(brief, fill)

    def sweep(self) -> None:
        """Take away what a kill left of stories that were being made or copied."""
        sweep(self.folder)

    def take_in(self, whole: WholeBook) -> Path:
        """Make a story of a whole book, in a new folder named after its title, as `create` does.

        Raises:
            ShelfUnwritable: the shelf cannot be written.
            ValueError: the book does not hold together.
        """
        return self._make(whole.brief, lambda folder: write_whole(folder, whole))

    def rename(self, name: str, title: str) -> Path:
        """Give a story another title, and its folder the name that goes with it.

        Returns:
            Its folder from now on.

        Raises:
            NoSuchStory: it is not there any more.
            StoryLocked: somebody is writing it.
            BookUnreadable, BookUnwritable, ShelfUnwritable: it could not be done; all is as before.
        """
        folder = self._folder_of(name)
        with WriterLock(folder, "rgpt, which renames it") as lock:
            with Book.open(folder) as book:
                brief = replace(book.brief, title=title)
            stem, renamed = folder_name_for(brief), folder
            if not is_numbered(folder.name, stem):
                with _writing(self.folder, "The story is as it was."):
                    renamed = place(self.folder, stem, lock.move_story)
            try:
                with Book.open(renamed) as book:
                    book.set_brief(brief)
            except BaseException:
                if renamed != folder:
                    lock.move_story(folder)
                raise
        return renamed

    def duplicate(self, name: str) -> Path:
        """Copy a story as it stands, even while it is being written, into a folder of its own.

        Its long-term memory is left out, which is made anew from the book.

        Raises:
            NoSuchStory: it is not there any more.
            BookUnreadable, BookUnwritable, ShelfUnwritable: it could not be done; no copy is left.
        """
        folder = self._folder_of(name)
        with BookReader.open(folder) as book:
            stem = folder_name_for(book.brief)
        with _writing(self.folder, "No copy was made."):
            sweep(self.folder)
            return build_story(self.folder, stem, partial(copy_story, folder))

    def archive(self, name: str) -> Path:
        """Put a story away into the archive, out of the list; nothing of it is deleted.

        Raises:
            NoSuchStory: it is not there any more.
            StoryLocked: somebody is writing it.
            BookUnwritable, ShelfUnwritable: it could not be done; all is as before.
        """
        return _move(self._folder_of(name), self.archive_folder)

    def restore(self, name: str) -> Path:
        """Bring a story back from the archive.

        Raises:
            RgptError: those of `archive`.
        """
        return _move(Shelf(self.archive_folder)._folder_of(name), self.folder)

    def _make(self, brief: Brief, fill: Callable[[Path], None]) -> Path:
        with _writing(self.folder, "No story was made."):
            sweep(self.folder)
            return build_story(self.folder, folder_name_for(brief), fill)

    def _folder_of(self, name: str) -> Path:
        """The folder of a story that was on the shelf, and of no other with a name like it.

        Raises:
            NoSuchStory: it is not there any more.
        """
        if name not in self.names():
            raise NoSuchStory(f"The story “{name}” is not in {self.folder} any more.").offering(
                Way.LIST_STORIES
            )
        return self.folder / name


def _is_story(folder: Path) -> bool:
    """Whether a folder has a book in it, or had one, and is no copy that is being made."""
    try:
        if folder.suffix == SUFFIX:
            return False
        return (folder / BOOK_FILE).exists() or is_missing(folder)
    except OSError:
        # A folder that may not be entered is somebody else's.
        return False


def _move(folder: Path, shelf: Path) -> Path:
    with (
        WriterLock(folder, "rgpt, which moves it") as lock,
        _writing(shelf, "The story is where it was."),
    ):
        return place(shelf, folder.name, lock.move_story)


@contextmanager
def _writing(shelf: Path, safe: str) -> Iterator[None]:
    """Say what is safe where the shelf cannot be written."""
    try:
        yield
    except OSError as error:
        raise ShelfUnwritable(
            f"The stories folder {shelf} cannot be written ({error.strerror or error}). {safe} "
            "Choose another with --stories or the setting `stories`."
        ) from error
