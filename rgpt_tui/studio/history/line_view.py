"""A view that paints its own lines, and lays out nothing else when it shows others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView

if TYPE_CHECKING:
    from rich.style import Style


class LineView(ScrollView, can_focus=True):
    """Lines that are made when they come into view."""

    DEFAULT_CSS = """
    LineView {
        height: 1fr;
        background: $background;
        color: $prose;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }
    """

    # Its place does not depend on how many lines there are: Textual would lay out the whole screen.
    virtual_size = Reactive(Size(0, 0), repaint=True)

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._styles_known: dict[str, Style] = {}

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scrollbar follow."""
        self._scroll_update(size)

    def style_of(self, name: str) -> Style:
        """A component's style; of an empty name, that of the view. Kept, since it takes a while."""
        known = self._styles_known.get(name)
        if known is None:
            own = self.rich_style
            known = self.get_component_rich_style(name, partial=True) if name else own
            self._styles_known[name] = known
        return known

    def notify_style_update(self) -> None:
        """Forget the styles that were known."""
        self._styles_known.clear()
        super().notify_style_update()
