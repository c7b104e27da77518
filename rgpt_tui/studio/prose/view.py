"""The view of a whole novel: only what is near the reader is loaded, laid out and painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region
from textual.reactive import reactive

from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.prose.messages import Moved, Opened, Selected, TextsWanted
from rgpt_tui.studio.prose.places import BEGINNING, Place
from rgpt_tui.studio.prose.walking import WalkingView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.timer import Timer

    from rgpt_tui.studio.prose.entries import Entry, StepText

_SECONDS_BETWEEN_ASKING = 0.04
"""While the reader scrolls fast, texts are asked for so often, where the reader is by then."""


class ProseView(WalkingView, can_focus=True, inherit_bindings=False):
    """A story of any length, set in a readable measure.

    It is given the outline of all steps, asks for the texts of those near the reader with
    `TextsWanted`, and is given them with `show_texts`. All words are data: neither markup nor
    escape codes in them have an effect.
    """

    WHERE = Where.PROSE
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.PROSE))
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "prose--text",
        "prose--heading",
        "prose--stale",
        "prose--streaming",
        "prose--draft",
        "prose--current",
        "prose--pin",
        "prose--mute",
        "prose--found",
        "prose--model",
        "prose--edited",
        "prose--own",
        "prose--imported",
    }
    DEFAULT_CSS = """
    ProseView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;

        & > .prose--text { color: $foreground; }
        & > .prose--heading { color: $primary; text-style: bold; }
        & > .prose--stale { color: $foreground 55%; }
        & > .prose--streaming { color: $text-accent; }
        & > .prose--draft { color: $foreground 60%; text-style: italic; }
        & > .prose--current { color: $primary; }
        & > .prose--pin { color: $success; }
        & > .prose--mute { color: $warning; }
        & > .prose--found { color: $text-warning; background: $warning-muted; }
        & > .prose--model { color: $foreground; }
        & > .prose--edited { color: $text-warning; }
        & > .prose--own { color: $text-success; }
        & > .prose--imported { color: $text-secondary; }
    }
    """

    measure: reactive[int] = reactive(70, init=False)
    """Columns of prose, centred in the pane; a narrower pane uses all it has."""
    current: reactive[str | None] = reactive(None, init=False)
    """The id of the selected step; a bar marks it."""
    provenance: reactive[bool] = reactive(False, init=False)
    """Whether the words show who wrote them."""

    TextsWanted = TextsWanted
    Selected = Selected
    Opened = Opened
    Moved = Moved

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._asked: set[str] = set()
        self._asking: Timer | None = None
        self._regions: list[Region | None] = []

    # What is shown

    def show_outline(self, entries: Iterable[Entry]) -> None:
        """Show the steps of a branch, first to last.

        The reader's place and the current step stay if they are in the outline; otherwise the
        last step before them that is takes their part. Texts of steps in it are kept.
        """
        place, at = self._anchor()
        old = [entry.id for entry in self.page.entries]
        self.page.show_outline(entries)
        self._asked &= {entry.id for entry in self.page.entries}
        if [entry.id for entry in self.page.entries[: len(old)]] != old:
            self.forget_selection()
        if place and self.page.index_of(place.id) is None:
            left = self._survivor(old, place.id)
            place = Place(left, None, 0, 0) if left else BEGINNING
        if self._held:
            self._held = (place, at)
        self.current = self._survivor(old, self.current) if self.current else None
        self.forget_strips()
        self.settle(place, at)
        self.refresh()

    def _survivor(self, old: list[str], id_: str) -> str | None:
        """A step of an old outline, or the last before it, that is in the outline."""
        if self.page.index_of(id_) is not None:
            return id_
        before = old[: old.index(id_)] if id_ in old else old
        return next((i for i in reversed(before) if self.page.index_of(i) is not None), None)

    def show_texts(self, texts: Iterable[StepText]) -> None:
        """Show the texts of steps in the outline; those of other steps are left aside.

        The lines that the reader sees stay where they are.
        """
        texts = list(texts)
        self._asked.difference_update(text.id for text in texts)
        with self.holding():
            self.mark_found(self.page.put(texts))
            if self.text_selection is None:
                self.page.trim(self.page.column.at(self.top))

    def on_page_moved(self) -> None:
        """Ask for what has come near, and tell an editor that lies over the page."""
        self._ask()
        regions = [self.region_of(id_) for id_ in self.page.reserved]
        if regions != self._regions:
            self._regions = regions
            if regions:
                self.post_message(Moved(self))

    def _ask(self) -> None:
        if self._asking is not None or not self.rows:
            return
        missing = self.page.missing(self.top - self.rows, self.top + 2 * self.rows)
        ids = tuple(id_ for id_ in missing if id_ not in self._asked)
        if ids:
            self._asked.update(ids)
            self.post_message(TextsWanted(self, ids))
            self._asking = self.set_timer(_SECONDS_BETWEEN_ASKING, self._asked_a_while_ago)

    def _asked_a_while_ago(self) -> None:
        self._asking = None
        self._ask()

    # An editor over a paragraph

    def reserve(self, id_: str, lines: int) -> None:
        """Give the text of a step so many rows, blank, for an editor that is laid over it."""
        if self.page.reserved.get(id_) != lines:
            with self.holding():
                self.page.reserve(id_, lines)

    def release(self, id_: str) -> None:
        """Show the text of a step again."""
        with self.holding():
            self.page.reserve(id_, None)

    def region_of(self, id_: str) -> Region | None:
        """Where on the screen the text of a step is, its rows outside of the view included.

        None if the step is not in the outline or none of its text is in the view.
        """
        if (index := self.page.index_of(id_)) is None:
            return None
        first = self.page.column.top(index) + self.page.head(index) - self.top
        rows = self.page.text_rows(index)
        if first >= self.rows or first + rows <= 0:
            return None
        columns, content = self.painter.columns, self.scrollable_content_region
        left = content.x + columns.left + columns.gutter
        return Region(left, content.y + first, columns.text, rows)

    # Reactives

    def validate_measure(self, measure: int) -> int:
        """At least a few columns."""
        return max(10, measure)

    def watch_measure(self) -> None:
        """Set the page in another measure."""
        self._set_columns()

    def on_mount(self) -> None:
        """Take over what was set before there was a screen."""
        self.painter.current = self.current
        self.painter.provenance = self.provenance

    def watch_current(self, current: str | None) -> None:
        """Mark another step."""
        self.painter.current = current
        self.forget_strips()
        self.refresh()
        if current is not None:
            self.post_message(Selected(self, current))

    def watch_provenance(self, provenance: bool) -> None:
        """Show who wrote the words, or no longer."""
        self.painter.provenance = provenance
        self.forget_strips()
        self.refresh()
