"""A scroll view on a page, that holds the reader's place while the page changes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from textual.cache import LRUCache
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from rgpt_tui.studio.prose.page import Page
from rgpt_tui.studio.prose.painting import Columns, Painter
from rgpt_tui.studio.prose.places import BEGINNING
from rgpt_tui.studio.scroll_bar import move_bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style
    from textual import events
    from textual.geometry import Region

    from rgpt_tui.studio.prose.places import Place, Row

_SECONDS_A_FRAME: Final = 0.004
"""So long a frame lays paragraphs out; the rest waits for the next one."""
_NEXT_FRAME: Final = 1 / 60
_OVERLAYS: Final = frozenset({"model", "edited", "own", "imported", "found"})
"""Styles laid over that of the paragraph."""


class PageView(ScrollView):
    """Shows the rows of a page that are in the viewport."""

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.page = Page(70)
        self.painter = Painter(self.page, self._component)
        self._held: tuple[Place | None, int] | None = None
        """A place to hold, and its row in the viewport, until the reader scrolls."""
        self._following = False
        """Whether the end of the page is held instead."""
        self._rows_before = 0
        self._moving = False
        self._going_on = False
        self._strips: LRUCache[Row, Strip] = LRUCache(1024)

    if TYPE_CHECKING:
        measure: int

    # What other parts of the view add

    def on_page_moved(self) -> None:
        """Called after the page was laid out anew or scrolled."""

    # Holding the reader's place

    @property
    def rows(self) -> int:
        """How many rows the viewport has."""
        return self.scrollable_content_region.height

    @property
    def top(self) -> int:
        """The row of the page at the top of the viewport."""
        return round(self.scroll_y)

    @property
    def at_end(self) -> bool:
        """Whether the end of the page is in the viewport."""
        return self.top + self.rows >= self.page.column.total

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Change the page, and keep what the reader sees where it is."""
        place, at = self._anchor()
        yield
        self.forget_strips()
        self.settle(place, at)
        self.refresh()

    def _anchor(self) -> tuple[Place | None, int]:
        if self._following:
            return None, 0
        return self._held or self.page.anchor(self.top, self.rows)

    def hold(self, place: Place | None, at: int) -> None:
        """Show a place at a row of the viewport, None for the end, until the reader scrolls."""
        self._following = place is None
        self._held = (place, at)
        self.settle(place, at)
        self.refresh()

    def settle(self, place: Place | None, at: int) -> None:
        """Lay the page out near the reader, and scroll so that a place is at a row."""
        self._rows_before = self.rows
        top = self.page.settle(place, at, self.rows, _SECONDS_A_FRAME)
        size = Size(self.painter.columns.pane, self.page.column.total)
        self._moving = True
        try:
            if size != self.virtual_size:
                # Not `self.virtual_size = size`, which lays out the whole screen.
                self.set_reactive(Widget.virtual_size, size)
                self._scroll_update(size)
            self.scroll_y = self.scroll_target_y = top
        finally:
            self._moving = False
        self._move_bar()
        if self.page.pending:
            # The place itself may not be laid out yet: go on holding it, not what is there now.
            self._held = (place, at)
            if not self._going_on:
                self._going_on = True
                self.set_timer(_NEXT_FRAME, self._go_on)
        self.on_page_moved()

    def _go_on(self) -> None:
        self._going_on = False
        with self.holding():
            pass

    # Scrolling

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lay out what has come near."""
        self._move_bar()
        if round(old_value) == round(new_value):
            return
        self.refresh(self.size.region)
        if self._moving:
            return
        self._held = None
        self._following = self.at_end
        if self.top == 0:
            self._held = (BEGINNING, 0)
        self.settle(*self._anchor())

    def _scroll_update(self, virtual_size: Size) -> None:
        """Let the scroll bar follow the size of the page."""
        self._refresh_scrollbars()
        self._move_bar()
        self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def _move_bar(self) -> None:
        if self.show_vertical_scrollbar and not self._moving:
            total, window = self.virtual_size.height, self.container_size.height
            move_bar(self.vertical_scrollbar, total=total, window=window, top=self.scroll_y)

    def _scroll_to(
        self,
        x: float | None = None,
        y: float | None = None,
        *,
        animate: bool = True,
        **options: Any,
    ) -> bool:
        """Scroll at once: a place cannot be held while an animation runs to a row."""
        return super()._scroll_to(x, y, animate=False, **options)

    def on_resize(self, event: events.Resize) -> None:
        """Set the page in the width that there is, and hold the reader's place."""
        self._set_columns()

    def _set_columns(self) -> None:
        if not self.scrollable_content_region.width:
            return
        place, at = self._anchor()
        columns = Columns.of(self.scrollable_content_region.width, self.measure)
        self.painter.columns = columns
        if columns.text != self.page.width:
            self.page.resize(columns.text)
            self.forget_selection()
        at = at * self.rows // max(1, self._rows_before, self.rows)
        if self._held:
            self._held = (place, at)
        self.forget_strips()
        self.settle(place, at)
        self.refresh()

    def forget_selection(self) -> None:
        """Let go of selected words, whose lines are no longer what they were."""
        if self.is_attached and self in self.screen.selections:
            self.screen.clear_selection()

    # Painting

    def _component(self, name: str) -> Style:
        return self.get_component_rich_style(f"prose--{name}", partial=name in _OVERLAYS)

    def forget_strips(self) -> None:
        """Paint everything anew."""
        self._strips.clear()
        # The style of a row says which words it shows, so that none comes back. Textual would keep
        # the codes of 16,384 of them, which take 20 MB.
        Strip.render_ansi.cache_clear()

    def notify_style_update(self) -> None:
        """Called by Textual when styles change."""
        super().notify_style_update()
        self.forget_strips()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a part of the viewport.

        A row is the same strip for as long as it looks the same. Textual would copy it for borders
        that there are none of, and would crop, filter and encode the copy anew in every frame.
        """
        _, background = self.background_colors
        strips = [self.render_line(y) for y in crop.line_range]
        for filter_ in self.get_line_filters():
            strips = [strip.apply_filter(filter_, background) for strip in strips]
        first, last = crop.column_span
        if (first, last) != (0, self.size.width):
            strips = [strip.crop(first, last) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """The strip at a row of the viewport."""
        row = self.page.row(self.top + y)
        if row is None or self.page.growing(row):
            return self._painted(row)
        if (strip := self._strips.get(row)) is None:
            strip = self._strips[row] = self._painted(row)
        return strip

    def _painted(self, row: Row | None) -> Strip:
        """A row, and what is kept free beside it for the scroll bar."""
        strip = self.painter.paint(row)
        return strip.adjust_cell_length(self.size.width, self._component("text").background_style)
