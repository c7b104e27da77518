"""A list of rows in a pane: a sign and words that hang beside it, however often they wrap."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.css.styles import RulesMap
    from textual.style import Style
    from textual.visual import RenderOptions

CUT = "…"


@dataclass(frozen=True)
class Row(Visual):
    """One row."""

    sign: Content
    """Stands before the words, on their first line."""
    body: Content
    """Wraps, and stays clear of the sign."""
    head: Content | None = None
    """Above the words: one line, cut where it is too long, or else wrapped."""
    whole_head: bool = False
    """It is wrapped."""
    lines: int | None = None
    """Most lines of the words; None: as many as it takes."""
    heading: bool = False
    """It parts the list, and cannot be chosen."""
    painted: dict[tuple[int, Style], list[Strip]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """What it looked like, by width and style: a list forgets how all of its rows look with each
    word that streams into one of them.
    """

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """All the width there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The lines that it takes."""
        height = self.body.get_height(rules, max(1, width - self.sign.cell_length))
        height = height if self.lines is None else min(height, self.lines)
        if self.head is None:
            return height
        above = self.head.get_height(rules, max(1, width - self.sign.cell_length))
        return height + (above if self.whole_head else 1)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines, the first one after the sign, the others as far in."""
        look = (width, style)
        if look not in self.painted:
            self.painted[look] = self._paint(width, style, options)
        return self.painted[look]

    def _paint(self, width: int, style: Style, options: RenderOptions) -> list[Strip]:
        indent = self.sign.cell_length
        room = max(1, width - indent)
        lines = self.body.render_strips(room, None, style, options)
        if self.lines is not None and len(lines) > self.lines:
            lines = lines[: self.lines]
            lines[-1] = _cut(lines[-1].extend_cell_length(room, style.rich_style), room)
        if self.head is not None and self.whole_head:
            lines[:0] = self.head.render_strips(room, None, style, options)
        elif self.head is not None:
            head = self.head.render_strips(max(1, self.head.cell_length), 1, style, options)[0]
            lines.insert(0, _cut(head, room) if head.cell_length > room else head)
        first = self.sign.render_strips(max(1, indent), 1, style, options) if indent else []
        gap = Strip.blank(indent, style.rich_style)
        return [
            Strip.join([first[0] if first and number == 0 else gap, line])
            for number, line in enumerate(lines)
        ]


def hint(text: str) -> Row:
    """Words where there is no row yet."""
    return Row(sign=Content(""), body=Content.styled(text, "$foreground 50%"), heading=True)


def _cut(strip: Strip, width: int) -> Strip:
    """A line that is cut, with one ellipsis right behind its last word."""
    kept = strip.crop(0, width - 1)
    spare = len(kept.text) - len(kept.text.rstrip(f" {CUT}"))
    kept = kept.crop(0, kept.cell_length - spare)
    style = next((each.style for each in reversed(kept._segments) if each.style), None)
    return Strip.join([kept, Strip([Segment(CUT, style)])])


class Rows(OptionList):
    """A list that is filled anew in place: cursor and scroll stay where they are.

    A click puts the cursor on a row, and a second click on it does what Enter does. A click on its
    sign is told as `SignClicked`.
    """

    DEFAULT_CSS = """
    Rows {
        height: 1fr;
        border: none;
        padding: 0;
        background: transparent;
        scrollbar-size-vertical: 1;
        &:focus { border: none; background-tint: transparent; }
        & > .option-list--option { padding: 0; }
        & > .option-list--option-disabled { color: $foreground 60%; }
        & > .option-list--option-highlighted { color: $foreground; text-style: none; }
        &:focus > .option-list--option-highlighted { text-style: none; }
    }
    """

    # How high the list is does not depend on its rows: with more of them only the list is painted
    # anew, where Textual would lay out the whole screen.
    virtual_size = Reactive(Size(0, 0), repaint=True)

    class SignClicked(Message):
        """The sign of a row was clicked."""

        def __init__(self, rows: Rows, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> Rows:
            """The list."""
            return self.rows

    @property
    def room(self) -> tuple[int, int]:
        """Columns and lines that there are for rows."""
        size = self.scrollable_content_region
        return size.width, size.height

    def lines_of(self, row: Row) -> int:
        """The lines that a row takes here."""
        return row.get_height(self.styles.get_rules(), self.room[0])

    def __init__(self, *, id: str, one_click: bool = False) -> None:  # noqa: A002 - Textual's name
        """Make it.

        Args:
            id: of the widget.
            one_click: the first click on a row does what Enter does.
        """
        super().__init__(id=id)
        self._one_click = one_click
        self._leads: int | None = None
        """The row that stands first, also in another size, until the cursor goes on from it."""
        self._led_in = Size(0, 0)

    def notify_style_update(self) -> None:
        """Called by Textual when styles change."""
        super().notify_style_update()
        # Textual keeps what was painted by the style of the list alone, and rows have more colours.
        self._clear_caches()
        self._forget_looks()

    def on_resize(self) -> None:
        """Forget what the rows looked like in another width, in which they may not come back."""
        self._forget_looks()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Called by Textual with each layout; what tells of another size does not always come."""
        tells = super()._size_updated(size, virtual_size, container_size, layout)
        if self._leads is not None and size != self._led_in:
            self._led_in = size
            self.call_after_refresh(self._lead)
        return tells

    def _forget_looks(self) -> None:
        for option in self.options:
            if isinstance(option.prompt, Row):
                option.prompt.painted.clear()

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        here = self.highlighted
        for index, row in enumerate(rows[: self.option_count]):
            if self.options[index].prompt != row:
                self.replace_option_prompt_at_index(index, row)
                if index == here:
                    # It may be longer now, and reach over the edge.
                    self.call_after_refresh(self.scroll_to_highlight)
            self.options[index].disabled = row.heading
        while self.option_count > len(rows):
            self.remove_option_at_index(self.option_count - 1)
        self.add_options(Option(row, disabled=row.heading) for row in rows[self.option_count :])
        if self.highlighted is None or self.highlighted_option is None:
            self.action_first()
        elif self.highlighted_option.disabled:
            self.action_cursor_down()

    def lead_with(self, index: int, *, top: bool) -> None:
        """Put the cursor on a row, and bring it into sight.

        Args:
            index: of the row.
            top: with as much of what follows it as there is room for; else where it is.
        """
        self.highlighted = index
        self._leads, self._led_in = index if top else None, self.size
        self.scroll_to_highlight(top=top)

    def _lead(self) -> None:
        if self._leads == self.highlighted:
            self.scroll_to_highlight(top=True)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a row, open it, or change it."""
        event.prevent_default()
        index: int | None = event.style.meta.get("option")
        if index is None or self.options[index].disabled:
            return
        row = self.options[index].prompt
        was, self.highlighted = self.highlighted, index
        if isinstance(row, Row) and event.x < row.sign.cell_length:
            self.post_message(self.SignClicked(self, index))
        elif was == index or self._one_click:
            self.action_select()
