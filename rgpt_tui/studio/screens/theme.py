"""Choosing a theme: the one under the cursor is on the whole screen at once, by mouse too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.two_click_list import TwoClickList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class ThemeSheet(Sheet[str]):
    """Choose a theme; the result is its name."""

    def __init__(self, names: Sequence[str], current: str) -> None:
        super().__init__()
        self._names = list(names)
        self._before = current

    def compose(self) -> ComposeResult:
        """The names."""
        with Vertical(classes="frame -small") as frame:
            frame.border_title = "Theme"
            yield TwoClickList(*(Option(name, id=name) for name in self._names), markup=False)
            yield Static(
                "A click shows it; Enter or a double click keeps it, Close goes back to the one "
                "before.",
                classes="dim",
            )
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin with the theme that is on."""
        themes = self.query_one(TwoClickList)
        if self._before in self._names:
            themes.highlighted = self._names.index(self._before)
        themes.focus()

    @on(OptionList.OptionHighlighted)
    def _try(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id:
            self.app.theme = event.option_id

    @on(OptionList.OptionSelected)
    def _keep(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_close(self) -> None:
        """Go back to the theme that was on before."""
        self.app.theme = self._before
        self.dismiss(None)
