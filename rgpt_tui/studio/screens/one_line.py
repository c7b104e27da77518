"""One line to be typed: a title, a heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.widgets import Input, Static

from rgpt_tui.studio.screens.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult


class OneLine(Sheet[str]):
    """Ask for one line; the result is the line, or None if the writer went back."""

    def __init__(self, title: str, value: str = "") -> None:
        super().__init__()
        self._title = title
        self._value = value

    def compose(self) -> ComposeResult:
        """The line."""
        with Vertical(classes="frame -small") as frame:
            frame.border_title = "Name"
            yield Static(self._title, classes="dim", markup=False)
            yield Input(self._value)
            yield Static("Enter keeps it, Escape goes back.", classes="dim")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)
