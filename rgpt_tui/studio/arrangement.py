"""How the four panes share the screen: side by side, one at a time where narrow, or zoomed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Tab, Tabs

from rgpt_tui.studio.panes.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

SHARE_STEP = 0.05
LEAST_SHARE, MOST_SHARE = 0.25, 0.85
USUAL_SHARE = 0.58
"""Of the width, for the story; a measure of 70 columns fits at 120."""
WEIGHT_STEP = 0.25
LEAST_WEIGHT, MOST_WEIGHT = 0.5, 4.0
USUAL_UPPER = 0.6
"""Of the height beside the story, for memory and recalled where they stand above the plans."""
LEAST_ROW = 0.15
"""Of that height, for either row: the least that leaves something to read."""


class Splitter(Widget):
    """The line between the story and the other panes, to be dragged."""

    class Dragged(Message):
        """It is wanted in another column of the screen."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    def render(self) -> str:
        """Nothing but its background."""
        return ""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of it."""
        self.capture_mouse()
        event.stop()

    def on_mouse_up(self) -> None:
        """Let it go."""
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse while it is held."""
        if self.app.mouse_captured is self:
            self.post_message(self.Dragged(int(event.screen_x)))


class Arrangement(Container):
    """The panes, the story first."""

    # Where a change of these is seen, the panes paint themselves.
    share: reactive[float] = reactive(USUAL_SHARE, repaint=False)
    """Of the width that the story has, where there is room for more."""
    current: reactive[str] = reactive("story", repaint=False)
    """The id of the pane that is being used."""

    def __init__(self, panes: Sequence[Pane]) -> None:
        super().__init__(id="arrangement")
        self._panes = {str(pane.id): pane for pane in panes}
        self.weights: dict[str, float] = {}

    def compose(self) -> ComposeResult:
        """The tabs of a narrow screen, and the panes."""
        story, *others = self._panes.values()
        yield Tabs(
            *(Tab(pane.TITLE, id=f"tab-{name}") for name, pane in self._panes.items()),
            id="tabs",
        )
        with Horizontal(id="columns"):
            yield story
            yield Splitter(id="splitter")
            yield Container(*others, id="side")

    @property
    def hidden(self) -> list[str]:
        """The ids of the panes that are hidden."""
        return [name for name, pane in self._panes.items() if pane.has_class("-hidden")]

    @property
    def zoomed(self) -> bool:
        """Whether one pane has the whole screen."""
        return self.has_class("-zoomed")

    def restore(self, share: float, weights: dict[str, float], hidden: Sequence[str]) -> None:
        """Arrange the panes as they were left."""
        self.share = share
        self.weights = {name: weight for name, weight in weights.items() if name in self._panes}
        for name, pane in self._panes.items():
            pane.set_class(name in hidden, "-hidden")
        self._lay_out()

    def even(self) -> None:
        """All panes as they are at first."""
        self.as_usual()
        self.restore(USUAL_SHARE, {}, ())

    def bring(self, name: str) -> None:
        """Go to a pane, showing it if it is hidden."""
        self.current = name
        if name != "story":
            self.screen.remove_class("-prose")
        self._panes[name].remove_class("-hidden")
        self._lay_out()
        self._panes[name].enter()

    def zoom(self) -> None:
        """Give all the room to the current pane, or give it back."""
        self.toggle_class("-zoomed")

    def only_prose(self) -> None:
        """Show nothing but prose, or all again."""
        self.screen.toggle_class("-prose")
        if self.screen.has_class("-prose"):
            self.bring("story")

    def as_usual(self) -> None:
        """Leave the zoom, and the mode that shows only prose."""
        self.remove_class("-zoomed")
        self.screen.remove_class("-prose")

    def hide(self) -> None:
        """Hide the current pane, unless it is the story, and go to the story."""
        if self.current != "story":
            self._panes[self.current].add_class("-hidden")
            self.bring("story")

    def widen(self, by: float) -> None:
        """Give the story more of the width, or less."""
        self.share = self.share + by

    def heighten(self, by: float) -> None:
        """Give the current pane more of the height, or less."""
        weight = self.weights.get(self.current, 1.0) + by
        self.weights[self.current] = min(MOST_WEIGHT, max(LEAST_WEIGHT, weight))
        self._lay_out()

    def validate_share(self, share: float) -> float:
        """Leave room for both."""
        return min(MOST_SHARE, max(LEAST_SHARE, round(share, 3)))

    def watch_share(self) -> None:
        """Lay out anew."""
        if self.is_mounted:
            self._lay_out()

    def watch_current(self, before: str, now: str) -> None:
        """Mark the pane that is used; where it is narrow, it is the only one shown."""
        for name, pane in self._panes.items():
            self._mark(pane, current=name == now)
        if self.is_mounted:
            self._mark(self.query_one("#side"), current=now != "story")
            with self.prevent(Tabs.TabActivated):
                self.query_one(Tabs).active = f"tab-{now}"

    def _mark(self, node: Widget, *, current: bool) -> None:
        """Say whether something is being used.

        Only its own styles depend on that; Textual would work out those of all within it.
        """
        if node.has_class("-current") != current:
            node.set_class(current, "-current", update=False)
            if node.is_attached:
                self.app.stylesheet.update_nodes([node])

    def on_mount(self) -> None:
        """Lay out for the first time."""
        self._lay_out()
        self.watch_current("", self.current)

    @on(Splitter.Dragged)
    def _drag(self, event: Splitter.Dragged) -> None:
        self.share = (event.column - self.region.x) / max(1, self.region.width)

    @on(Tabs.TabActivated)
    def _choose_tab(self, event: Tabs.TabActivated) -> None:
        if event.tab.id and self.screen.has_class("-narrow"):
            self.bring(event.tab.id.removeprefix("tab-"))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The pane with the focus is the one that is used."""
        for node in event.widget.ancestors_with_self:
            if isinstance(node, Pane):
                self.current = str(node.id)

    def _lay_out(self) -> None:
        story, *others = self._panes.values()
        shown = [pane for pane in others if not pane.has_class("-hidden")]
        side = self.query_one("#side")
        side.set_class(not shown, "-empty")
        self.query_one(Splitter).set_class(not shown, "-empty")
        story.styles.width = f"{self.share * 100:.1f}fr"
        side.styles.width = f"{(1 - self.share) * 100:.1f}fr"
        for pane in others:
            pane.styles.height = f"{self._weight(pane):.2f}fr"
        self._lay_out_rows(shown)

    def _lay_out_rows(self, shown: Sequence[Pane]) -> None:
        """Where there is much room: memory and recalled in one row, the plans in one below it."""
        plans = self._panes["next"]
        above = [pane for pane in shown if pane is not plans]
        side = self.query_one("#side")
        side.styles.grid_size_columns = plans.styles.column_span = max(1, len(above))
        if not above or plans not in shown:
            side.styles.grid_rows = "1fr"
            return
        upper = USUAL_UPPER * sum(map(self._weight, above)) / len(above)
        share = upper / (upper + (1 - USUAL_UPPER) * self._weight(plans))
        share = min(1 - LEAST_ROW, max(LEAST_ROW, share))
        side.styles.grid_rows = f"{share * 100:.1f}fr {(1 - share) * 100:.1f}fr"

    def _weight(self, pane: Pane) -> float:
        return self.weights.get(str(pane.id), 1.0)
