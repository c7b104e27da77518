"""A text box that tells what the writer types from what is put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.cache import LRUCache
from textual.message import Message
from textual.widgets import TextArea

from rgpt_tui.story.printable import printable
from rgpt_tui.studio.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Self

    from textual._text_area_theme import TextAreaTheme
    from textual.document._document import EditResult
    from textual.document._edit import Edit
    from textual.events import Key
    from textual.geometry import Region
    from textual.strip import Strip

KEPT_ROWS = 256
"""Painted rows that are kept; more than a screen has."""


class TypedBox(TextBox):
    """A box for a text of the model that the writer may change.

    What is put there is shown as a terminal may show it. The text itself stays word for word what
    it was until something is typed.
    """

    DEFAULT_CSS = """
    TypedBox {
        height: 1fr;
        border: none;
        padding: 0;
        scrollbar-size-vertical: 1;
    }
    """

    class Typed(Message):
        """The writer has changed the text."""

        def __init__(self, box: TypedBox) -> None:
            super().__init__()
            self.box = box
            self.text = box.text

        @property
        def control(self) -> TypedBox:
            """The box."""
            return self.box

    def __init__(self, *, id: str, placeholder: str = "") -> None:  # noqa: A002 - Textual's name
        self._in_edit = False
        self._painted: LRUCache[Hashable, Strip] = LRUCache(KEPT_ROWS)
        self._words: dict[int, Hashable] = {}
        super().__init__(id=id, soft_wrap=True, compact=True, placeholder=placeholder)
        self._known = ""

    def load(self, text: str) -> None:
        """Show a text, and forget what was done to the one before."""
        self.load_text(printable(text))
        self._known = self.text

    def put(self, text: str) -> None:
        """Show another text; ctrl+z brings the one before back."""
        self.replace(printable(text), (0, 0), self.document.end, maintain_selection_offset=False)
        self.move_cursor((0, 0))
        self._known = self.text

    def place_cursor(self, before: str) -> None:
        """Put the cursor behind a part of the text."""
        before = printable(before)
        self.cursor_location = (before.count("\n"), len(before) - before.rfind("\n") - 1)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Take letters also where nothing can be changed now: typed here, they are no commands."""
        if self.read_only:
            return character is not None and character.isprintable()
        return super().check_consume_key(key, character)

    async def _on_key(self, event: Key) -> None:
        if self.read_only and event.is_printable:
            event.stop()
            event.prevent_default()

    @property
    def offset_of_cursor(self) -> int:
        """How many characters stand before the cursor."""
        line, column = self.cursor_location
        return sum(len(each) + 1 for each in self.document.lines[:line]) + column

    # Textual paints every row of a box anew with each key, and wraps the whole paragraph for each
    # of them. A row without the cursor looks as it did as long as its words are the same.

    def edit(self, edit: Edit) -> EditResult:
        """Change the text, and paint the rows that look other than before."""
        before = self._rows_of_words()
        self._in_edit = True
        try:
            result = super().edit(edit)
        finally:
            self._in_edit = False
        after = self._rows_of_words()
        for row in range(self.size.height):
            if row not in before or before[row] != after.get(row):
                self.refresh_line(row + self.scroll_offset.y)
        return result

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint anew, but not all of it because of an edit."""
        if self._in_edit and not (regions or layout or recompose):
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint some rows."""
        self._words = self._rows_of_words()
        if self._dressed is self._theme:
            # Textual works out the styles of all parts of a box with each key.
            return super(TextArea, self).render_lines(crop)
        self._dressed = self._theme
        return super().render_lines(crop)

    _dressed: TextAreaTheme | None = None
    """The colours that fit the styles."""

    def notify_style_update(self) -> None:
        """Called by Textual when styles change."""
        super().notify_style_update()
        self._dressed = None

    def render_line(self, y: int) -> Strip:
        """Paint a row, if it is not one that was painted before."""
        row = self._words.get(y)
        if row is None:
            return super().render_line(y)
        # The theme has been told its styles by now.
        look = (row, self._theme.base_style, self._theme.cursor_line_style)
        strip = self._painted.get(look)
        if strip is None:
            strip = self._painted[look] = super().render_line(y)
        return strip

    def _rows_of_words(self) -> dict[int, Hashable]:
        """What the rows show that are nothing but words, by their place in the box."""
        start, end = self.selection
        if start != end or self._matching_bracket_location is not None or not self.text:
            return {}
        wrapped, width = self.wrapped_document, self.scrollable_content_region.width
        above, height = self.scroll_offset.y, self.size.height
        with_cursor = wrapped.location_to_offset(end).y - above
        rows: dict[int, Hashable] = {}
        row = -above
        for number, line in enumerate(self.document.lines):
            if row >= height:
                break
            offsets = wrapped.get_offsets(number)
            for first, last in zip((0, *offsets), (*offsets, len(line)), strict=True):
                words = line[first:last]
                if row != with_cursor and "\t" not in words:
                    rows[row] = (words, number == end[0], width)
                row += 1
        rows.update((below, (None, False, width)) for below in range(row, height))
        return rows

    @on(TextArea.Changed)
    def _tell(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.text != self._known:
            self._known = self.text
            self.post_message(self.Typed(self))
