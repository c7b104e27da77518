"""What the shelf shows: all stories, the one opened or changed last first, each with a look in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from rgpt_tui.places import expanded
from rgpt_tui.story.counting import counted
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.glimpse import glimpse_of, preview
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.story_list import StoryList
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from textual.app import ComposeResult

    from rgpt_tui.story.entries import StoryEntry
    from rgpt_tui.studio.app import StudioApp

FIRST_FEW = 12
"""Stories that are read before anything else: as many as a screen shows."""
AT_ONCE = 40
"""Stories read between two changes of the screen."""
WAYS = (
    ("new", "Begin a story", "Say as much or as little about it as you like."),
    ("import", "Bring in a draft", "Markdown, plain text, or a bundle of another rgpt."),
    ("sample", "Look around in a sample", "A short story, finished, to try everything on."),
    ("choose_model", "Choose the model", "What was found here to write with."),
)


class ShelfPage(Screen[None]):
    """The stories of the shelf, or of its archive, as they are read."""

    CSS_PATH = "shelf.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "StoryList"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual has it without ClassVar
        (0, "-narrow"),
        (100, "-wide"),
        (160, "-huge"),
    ]

    stories = getters.query_one(StoryList)
    filter_box = getters.query_one("#filter", Input)

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.entries: dict[str, StoryEntry] = {}
        self.opened: dict[str, datetime] = {}
        """When stories were last opened, by their names."""
        self.archive = False
        """Whether the archive is shown."""

    @property
    def studio(self) -> StudioApp:
        """The app."""
        return cast("StudioApp", self.app)

    @property
    def shelf(self) -> Shelf:
        """The shelf that the settings name."""
        return Shelf(expanded(self.studio.settings.stories))

    def compose(self) -> ComposeResult:
        """The masthead, the list with its preview, and what stands there while there is nothing."""
        with Horizontal(id="masthead"):
            yield Static(id="masthead-name")
            yield Static(id="masthead-count")
        yield Input(id="filter", placeholder="Words of the title, or of the last line")
        with Container(id="shelf"):
            yield StoryList()
            with VerticalScroll(id="preview-room", can_focus=False):
                yield Static(id="preview")
        with Vertical(id="empty"):
            yield Static(_welcome(), id="welcome")
            yield OptionList(
                *(
                    Option(_way(keys_of_action(self.app, f"shelf.{name}"), title, text), id=name)
                    for name, title, text in WAYS
                ),
                id="ways",
            )
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """Look what there is, each time that the shelf is come back to."""
        self.read()

    # Reading

    @work(group="reading", exclusive=True)
    async def read(self) -> None:
        """List the stories, then fill in their cards as the books are read."""
        shelf, archive = self.shelf, self.archive
        self.opened = {} if archive else self.studio.going.opened_in(shelf.folder)
        try:
            names = await asyncio.to_thread(
                lambda: shelf.archived() if archive else shelf.recent(self.opened)
            )
        except RgptError as error:
            self.studio.tell(error)
            names = []
        self.names = names
        self.entries = {name: self.entries[name] for name in names if name in self.entries}
        self.show()
        first = 0
        while first < len(names):
            some = names[first : first + (AT_ONCE if first else FIRST_FEW)]
            first += len(some)
            for entry in await asyncio.to_thread(_entries, shelf, some, archive):
                self.entries[entry.name] = entry
            self.stories.fill_in(some)
            self._count()
            self._look()

    def show(self) -> None:
        """Show the stories that have the words that are looked for."""
        wanted = (
            self.filter_box.value.casefold().split() if self.filter_box.has_class("-open") else []
        )
        self.stories.show_names(
            [name for name in self.names if self._fits(name, wanted)], self.entries, self.opened
        )
        bare = not self.names and not self.archive
        was_bare = self.has_class("-bare")
        self.set_class(bare, "-bare")
        if bare:
            self.query_one("#ways").focus()
        elif was_bare:
            self.stories.focus()
        self._count()
        self._look()
        self.refresh_bindings()

    def _fits(self, name: str, wanted: list[str]) -> bool:
        entry = self.entries.get(name)
        text = f"{name} {entry.title} {entry.last_line}" if entry else name
        return all(word in text.casefold() for word in wanted)

    def _count(self) -> None:
        where = "Archived stories" if self.archive else "Stories"
        self.query_one("#masthead-name", Static).update(Content(f"rgpt  ·  {where}"))
        words = sum(entry.words for entry in self.entries.values())
        said = counted(len(self.names), "story", "stories")
        self.query_one("#masthead-count", Static).update(
            Content(f"{said} · {counted(words, 'word')}" if self.names else "")
        )

    @work(group="looking", exclusive=True)
    async def _look(self) -> None:
        """Show in the preview what is under the cursor."""
        name = self.stories.chosen
        entry = self.entries.get(name) if name else None
        if entry is None:
            back = keys_of_action(self.app, "shelf.archived")
            nothing = "" if self.names else f"Nothing is archived. {back} shows your stories again."
            self._preview(Content(nothing))
            return
        glimpse = None
        if not entry.fault:
            glimpse = await asyncio.to_thread(glimpse_of, self.folder_of(entry.name))
        self._preview(
            preview(
                entry,
                glimpse,
                self.opened.get(entry.name),
                keys_of_action(self.app, "shelf.open"),
                little_room=self.has_class("-narrow"),
            )
        )

    def _preview(self, text: Content) -> None:
        self.query_one("#preview", Static).update(text)
        self.query_one("#preview-room").scroll_home(animate=False)

    @on(OptionList.OptionHighlighted, "StoryList")
    def _moved(self) -> None:
        self._look()

    def folder_of(self, name: str) -> Path:
        """The folder of a story that is listed."""
        return (self.shelf.archive_folder if self.archive else self.shelf.folder) / name


def _entries(shelf: Shelf, names: list[str], archive: bool) -> list[StoryEntry]:
    return [shelf.entry(name, archived=archive) for name in names]


def _welcome() -> Content:
    return Content.assemble(
        ("An empty shelf, and all the time in the world.", "bold $heading"),
        "\n\n",
        (
            "A story grows here a paragraph at a time: the model writes the next one from a plan "
            "that you choose or change, a memory that you can edit, and whatever it recalls.",
            "$foreground 75%",
        ),
    )


def _way(key: str, title: str, text: str) -> Content:
    return Content.assemble(
        (f"{key}  ", "$accent bold"), (title, "bold"), "\n   ", (text, "$foreground 65%")
    )
