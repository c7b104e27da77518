"""Bringing in a draft or a bundle: found, looked into, and only then made a story of."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Button, Checkbox, Input, ProgressBar

from rgpt_tui.places import expanded
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.file_box import FileTree
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.screens.import_page import ImportPage
from rgpt_tui.studio.screens.shelf_page import ShelfPage
from rgpt_tui.studio.taking_in import Found, take_in
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingType


class ImportScreen(ImportPage):
    """Where a draft or a bundle is looked into, and made a story of."""

    WHERE = Where.IMPORT
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.IMPORT))

    def __init__(self) -> None:
        super().__init__()
        self._folder: Path | None = None
        self._stopping = False
        """The writer wants no more of it, and the book is not whole yet."""

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
