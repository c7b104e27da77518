"""The shelf: all stories, the one changed last first, with a look into each."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on, work
from textual.binding import Binding
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from rgpt_tui.places import expanded
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.glimpse import glimpse_of, preview
from rgpt_tui.studio.story_list import StoryList

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.story.entries import StoryEntry
    from rgpt_tui.studio.app import StudioApp

FIRST_FEW = 12
"""Stories that are read before anything else: as many as a screen shows."""
AT_ONCE = 40
"""Stories read between two changes of the screen."""
OF_ONE_STORY = frozenset({"open", "rename", "duplicate", "archive"})
WAYS = (
    ("new", "n", "Begin a story", "Say as much or as little about it as you like."),
    ("import", "i", "Bring in a draft", "Markdown, plain text, or a bundle of another rgpt."),
    ("sample", "s", "Look around in a sample", "A short story, finished, to try everything on."),
    ("choose_model", "m", "Choose the model", "What was found here to write with."),
)


class ShelfScreen(Screen[None]):
    """The stories of the shelf, or of its archive."""

    CSS_PATH = "shelf.tcss"
    WHERE = Where.SHELF
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.SHELF),
        Binding("m", "app.choose_model", "Model", show=False),
    ]
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
        self._names: list[str] = []
        self._entries: dict[str, StoryEntry] = {}
        self._archive = False
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
                *(Option(_way(key, title, text), id=name) for name, key, title, text in WAYS),
                id="ways",
            )
        yield Footer(compact=True, show_command_palette=False)

    def on_screen_resume(self) -> None:
        """Look what there is, each time that the shelf is come back to."""
        self._read()

    # Reading

    @work(group="reading", exclusive=True, exit_on_error=False)
    async def _read(self) -> None:
        """List the stories, then fill in their cards as the books are read."""
        shelf, archive = self.shelf, self._archive
        try:
            names = await asyncio.to_thread(shelf.archived if archive else shelf.recent)
        except RgptError as error:
            self.studio.tell(error)
            names = []
        self._names = names
        self._entries = {name: self._entries[name] for name in names if name in self._entries}
        self._show()
        first = 0
        while first < len(names):
            some = names[first : first + (AT_ONCE if first else FIRST_FEW)]
            first += len(some)
            for entry in await asyncio.to_thread(_entries, shelf, some, archive):
                self._entries[entry.name] = entry
            self.stories.fill_in(some)
            self._count()
            self._look()

    def _show(self) -> None:
        wanted = (
            self.filter_box.value.casefold().split() if self.filter_box.has_class("-open") else []
        )
        self.stories.show_names(
            [name for name in self._names if self._fits(name, wanted)], self._entries
        )
        bare = not self._names and not self._archive
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
        entry = self._entries.get(name)
        text = f"{name} {entry.title} {entry.last_line}" if entry else name
        return all(word in text.casefold() for word in wanted)

    def _count(self) -> None:
        where = "Archived stories" if self._archive else "Stories"
        self.query_one("#masthead-name", Static).update(Content(f"rgpt  ·  {where}"))
        words = sum(entry.words for entry in self._entries.values())
        said = f"{len(self._names):,} {'story' if len(self._names) == 1 else 'stories'}"
        self.query_one("#masthead-count", Static).update(
            Content(f"{said} · {words:,} words" if self._names else "")
        )

    @work(group="looking", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        """Show in the preview what is under the cursor."""
        name = self.stories.chosen
        entry = self._entries.get(name) if name else None
        if entry is None:
            nothing = "" if self._names else "Nothing is archived. z shows your stories again."
            self.query_one("#preview", Static).update(Content(nothing))
            return
        glimpse = None
        if not entry.fault:
            glimpse = await asyncio.to_thread(glimpse_of, self._folder(entry.name))
        self.query_one("#preview", Static).update(preview(entry, glimpse))
        self.query_one("#preview-room").scroll_home(animate=False)

    @on(OptionList.OptionHighlighted, "StoryList")
    def _moved(self) -> None:
        self._look()

    # Doing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to a story needs one; what is done to the archive is another thing."""
        if action in OF_ONE_STORY and self.is_mounted and not self.stories.option_count:
            return False
        if action == "duplicate" and self._archive:
            return False
        return not (action == "filter" and self.has_class("-bare"))

    def action_open(self) -> None:
        """Open the story under the cursor; one that is archived is put back first."""
        self.stories.action_select()

    @on(OptionList.OptionSelected, "StoryList")
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        entry = self._entries.get(event.option_id or "")
        if entry is not None and entry.fault:
            self.studio.tell(RgptError(entry.fault))
        elif self._archive:
            self.action_archive()
        elif event.option_id:
            self.studio.open_story(self._folder(event.option_id))

    def action_new(self) -> None:
        """Begin a story."""
        self.studio.push_screen("new_story")

    def action_import(self) -> None:
        """Bring a draft or a bundle in."""
        self.studio.push_screen("import_story")

    @on(OptionList.OptionSelected, "#ways")
    async def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        prefix = "app." if event.option_id == "choose_model" else ""
        await self.run_action(f"{prefix}{event.option_id}")

    @work(group="doing", exit_on_error=False)
    async def action_rename(self) -> None:
        """Give the story under the cursor another title."""
        from rgpt_tui.studio.screens.ask_line import AskLine

        if (entry := self._chosen()) is None:
            return
        title = await self.studio.push_screen_wait(
            AskLine("Another title for the story:", value=entry.title, done="Rename")
        )
        if title and title.strip():
            await self._do(lambda: self.shelf.rename(entry.name, title.strip()))

    @work(group="doing", exit_on_error=False)
    async def action_duplicate(self) -> None:
        """Make a second story of the one under the cursor."""
        if (entry := self._chosen()) is not None and await self._do(
            lambda: self.shelf.duplicate(entry.name)
        ):
            self.studio.tell(f"A copy of “{entry.title}” stands on the shelf.")

    @work(group="doing", exit_on_error=False)
    async def action_archive(self) -> None:
        """Put the story under the cursor out of sight, or back on the shelf."""
        from rgpt_tui.studio.screens.confirm import Confirm

        if (entry := self._chosen()) is None:
            return
        if self._archive:
            if await self._do(lambda: self.shelf.restore(entry.name)):
                self.studio.tell(f"“{entry.title}” stands on the shelf again.")
            return
        if await self.studio.push_screen_wait(
            Confirm(
                f"Put “{entry.title}” into the archive? Nothing is deleted: z shows the archive, "
                "and from there it can be put back.",
                yes="Archive it",
                no="Leave it",
            )
        ) and await self._do(lambda: self.shelf.archive(entry.name)):
            self.studio.tell(f"“{entry.title}” is in the archive; z shows it.")

    @work(group="doing", exit_on_error=False)
    async def action_sample(self) -> None:
        """Open the story that comes with rgpt, as one of the writer's own."""
        from rgpt_tui.studio.taking_in import sample_story

        try:
            self.studio.open_story(await asyncio.to_thread(sample_story, self.shelf))
        except RgptError as error:
            self.studio.tell(error)

    def action_archived(self) -> None:
        """Show the archive, or the shelf again."""
        self._archive = not self._archive
        self._entries = {}
        self._read()

    def action_filter(self) -> None:
        """Type what is looked for."""
        self.filter_box.add_class("-open")
        self.filter_box.focus()

    def action_back(self) -> None:
        """Show all stories again."""
        if self.filter_box.has_class("-open"):
            self.filter_box.remove_class("-open")
            self.filter_box.value = ""
            self._show()
            self.stories.focus()
        elif self._archive:
            self.action_archived()

    @on(Input.Changed, "#filter")
    def _filter(self) -> None:
        self._show()

    @on(Input.Submitted, "#filter")
    def _found(self) -> None:
        self.stories.focus()

    def _chosen(self) -> StoryEntry | None:
        name = self.stories.chosen
        return self._entries.get(name) if name else None

    def _folder(self, name: str) -> Path:
        return (self.shelf.archive_folder if self._archive else self.shelf.folder) / name

    async def _do(self, what: Callable[[], object]) -> bool:
        """Do something to the shelf, off the event loop, and show what has become of it."""
        try:
            await asyncio.to_thread(what)
        except RgptError as error:
            self.studio.tell(error)
            return False
        self._read()
        return True


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
