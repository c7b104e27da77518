"""What a writer left: the story, the place in it and the panes, to be there at the next start.

It is a convenience and no more: whatever is wrong with the file is said in a sentence, and the
studio starts without it. What is written in a story is never here, but in its book.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
from filelock import FileLock, Timeout

from rgpt_tui.places import data_folder
from rgpt_tui.story.atomic import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "studio.json"
FORMAT = 1
"""Of the file. A file of a later one was written by a later rgpt, and is set aside."""
STORIES = 50
"""Stories that are remembered; beyond them the one longest not opened is forgotten."""
LARGEST = 1024 * 1024
LATEST = 4_000_000_000.0
"""In seconds since 1970. Whatever is said to have been later is no moment of the past."""
WAIT = 2.0
"""Seconds that another studio may hold the file."""

Weight = Annotated[float, msgspec.Meta(gt=0, le=1000)]


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a writer was in a story."""

    step: str | None = None
    """The step under the cursor."""
    pane: str = ""
    """The pane with the focus."""


class StoryLeft(msgspec.Struct, frozen=True, kw_only=True):
    """A story that was opened."""

    folder: str
    opened: float
    """When it was last opened, in seconds since 1970."""
    place: Place = Place()


class Panes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the panes stand, in all stories."""

    weights: dict[str, Weight] = {}
    """The share of the room that each pane has, against the others'; missing: as usual."""
    hidden: tuple[str, ...] = ()
    zoomed: str | None = None


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """All that a writer left."""

    format: int = FORMAT
    last: str | None = None
    """Folder of the story that was open at last; None if the list of stories was."""
    stories: tuple[StoryLeft, ...] = ()
    """Those opened, the latest first."""
    panes: Panes = Panes()

    def place_in(self, folder: Path) -> Place:
        """Where the writer was in a story; its end, with no step, if it was never opened."""
        name = str(folder)
        return next((story.place for story in self.stories if story.folder == name), Place())

    def opened_in(self, shelf: Path) -> dict[str, datetime]:
        """When stories of a shelf were last opened, by the names of their folders."""
        return {
            Path(story.folder).name: datetime.fromtimestamp(story.opened, UTC)
            for story in self.stories
            if Path(story.folder).parent == shelf and 0 <= story.opened <= LATEST
        }

    def opening(self, folder: Path, at: float) -> Left:
        """This, with a story opened at a time in seconds since 1970."""
        story = StoryLeft(folder=str(folder), opened=at, place=self.place_in(folder))
        others = (each for each in self.stories if each.folder != story.folder)
        return msgspec.structs.replace(self, last=story.folder, stories=(story, *others)[:STORIES])

    def leaving(self, folder: Path, place: Place) -> Left:
        """This, with the place where a story was left; nothing changes if it was never opened."""
        return msgspec.structs.replace(
            self,
            stories=tuple(
                msgspec.structs.replace(story, place=place)
                if story.folder == str(folder)
                else story
                for story in self.stories
            ),
        )

    def arranged(self, panes: Panes) -> Left:
        """This, with the panes as they stand."""
        return msgspec.structs.replace(self, panes=panes)

    def on_the_shelf(self) -> Left:
        """This, with no story open."""
        return msgspec.structs.replace(self, last=None)

    def moved(self, folder: Path, to: Path) -> Left:
        """This, after the folder of a story was renamed."""
        return msgspec.structs.replace(
            self,
            last=str(to) if self.last == str(folder) else self.last,
            stories=tuple(
                msgspec.structs.replace(story, folder=str(to))
                if story.folder == str(folder)
                else story
                for story in self.stories
                if story.folder != str(to)
            ),
        )


def read_left(file: Path | None = None) -> tuple[Left, str | None]:
    """What was left, and a sentence if that could not be read.

    A file that is broken or of a later rgpt is renamed, so that it is neither read nor written
    over again. Reads and may rename a file: not for the event loop.

    Args:
        file: where it is kept; in the data folder unless given. It need not exist.
    """
    file = file or data_folder() / FILE
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except FileNotFoundError:
        return Left(), None
    except OSError as error:
        return Left(), f"Where you left off could not be read from {file} ({error})."
    try:
        if len(content) > LARGEST:
            return _set_aside(file, "is too large")
        # The format comes first: a later one may have any shape.
        if msgspec.json.decode(content, type=_Format).format > FORMAT:
            return _set_aside(file, "was written by a later rgpt")
        left = msgspec.json.decode(content, type=Left)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _set_aside(file, f"is broken ({error})")
    return msgspec.structs.replace(left, stories=left.stories[:STORIES]), None


def change_left(change: Callable[[Left], Left], file: Path | None = None) -> str | None:
    """Change what is kept, also if another studio changed it meanwhile.

    Waits for the disk, and up to two seconds for another studio: not for the event loop.

    Args:
        change: gives the new from the old, such as ``lambda left: left.opening(folder, now)``.
        file: where it is kept; in the data folder unless given.

    Returns:
        A sentence if it could not be kept, or if the old could not be read.
    """
    file = file or data_folder() / FILE
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=WAIT):
            before, fault = read_left(file)
            after = change(before)
            if after != before or fault:
                content = msgspec.json.encode(after)
                # What could not be read again would cost all the rest.
                msgspec.json.decode(content, type=Left)
                replace_file(file, msgspec.json.format(content).decode())
            return fault
    except (OSError, Timeout, UnicodeError, msgspec.ValidationError) as error:
        return f"Where you are could not be kept in {file} ({error}). Your stories are safe."


class _Format(msgspec.Struct):
    format: int = FORMAT


def _set_aside(file: Path, why: str) -> tuple[Left, str]:
    for number in range(1, 1000):
        aside = file.with_name(f"{file.stem}.{number}{file.suffix}")
        if not aside.exists():
            break
    try:
        file.rename(aside)
    except OSError as error:
        return Left(), f"{file} {why}, and could not be set aside ({error}). It was left out."
    return Left(), f"Where you left off is forgotten: {file} {why}. It is {aside.name} now."
