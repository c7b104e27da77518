"""The plans for what comes next, and the box with the one that will be written from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.panes.at_work import busy, refuse_while_busy, work_screen
from rgpt_tui.studio.panes.plans_shown import PlansShown
from rgpt_tui.studio.panes.rows import Rows
from rgpt_tui.studio.panes.typed_box import TypedBox

if TYPE_CHECKING:
    from textual.binding import BindingType

SECONDS_AFTER_A_KEY = 0.15
"""So long after a key the rest of the pane follows: it measures all the plans anew."""
SETTLING_SECONDS = 0.4
"""How long nothing is typed before a plan counts as settled."""


class NextPane(PlansShown):
    """The plans for what comes next, and the box with the one that will be written from."""

    TITLE = "Next"
    WHERE = Where.NEXT
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.NEXT))
    DEFAULT_CSS = """
    NextPane #plans { height: 1fr; min-height: 1; }
    NextPane #beginning { height: 1fr; }
    NextPane #box-title {
        height: 1;
        color: $foreground 65%;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        background: $panel;
        padding: 0 1;
    }
    NextPane #chapter { height: 1; }
    NextPane #plan { min-height: 2; }
    NextPane #plan:focus { height: 2fr; }
    """

    # What the writer does

    def action_pick_1(self) -> None:
        """Put the first plan into the box."""
        self._pick(1)

    def action_pick_2(self) -> None:
        """Put the second plan into the box."""
        self._pick(2)

    def action_pick_3(self) -> None:
        """Put the third plan into the box."""
        self._pick(3)

    def action_edit(self) -> None:
        """Edit the plan in the box, at its end."""
        if self.area.display:
            refuse_while_busy(self, "The plan")
            self.area.place_cursor(self.area.text)
            self.area.focus()

    def action_own(self) -> None:
        """Empty the box for a plan of the writer's own."""
        if self._step is None:
            return
        if not refuse_while_busy(self, "The plan"):
            self._put(self.box.emptied())
        # Also where it is refused: words that are typed behind the key are no commands.
        self.area.focus()

    def action_merge(self) -> None:
        """Add the plan under the cursor to the one in the box."""
        row = self.rows.highlighted
        if row is None or row >= len(self.box.plans) or refuse_while_busy(self, "The plan"):
            return
        self._put(self.box.merged(row + 1))

    async def action_replan(self) -> None:
        """Ask for three other plans."""
        if self._step is None or refuse_while_busy(self, "The plans"):
            return
        screen = work_screen(self)
        if await screen.saved():
            screen.write("thinking of other plans", self.desk.session.replan())

    def action_chapter(self) -> None:
        """Begin a new chapter with the next paragraph."""
        if self._step is not None:
            self.chapter.display = True
            self.chapter.focus()
            self.chapter.cursor_position = len(self.chapter.value)

    def out_of_box(self) -> None:
        """Go back to the plans if the cursor is in the box or in the heading."""
        if self.area.has_focus or self.chapter.has_focus:
            self.action_leave_box()

    def action_leave_box(self) -> None:
        """Go back to the plans; what is typed stays in the box."""
        self.chapter.display = False
        self.rows.focus()
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape leaves the box; while something is being written it stops that instead."""
        if action == "leave_box":
            return (self.area.has_focus or self.chapter.has_focus) and not busy(self)
        return True

    def _pick(self, number: int) -> None:
        if self._step is None or refuse_while_busy(self, "The plan"):
            return
        try:
            self._put(self.box.taking(number))
        except RgptError as error:
            self.post_message(self.Failed(error))
        else:
            self.rows.highlighted = number - 1

    @on(Rows.OptionSelected, "#plans")
    def _pick_chosen(self, event: Rows.OptionSelected) -> None:
        self._pick(event.option_index + 1)

    @on(Rows.SignClicked, "#plans")
    def _pick_clicked(self, event: Rows.SignClicked) -> None:
        self._pick(event.index + 1)

    @on(Rows.OptionHighlighted, "#plans")
    def _show_whole(self) -> None:
        self._draw()

    @on(Input.Submitted, "#chapter")
    def _named(self) -> None:
        self.action_leave_box()

    @on(Input.Changed, "#chapter")
    def _naming(self) -> None:
        self._keep_heading()
        self._draw()

    @on(TypedBox.Typed, "#plan")
    def _typed(self, event: TypedBox.Typed) -> None:
        self.box = self.box.typed(event.text)
        self._keep()
        self.soon(SECONDS_AFTER_A_KEY, self._draw)
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLING_SECONDS, self._settle)
