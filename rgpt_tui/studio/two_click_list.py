"""A list for the mouse too: a click shows, and only a second one chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

if TYPE_CHECKING:
    from textual import events


class TwoClickList(OptionList):
    """A list where a click goes to an option, and a double click on that chooses it.

    Textual's own chooses with the first click, so that by mouse none could be looked at.
    """

    async def _on_click(self, event: events.Click) -> None:
        event.prevent_default()
        clicked: int | None = event.style.meta.get("option")
        if clicked is None:
            return
        if event.chain > 1 and self.highlighted == clicked:
            self.action_select()
        self.highlighted = clicked
