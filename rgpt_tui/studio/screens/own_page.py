"""Writing the next paragraph by hand; the model then only remembers it and offers plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from rgpt_tui.story.printable import printable
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.lent_terminal import edit_elsewhere
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.text_box import TextBox

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.studio.desk import Desk


class OwnPage(Sheet[str]):
    """A page for the writer; the result is the paragraph."""

    WHERE = Where.OWN_PAGE
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.OWN_PAGE))

    page = getters.query_one(TextBox)

    def __init__(self, desk: Desk, tip: str | None, typed: str) -> None:
        """Make the page.

        Args:
            desk: of the story.
            tip: the step that the paragraph is to follow.
            typed: what was typed here before.
        """
        super().__init__()
        self._desk = desk
        self._tip = tip
        self._typed = typed

    def compose(self) -> ComposeResult:
        """The page."""
        with Vertical(classes="frame -page") as frame:
            frame.border_title = "The next paragraph, by your own hand"
            yield TextBox(printable(self._typed), classes="page", soft_wrap=True)
            done = keys_of_action(self.app, "own_page.done")
            close = keys_of_action(self.app, "sheet.close")
            yield Static(
                f"{done} puts it into the story; then the memory is brought up to date. {close} "
                "goes back, and what you typed is kept here.",
                classes="line dim",
                markup=False,
            )
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin to type."""
        self.page.focus()
        self.page.move_cursor(self.page.document.end)

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self.page.text.strip():
            self._desk.typing.keep(UnsentEdit(step=self._tip, box=Box.OWN, text=self.page.text))
        else:
            self._desk.typing.drop(self._tip, Box.OWN)

    def action_external_editor(self) -> None:
        """Edit the page in $EDITOR, and go on at its end."""
        edit_elsewhere(self.studio, self.page)
        self.page.move_cursor(self.page.document.end)

    def action_done(self) -> None:
        """Put the paragraph into the story; until the book has it, it is kept here."""
        if self.page.text.strip():
            self.dismiss(self.page.text.strip())
        else:
            self.studio.tell("The page is empty.")
