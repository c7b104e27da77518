"""What the import shows: a file that is chosen or named, and what is found in it."""

from __future__ import annotations

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

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.file_box import FileTree, PathSuggester, named
from rgpt_tui.studio.found_shown import shown
from rgpt_tui.studio.going_on import told
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.taking_in import Found, look_into
from rgpt_tui.studio.when import language_code, language_name
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import ComposeResult
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


class ImportPage(Screen[None]):
    """Where a file is chosen, and what is in it."""

    CSS_PATH = "import_story.tcss"
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
        """What was found is being made a story of."""

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
