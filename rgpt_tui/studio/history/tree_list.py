"""The list of a tree's rows: as many as there are, of which only those in view are ever made."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from rgpt_tui.studio.history.line_view import LineView
from rgpt_tui.studio.history.painting import RowPainter
from rgpt_tui.studio.history.tree import row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.style import Style
    from textual import events

    from rgpt_tui.story.history import Glimpse
    from rgpt_tui.studio.history.reading import Tree
    from rgpt_tui.studio.history.tree import Row

AHEAD = 20
"""Rows beyond the view whose words are asked for as well."""


class TreeList(LineView, inherit_bindings=False):
    """Rows of a tree, with a cursor; its keys are those of the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tree--other",
        "tree--main",
        "tree--line",
        "tree--heading",
        "tree--name",
        "tree--here",
        "tree--dim",
        "tree--cursor",
        "tree--cursor-blurred",
    }
    DEFAULT_CSS = """
    TreeList {
        & > .tree--main { color: $prose; }
        & > .tree--other { color: $prose-dim; }
        & > .tree--line { color: $prose-dim; }
        & > .tree--heading { color: $heading; text-style: bold; }
        & > .tree--name { color: $accent; text-style: bold; }
        & > .tree--here { color: $accent; text-style: bold; }
        & > .tree--dim { color: $prose-dim; }
        & > .tree--cursor { background: $block-cursor-background; }
        & > .tree--cursor-blurred { background: $block-cursor-blurred-background; }
    }
    """

    class Wanted(Message):
        """The words of these steps are in view and not known."""

        def __init__(self, steps: list[str]) -> None:
            super().__init__()
            self.steps = steps

    class Moved(Message):
        """The cursor is on another row."""

    class Chosen(Message):
        """A row was clicked that had the cursor already, or its sign."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.cursor = 0
        self._painter = RowPainter()
        self._asked = False

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def glimpses(self) -> Mapping[str, Glimpse]:
        """What is known of steps, by their ids."""
        return self._painter.glimpses

    def show(self, tree: Tree, rows: Sequence[Row], step: str | None) -> None:
        """Show other rows, with the cursor on the row of a step, if there is one."""
        self._painter.begin(tree, rows)
        self.rows = rows
        self.virtual_size = Size(1, len(rows))
        at = row_of(rows, step)
        self._go(self.cursor if at is None else at)
        # The list may have been shorter until now, and not reach so far.
        self.call_after_refresh(self._bring_into_view)
        self._ask()
        self.refresh()

    def tell(self, glimpses: Mapping[str, Glimpse]) -> None:
        """Show the words of steps."""
        self._painter.glimpses.update(glimpses)
        self.refresh()

    def forget(self, steps: Iterable[str]) -> None:
        """Ask anew for the words of steps that have changed."""
        for step in steps:
            self._painter.glimpses.pop(step, None)

    def render_line(self, y: int) -> Strip:
        """The line of a row."""
        at, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if at >= len(self.rows):
            return Strip([Segment(" " * width, self.style_of(""))], width)
        line = self._painter.paint(self.rows[at], width, self._style)
        style = self.style_of("")
        if at == self.cursor:
            style += self.style_of("tree--cursor" if self.has_focus else "tree--cursor-blurred")
        return line.apply_style(style).extend_cell_length(width, style)

    def _style(self, name: str) -> Style:
        return self.style_of(f"tree--{name}")

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the words of what comes into view."""
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def on_resize(self) -> None:
        """There may be more in view, or less."""
        self.call_after_refresh(self._bring_into_view)
        self._ask()

    def _ask(self) -> None:
        if not self._asked:
            # Once for all that comes into view in one go.
            self._asked = True
            self.call_after_refresh(self._ask_now)

    def _ask_now(self) -> None:
        self._asked = False
        top = max(0, self.scroll_offset.y - AHEAD)
        in_view = self.rows[top : self.scroll_offset.y + self.size.height + AHEAD]
        known = self._painter.glimpses
        if wanted := [row.step for row in in_view if row.step not in known]:
            self.post_message(self.Wanted(wanted))

    # The cursor

    def _go(self, at: int) -> None:
        at = max(0, min(at, len(self.rows) - 1))
        if at == self.cursor and self.row is not None and self._seen is self.row:
            return
        was, self.cursor = self.cursor, at
        self._seen = self.row
        top = self.scroll_offset.y
        self._bring_into_view()
        # Where it has to scroll, all is painted anew anyway.
        for row in (was, at) if top == self.scroll_offset.y else ():
            self.refresh_line(row)
        self.post_message(self.Moved())

    def _bring_into_view(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    _seen: Row | None = None

    def move(self, by: int) -> None:
        """Put the cursor on another row: so many rows further, or with less than 0 back."""
        self._go(self.cursor + by)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a row; on the row that has it, or on its sign, do what Enter does."""
        at = self.scroll_offset.y + event.y
        if at >= len(self.rows):
            return
        was, row = self.cursor, self.rows[at]
        self._go(at)
        if was == at or (row.folded and event.x <= self._painter.sign_at(row)):
            self.post_message(self.Chosen())
