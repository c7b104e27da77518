"""Bringing in a draft or a bundle: found, looked into, and only then made a story of."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import (
    Button,
    Checkbox,
    DirectoryTree,
    Input,
    ProgressBar,
    Static,
)

from rgpt_tui.places import expanded
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.file_box import FileTree, PathSuggester, named
from rgpt_tui.studio.found_shown import shown
from rgpt_tui.studio.going_on import told
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.screens.shelf_page import ShelfPage
from rgpt_tui.studio.taking_in import Found, look_into, take_in
from rgpt_tui.studio.when import language_code, language_name
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.worker import Worker

    from rgpt_tui.studio.app import StudioApp

NOTHING_YET = (
    "Choose a file on the left, or type its path above: Markdown or plain text, or a bundle "
    "(.rgpt.json) of another rgpt. It is shown here first; nothing is imported before you say so, "
    "and the file itself is never changed."
)
PAUSE_SECONDS = 0.6
"""How long nothing is typed before the file of that path is looked into by itself."""


class ImportScreen(Screen[None]):
    """Where a file is chosen, and what is in it."""

    CSS_PATH = "import_story.tcss"
    WHERE = Where.IMPORT
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.IMPORT))
    AUTO_FOCUS: ClassVar[str | None] = "#path"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual has it
        (0, "-narrow"),
        (100, "-wide"),
    ]

    path = getters.query_one("#path", Input)
    title_box = getters.query_one("#import-title", Input)
    language_box = getters.query_one("#import-language", Input)

    def __init__(self) -> None:
        super().__init__()
        self._found: Found | None = None
        self._file: Path | None = None
        self._looked_at = ""
        """The path that was looked at last, as it stood in the box."""
        self._pausing: Timer | None = None
        self._taking: Worker[None] | None = None
        self._folder: Path | None = None
        self._stopping = False
        """The writer wants no more of it, and the book is not whole yet."""

    @property
    def studio(self) -> StudioApp:
        """The app."""
        return cast("StudioApp", self.app)

    def compose(self) -> ComposeResult:
        """The path, the folders, what was found, and how far it has come."""
        yield Static(Content.assemble(("Import", "bold $heading")), id="import-head")
        yield Input(id="path", placeholder="Path of a file", suggester=PathSuggester())
        with Horizontal(id="import-rooms"):
            yield FileTree(Path.cwd())
            with VerticalScroll(id="found-room", can_focus=False):
                with Horizontal(classes="found-box"):
                    yield Static("Title")
                    yield Input(id="import-title")
                with Horizontal(classes="found-box"):
                    yield Static("Language")
                    yield Input(id="import-language")
                yield Checkbox(
                    "Have memory and plans made from its end",
                    True,
                    id="plan-too",
                    classes="found-box",
                )
                yield Static(NOTHING_YET, id="found")
        with Horizontal(id="import-foot"):
            yield Button("Import", id="import", variant="primary", disabled=True)
            yield Button("Back", id="back")
            yield Static(id="import-what")
            yield ProgressBar(id="import-bar", show_eta=False)
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """Begin anew, with the folders as they are now; what is being taken in goes on."""
        if self._taking is not None:
            return
        self._forget()
        self.query_one(FileTree).reload()
        self.path.focus()

    # Looking

    @on(Input.Changed, "#path")
    def _typing(self, event: Input.Changed) -> None:
        path = event.value.strip()
        if self._pausing is not None:
            self._pausing.stop()
        if path == self._looked_at or self._taking is not None:
            return
        if self._looked_at:
            # What is shown is in another file than the one that is named now.
            self._forget()
        if path:
            self._pausing = self.set_timer(PAUSE_SECONDS, self._look_by_itself)

    def _look_by_itself(self) -> None:
        path = self.path.value.strip()
        if path and path != self._looked_at:
            self._look_at(path, by_itself=True)

    @on(Input.Submitted, "#path")
    def _typed(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._look_at(event.value.strip())

    @on(DirectoryTree.FileSelected)
    def _picked(self, event: DirectoryTree.FileSelected) -> None:
        event.stop()
        self.path.value = str(event.path)
        self._look_at(str(event.path))

    @on(Input.Submitted, "#import-language")
    def _in_another_language(self, event: Input.Submitted) -> None:
        code = language_code(event.value) if event.value.strip() else ""
        if code is None:
            self.studio.tell(RgptError(f"“{event.value}” is no language known by that name."))
        elif self._file is not None:
            self._look_at(str(self._file), code)

    @work(group="looking", exclusive=True)
    async def _look_at(self, path: str, language: str = "", *, by_itself: bool = False) -> None:
        """Look into a file; by itself while the writer types, who goes on where they are."""
        if self._taking is not None:
            return
        self._forget()
        self._looked_at = path
        self._say("reading …", goes_on=True)
        try:
            file, is_folder = named(path)
            if by_itself and is_folder:
                self._say("A folder; Enter shows what is in it.")
                return
            if is_folder:
                self.query_one(FileTree).path = file
                self._say("")
                return
            found = await look_into(file, self.studio.client, language)
        except (RgptError, ValueError) as error:
            self._say("")
            self.query_one("#found", Static).update(
                Content.assemble((told(self.app, error), "$text-error"))
            )
            return
        self._file, self._found = file, found
        self._show(found)
        if not by_itself:
            self.query_one("#import", Button).focus()

    def _show(self, found: Found) -> None:
        self._say("")
        self.add_class("-found")
        self.title_box.value = printable(found.title).replace("\n", " ")
        self.language_box.value = language_name(found.language)
        self.query_one("#found", Static).update(shown(found))
        self.query_one("#import", Button).disabled = False

    def _forget(self) -> None:
        # Else the file that is laid aside here would be looked into by itself once more.
        if self._pausing is not None:
            self._pausing.stop()
        self._found = self._file = None
        self._looked_at = ""
        self.remove_class("-found")
        self.query_one("#import", Button).disabled = True
        self.query_one("#found", Static).update(NOTHING_YET)
        self._say("")

    def _say(self, what: str, *, goes_on: bool = False) -> None:
        """Say what is being done, beside a bar, or what there is to do."""
        self.set_class(goes_on, "-busy")
        self.query_one("#import-what", Static).update(Content(what))

    # Taking in

    @on(Button.Pressed, "#import")
    @on(Input.Submitted, "#import-title")
    def action_import(self) -> None:
        """Make a story of what was found; show first what is in a file that is only named yet."""
        path = self.path.value.strip()
        if self._taking is not None:
            return
        if self._found is not None:
            self._taking = self._take_in(self._found)
        elif path:
            self._look_at(path)
        else:
            self._say("Choose a file on the left, or type its path first.")

    @work(group="taking", exclusive=True)
    async def _take_in(self, found: Found) -> None:
        bar, button = self.query_one(ProgressBar), self.query_one("#import", Button)
        button.disabled, self._folder, self._stopping = True, None, False
        studio = self.studio
        try:
            shelf = Shelf(expanded(studio.settings.stories))
            title = self.title_box.value.strip() or found.title
            async with aclosing(
                take_in(found, shelf, studio.settings, studio.client, title)
            ) as coming:
                async for step in coming:
                    self._folder = step.folder
                    if self._folder is not None and self._stopping:
                        break
                    self._say(f"{step.what} …", goes_on=True)
                    bar.update(total=step.total or None, progress=step.done)
        except RgptError as error:
            studio.tell(error)
        finally:
            self._taking = None
            bar.update(total=None, progress=0)
            button.disabled = False
            self._say("")
        if self._folder is None:
            return
        if self._stopping:
            self._leave(self._folder)
        else:
            self.path.clear()
            # Also where indexing failed: the book is safe, and the index follows it later.
            studio.open_story(self._folder, remember=self._wants_memory(found))

    def _wants_memory(self, found: Found) -> bool:
        from rgpt_tui.formats.draft import Draft

        return isinstance(found.content, Draft) and self.query_one(Checkbox).value

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """Stop what is being done, or go back.

        A book is made whole or not at all, so a stop waits for it: else the story would stand on
        the shelf untold, and be imported once more. A second stop goes back without waiting.
        """
        if self._taking is None:
            if self._found is None:
                self._go_back()
            else:
                self._forget()
                self.query_one(FileTree).focus()
            return
        if self._folder is not None:
            self._taking.cancel()
            self._leave(self._folder)
        elif self._stopping:
            self._go_back()
        else:
            self._stopping = True
            self._say("stopping as soon as the book is whole …", goes_on=True)

    def _go_back(self) -> None:
        """Go back; what is typed when the writer comes again takes the place of this path."""
        self.path.action_select_all()
        self.studio.pop_screen()

    def _leave(self, folder: Path) -> None:
        """Tell of a story that was in before the import was stopped, and lead to it."""
        self.path.clear()
        archive = keys_of_action(self.app, "shelf.archive")
        self.studio.tell(
            f"The story was in before the import stopped: it is on the shelf as “{folder.name}”. "
            f"Its index will follow when you open it; {archive} there archives it if you do not "
            "want it."
        )
        front = self.app.screen
        if isinstance(front, ShelfPage):
            front.read()
        if front is self or isinstance(front, ShelfPage):
            self.studio.show_shelf(folder=folder)
