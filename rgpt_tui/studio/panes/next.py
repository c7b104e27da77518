"""The plans for what comes next, and the box with the one that will be written from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on
from textual.reactive import reactive
from textual.widgets import Input, Static

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.panes.at_work import busy, refuse_while_busy, work_screen
from rgpt_tui.studio.panes.news_line import NewsLine
from rgpt_tui.studio.panes.next_rows import beginning, box_title, rows_of
from rgpt_tui.studio.panes.pane import Pane
from rgpt_tui.studio.panes.rows import Rows
from rgpt_tui.studio.panes.stopped_reply import StoppedReply
from rgpt_tui.studio.panes.streamed import FLUSH_SECONDS, Streamed
from rgpt_tui.studio.panes.typed_box import TypedBox
from rgpt_tui.studio.plan_box import PlanBox
from rgpt_tui.writer.plan_choice import changed_by_hand

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.story.records import Plan, Step
    from rgpt_tui.studio.standing import Standing
    from rgpt_tui.writer.events import Event

SETTLING_SECONDS = 0.4
"""How long nothing is typed before a plan counts as settled."""
PLANS = ("plan_1", "plan_2", "plan_3")


class NextPane(Pane):
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
    HELP = """
    The plans on offer, and below them the box: the next paragraph is written from what stands in
    it, word for word. 1, 2 and 3 put a plan there; type to change it.
    """

    settled: reactive[str] = reactive("", always_update=True, init=False)
    """The plan in the box, once nothing has been typed for a moment."""

    rows = getters.query_one("#plans", Rows)
    area = getters.query_one("#plan", TypedBox)
    chapter = getters.query_one("#chapter", Input)
    draft = getters.query_one(StoppedReply)
    beginning = getters.query_one("#beginning", Static)

    def compose(self) -> ComposeResult:
        """The stopped reply, the plans, and the box."""
        yield NewsLine()
        yield StoppedReply()
        yield Static(id="beginning", markup=False)
        yield Rows(id="plans")
        yield Static(id="box-title", markup=False)
        yield Input(id="chapter", placeholder="Heading of the new chapter", compact=True)
        yield TypedBox(id="plan", placeholder="What is to happen next?")

    def on_mount(self) -> None:
        """Begin with nothing."""
        self.box = PlanBox()
        self._step: Step | None = None
        self._written: frozenset[int] = frozenset()
        self._to_take_up: str | None = None
        self._stream = Streamed(*PLANS)
        self._drawing = False
        self._settling: Timer | None = None
        self.chapter.display = self.draft.display = self.beginning.display = False

    def enter(self) -> None:
        """Take the focus."""
        (self.rows if self.rows.display else self.area).focus()

    @property
    def text(self) -> str:
        """The plan in the box, word for word."""
        return self.box.text

    @property
    def heading(self) -> str:
        """The heading of the chapter that is to begin with the next step; empty: none begins."""
        return self.chapter.value.strip()

    async def plan(self) -> Plan:
        """The plan that the next step is to be written from.

        Raises:
            NoPlan: the box is empty.
        """
        return self.box.plan()

    def take_up(self, text: str) -> None:
        """Put a plan from elsewhere into the box, at the place of the story that is shown next."""
        self._to_take_up = text
        self._put(PlanBox.found(self.box.plans, text, self.box.changed))

    # What the book says

    async def show(self, standing: Standing) -> None:
        """Show the plans at the tip; what the writer left in the box there stays."""
        before, step = self._step, standing.tip
        writing = busy(self)
        if not writing or step != before:
            self._stream.clear()
        self.area.read_only = writing
        self.draft.show_draft(standing.draft)
        self.beginning.display = step is None
        for widget in (self.rows, self.area, self.query_one("#box-title")):
            widget.display = step is not None
        if step is None:
            self._step, self.box = None, PlanBox()
            self.beginning.update(beginning(standing.brief))
        elif before is None or before.id != step.id:
            await self._come_to(step, standing)
        else:
            self._step = step
            self._written, changed = await self.desk.read(lambda book: _past(book, step))
            if self._to_take_up is None:
                self._put(self.box.offered(step.text.plans, changed))
            self._to_take_up = None
        self._draw()

    async def _come_to(self, step: Step, standing: Standing) -> None:
        """Show the box at another place of the story."""
        left = self._step
        if left is not None and step.parent == left.id and step.plan is not None:
            if step.plan.text == self.box.text:
                # It is in a step now.
                self.desk.typing.drop(left.id, Box.PLAN)
            self.chapter.value = ""
            self.chapter.display = False
        self._step = step
        self._written, changed = await self.desk.read(lambda book: _past(book, step))
        kept = next(
            (e.text for e in standing.unsent if e.step == step.id and e.box is Box.PLAN), None
        )
        text = self._to_take_up if self._to_take_up is not None else kept
        self.box = PlanBox.found(step.text.plans, text, changed)
        if self._to_take_up is not None:
            self._to_take_up = None
            self._keep()
        self.area.load(self.box.text)
        self.rows.highlighted = (self.box.picked or 1) - 1 if self.rows.option_count else None
        self._settle()

    async def take(self, event: Event) -> None:
        """Show the plans as they come."""
        from rgpt_tui.writer.events import Asking, Chosen

        changed = self._stream.take(event)
        if isinstance(event, Asking):
            self.area.read_only = changed = busy(self)
        elif isinstance(event, Chosen) and event.plan:
            self._put(PlanBox.found(self.box.plans, event.plan, self.box.changed), keep=False)
        if changed and not self._drawing:
            self._drawing = True
            self.set_timer(FLUSH_SECONDS, self._draw)

    async def save(self) -> None:
        """Keep what is typed in the box; it goes into the book with the step that it makes."""
        if self._step is not None:
            await self.desk.typing.keep_now()

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
        """Edit the plan in the box."""
        if self.area.display:
            self.area.focus()

    def action_own(self) -> None:
        """Empty the box for a plan of the writer's own."""
        if self._step is not None and not refuse_while_busy(self, "The plan"):
            self._put(self.box.emptied())
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
        self._draw()

    @on(TypedBox.Typed, "#plan")
    def _typed(self, event: TypedBox.Typed) -> None:
        self.box = self.box.typed(event.text)
        self._keep()
        self._draw()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLING_SECONDS, self._settle)

    @on(events.Resize)
    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _fit(self) -> None:
        """Show as much of the plans as there is room for, and as the writer looks at."""
        self.call_after_refresh(self._draw)

    # How it is done

    def _put(self, box: PlanBox, *, keep: bool = True) -> None:
        """Show another plan in the box; ctrl+z in it brings the one before back."""
        changed, self.box = box.text != self.box.text, box
        if changed:
            self.area.put(box.text)
            self._settle()
            if keep:
                self._keep()
        self._draw()

    def _keep(self) -> None:
        """Keep what is in the box safe from a crash, unless it is what would be there anyway."""
        if self._step is None:
            return
        if self.box.usual:
            self.desk.typing.drop(self._step.id, Box.PLAN)
        else:
            self.desk.typing.keep(
                UnsentEdit(
                    step=self._step.id,
                    box=Box.PLAN,
                    text=self.box.text,
                    revision=self._step.revision,
                )
            )

    def _settle(self) -> None:
        if self._settling is not None:
            self._settling.stop()
        self.settled = self.box.text

    def _draw(self) -> None:
        self._drawing = False
        streamed = [self._stream.texts[name] for name in PLANS if name in self._stream.texts]
        self.rows.fill(
            rows_of(
                self.rows,
                streamed or self.box.plans,
                picked=None if streamed else self.box.picked,
                untouched=self.box.untouched,
                written=frozenset() if streamed else self._written,
            )
        )
        self.query_one("#box-title", Static).update(
            box_title(self.box, self.heading, writing=busy(self))
        )
        count = len(streamed or self.box.plans)
        self.news = "" if self._step is None else f"{count} plans on offer" if count else "no plans"
        self.query_one(NewsLine).tell(self.news)


def _past(book: BookReader, step: Step) -> tuple[frozenset[int], frozenset[int]]:
    """Which plans were written from already, and which the writer edited in the book."""
    written = {child.plan.offered for child in book.children(step.id) if child.plan is not None}
    revisions = book.revisions(step.id)
    numbers = range(1, len(step.text.plans) + 1)
    return (
        frozenset(number for number in written if number is not None),
        frozenset(number for number in numbers if changed_by_hand(revisions, number)),
    )
