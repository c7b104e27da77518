"""Going through a story: by paragraph, chapter and screen, by mouse, and to a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.selection import Selection

from rgpt_tui.studio.prose.messages import Opened
from rgpt_tui.studio.prose.places import BEGINNING, Place
from rgpt_tui.studio.prose.selecting import end_of, selected_text, start_of
from rgpt_tui.studio.prose.streaming import StreamingView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events


class WalkingView(StreamingView):
    """A page view with a current step."""

    if TYPE_CHECKING:
        current: str | None

    _found: tuple[str, int, int] | None = None

    # Going to a step

    def go_to(self, id_: str, *, found: tuple[int, int] | None = None, select: bool = True) -> None:
        """Bring a step into view; it is not scrolled to if all of it is.

        Args:
            id_: A step in the outline; nothing is done for others.
            found: A span of its text to show as found, and to bring into view.
            select: Whether to make it the current step.
        """
        if (index := self.page.index_of(id_)) is None:
            return
        self.forget_found()
        if found:
            self._found = (id_, *found)
            self.mark_found([id_])
        if select:
            self.current = id_
        top, height = self.page.column.top(index), self.page.column.height(index)
        in_view = self.top <= top and top + height - 1 <= self.top + self.rows
        if not (in_view and self.page.steady(index)):
            char, at = (found[0] if found else None), self.rows // 4
            if not found:
                at = min(at, max(0, self.rows - height))
            self.hold(Place(id_, char, 0, 0), at)

    def go_to_end(self) -> None:
        """Bring the end of the story into view, and keep it there until the reader scrolls."""
        self.hold(None, 0)

    def forget_found(self) -> None:
        """No longer show a span as found."""
        if self._found:
            index = self.page.index_of(self._found[0])
            if index is not None and (paragraph := self.page.paragraph(index)):
                paragraph.found = None
            self._found = None
            self.forget_strips()
            self.refresh()

    def mark_found(self, ids: Iterable[str]) -> None:
        """Mark the found span in its text, if that has come."""
        if self._found and self._found[0] in ids:
            index = self.page.index_of(self._found[0])
            if index is not None and (paragraph := self.page.paragraph(index)):
                paragraph.find(*self._found[1:])
                self.forget_strips()
                self.refresh()

    # Keys

    def action_next_paragraph(self) -> None:
        """Select the next paragraph, or read on in one that is higher than the screen."""
        if (index := self._current_in_view()) is None:
            self._select(self._first_in_view())
        elif self._last_row(index) >= self.top + self.rows:
            self.action_page_down()
        elif index + 1 < len(self.page.entries):
            self._select(index + 1)
        else:
            self.go_to_end()

    def action_previous_paragraph(self) -> None:
        """Select the paragraph before, or read back in one that is higher than the screen."""
        if (index := self._current_in_view()) is None:
            self._select(self._first_in_view())
        elif self.page.column.top(index) < self.top:
            self.action_page_up()
        elif index:
            self._select(index - 1)

    def action_page_down(self) -> None:
        """Read on, by a screen less a line."""
        self.scroll_to(y=self.top + max(1, self.rows - 1))

    def action_page_up(self) -> None:
        """Read back, by a screen less a line."""
        self.scroll_to(y=self.top - max(1, self.rows - 1))

    def action_line_down(self) -> None:
        """Scroll by a line."""
        self.scroll_to(y=self.top + 1)

    def action_line_up(self) -> None:
        """Scroll back by a line."""
        self.scroll_to(y=self.top - 1)

    def action_first(self) -> None:
        """Go to the beginning of the story."""
        if self.page.entries:
            self.current = self.page.entries[0].id
            self.hold(BEGINNING, 0)

    def action_last(self) -> None:
        """Go to the end of the story."""
        if self.page.entries:
            self.current = self.page.entries[-1].id
        self.go_to_end()

    def action_next_chapter(self) -> None:
        """Go to the beginning of the next chapter, or to the end in the last one."""
        here = self._here()
        entries = self.page.entries
        following = (i for i in range(here + 1, len(entries)) if entries[i].heading)
        if (index := next(following, None)) is None:
            self.action_last()
        else:
            self._begin_with(index)

    def action_previous_chapter(self) -> None:
        """Go to the beginning of this chapter, or of the one before if that is here."""
        here = self._here()
        entries = self.page.entries
        before = (i for i in range(here - 1, -1, -1) if entries[i].heading)
        self._begin_with(next(before, 0))

    def action_open(self) -> None:
        """Open the current step."""
        if self.current is not None:
            self.post_message(Opened(self, self.current))

    def _here(self) -> int:
        if (index := self._current_in_view()) is not None:
            return index
        return min(self.page.column.at(self.top), max(0, len(self.page.entries) - 1))

    def _begin_with(self, index: int) -> None:
        if index < len(self.page.entries):
            self.current = self.page.entries[index].id
            self.hold(Place(self.current, None, 0, 0), 0)

    def _current_in_view(self) -> int | None:
        index = None if self.current is None else self.page.index_of(self.current)
        visible = self.page.column.between(self.top, self.top + self.rows)
        return index if index in visible else None

    def _first_in_view(self) -> int:
        """The first step that begins in the view, or else the one at its top."""
        visible = self.page.column.between(self.top, self.top + self.rows)
        steps = [i for i in visible if i < len(self.page.entries)]
        begun = (i for i in steps if self.page.column.top(i) >= self.top)
        return next(begun, steps[0] if steps else max(0, len(self.page.entries) - 1))

    def _last_row(self, index: int) -> int:
        """The last row of the text of a block."""
        return self.page.column.top(index) + self.page.column.height(index) - 2

    def _select(self, index: int) -> None:
        """Make a step the current one, and scroll no more than it takes to see it."""
        if index >= len(self.page.entries):
            return
        id_ = self.current = self.page.entries[index].id
        top, last = self.page.column.top(index), self._last_row(index)
        if top < self.top or last - top >= self.rows:
            at = 0 if top < self.top or last >= self.top + self.rows else top - self.top
            if top < self.top and last - top >= self.rows:
                at = self.rows - 1 - (last - top)
            self.hold(Place(id_, None, 0, 0), at)
        elif last >= self.top + self.rows:
            self.hold(Place(id_, None, 0, 0), self.rows - 1 - (last - top))

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Select the step that is clicked on, and open it with a second click."""
        event.prevent_default()
        row = self.page.row(self.top + event.y - self.gutter.top)
        if row is None or row.index >= len(self.page.entries) or self.text_selection is not None:
            return
        id_ = self.page.entries[row.index].id
        self.current = id_
        if event.chain == 2:
            self.post_message(Opened(self, id_))

    # Selecting words

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected words, and what to put after them."""
        return selected_text(self.page, self.painter.selection or selection), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Show words as selected. A drag that leaves the view selects to the edge of it."""
        if selection is not None:
            visible = self.page.column.between(self.top, self.top + self.rows) or range(1)
            selection = Selection(
                start_of(visible[0]) if selection.start is None else selection.start,
                end_of(visible[-1]) if selection.end is None else selection.end,
            )
            self.painter.selection_style = self.screen.get_component_rich_style("screen--selection")
        self.painter.selection = selection
        self.forget_strips()
        self.refresh()
