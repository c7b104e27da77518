"""The plans on offer and the box, as they are shown, stream in, and are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.reactive import reactive
from textual.widgets import Input, Static

from rgpt_tui.story.counting import counted
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.panes.at_work import busy
from rgpt_tui.studio.panes.news_line import NewsLine
from rgpt_tui.studio.panes.next_rows import beginning, box_title, no_plans, rows_of
from rgpt_tui.studio.panes.opening import Opening
from rgpt_tui.studio.panes.pane import Pane
from rgpt_tui.studio.panes.rows import Rows
from rgpt_tui.studio.panes.stopped_reply import StoppedReply
from rgpt_tui.studio.panes.streamed import FLUSH_SECONDS, Streamed
from rgpt_tui.studio.panes.typed_box import TypedBox
from rgpt_tui.studio.past_plans import PastPlans, past_plans
from rgpt_tui.studio.plan_box import PlanBox

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from rgpt_tui.story.records import Brief, Plan, Step
    from rgpt_tui.studio.standing import Standing
    from rgpt_tui.writer.events import Event

PLANS = ("plan_1", "plan_2", "plan_3")


class PlansShown(Pane):
    """The plans on offer and the box, as they are shown, stream in, and are kept."""

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
        yield Rows(id="plans", one_click=True)
        yield Static(id="box-title", markup=False)
        yield Input(
            id="chapter",
            placeholder="Heading of the new chapter",
            compact=True,
            select_on_focus=False,
        )
        yield TypedBox(id="plan", placeholder="What is to happen next?")

    def on_mount(self) -> None:
        """Begin with nothing."""
        self.box = PlanBox()
        self._step: Step | None = None
        self._past = PastPlans(written=frozenset(), changed=frozenset())
        self._to_take_up: tuple[str, str] | None = None
        """The step that the story is going to, and the plan for its box."""
        self._stream = Streamed(*PLANS)
        self._opening = Opening()
        self._brief: Brief | None = None
        self._instead = ""
        """Where the plan comes from that is written from, where it is not the one in the box."""
        self._settling: Timer | None = None
        self.chapter.display = self.beginning.display = False

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

    def take_up(self, text: str, step: str) -> None:
        """Put a plan from elsewhere into the box, to stay there once the story stands at a step."""
        self._to_take_up = step, text
        self._put(PlanBox.found(self.box.plans, text, self.box.changed), keep=False)

    # What the book says

    async def show(self, standing: Standing) -> None:
        """Show the plans at the tip; what the writer left in the box there stays."""
        before, step = self._step, standing.tip
        writing = busy(self)
        if not writing or step != before:
            self._stream.clear()
        self.area.read_only = writing
        self.draft.show_draft(None if writing else standing.draft, standing.brief.language)
        self.beginning.display = step is None
        for widget in (self.rows, self.area, self.query_one("#box-title")):
            widget.display = step is not None
        if step is None:
            self._step, self.box, self._brief = None, PlanBox(), standing.brief
            if not writing:
                self.beginning.update(
                    beginning(standing.brief, keys_of_action(self.app, "writing.write"))
                )
        elif before is None or before.id != step.id:
            await self._come_to(step, standing)
        else:
            await self._find(step)
            self._step = step
            if self._instead and not writing:
                self.area.load(self.box.text)
            if self._taken_up(step) is None:
                self._put(self.box.offered(step.text.plans, self._past.changed))
            else:
                self._keep()
        if not writing or step is None or before is None or before.id != step.id:
            self._instead = ""
        self.refresh_bindings()
        self._draw()

    async def _come_to(self, step: Step, standing: Standing) -> None:
        """Show the box at another place of the story."""
        left = self._step
        if left is not None and step.parent == left.id:
            # What is in a step now.
            if step.plan is not None and step.plan.text == self.box.text:
                self.desk.typing.drop(left.id, Box.PLAN)
            if step.text.heading == self.heading:
                self.desk.typing.drop(left.id, Box.HEADING)
        await self._find(step)
        self._step = step
        unsent = {each.box: each.text for each in standing.unsent if each.step == step.id}
        if (taken := self._taken_up(step)) is not None:
            # A heading that was left here is that of another plan.
            unsent = {Box.PLAN: taken}
        with self.prevent(Input.Changed):
            self.chapter.value = unsent.get(Box.HEADING, "")
        self.chapter.display = False
        self.box = PlanBox.found(step.text.plans, unsent.get(Box.PLAN), self._past.changed)
        if taken is not None:
            self._keep()
            self._keep_heading()
        self.area.load(self.box.text)
        self.rows.highlighted = (self.box.picked or 1) - 1 if self.rows.option_count else None
        self._settle()

    def _taken_up(self, step: Step) -> str | None:
        """The plan that was taken up for a step which is now shown; it is told once."""
        at, text = self._to_take_up or ("", None)
        if at != step.id:
            return None
        self._to_take_up = None
        return text

    async def _find(self, step: Step) -> None:
        """Read what the box has to go by at a step."""
        self._past = await self.desk.read(lambda book: past_plans(book, step))

    def begins(self) -> None:
        """Say at once that the opening of a new story is on its way, and offer no draft now."""
        self._opening = Opening()
        self._tell_opening()
        self.draft.show_draft(None)

    def _tell_opening(self) -> None:
        if self._step is None and self._brief is not None:
            self.beginning.update(
                self._opening.told(self._brief, keys_of_action(self.app, "writing.stop"))
            )

    async def take(self, event: Event) -> None:
        """Show the plans as they come."""
        from rgpt_tui.writer.events import Asking, Chosen

        changed = self._stream.take(event)
        if self._step is None and self._opening.take(event):
            changed = True
        if isinstance(event, Asking):
            self.area.read_only = changed = busy(self)
            self.refresh_bindings()
        elif isinstance(event, Chosen) and event.plan:
            self.write_instead(event.plan, f"plan {event.offered}, by the autopilot")
        if changed:
            self.soon(FLUSH_SECONDS, self._draw)

    def write_instead(self, plan: str, origin: str) -> None:
        """Show another plan than the one in the box, which stays: the one that is written from.

        Args:
            plan: until the work is over.
            origin: where it comes from, in words.
        """
        if plan != self.box.text:
            self._instead = origin
            self.area.load(plan)
            self.soon(FLUSH_SECONDS, self._draw)

    async def save(self) -> None:
        """Keep what is typed in the box; it goes into the book with the step that it makes."""
        if self._step is not None:
            await self.desk.typing.keep_now()

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

    def _keep_heading(self) -> None:
        if self._step is None:
            return
        if self.heading:
            self.desk.typing.keep(
                UnsentEdit(step=self._step.id, box=Box.HEADING, text=self.chapter.value)
            )
        else:
            self.desk.typing.drop(self._step.id, Box.HEADING)

    def _settle(self) -> None:
        if self._settling is not None:
            self._settling.stop()
        self.settled = self.box.text

    def _draw(self) -> None:
        if busy(self):
            self._tell_opening()
        streamed = [self._stream.texts[name] for name in PLANS if name in self._stream.texts]
        rows = rows_of(
            self.rows,
            streamed or self.box.plans,
            picked=None if streamed else self.box.picked,
            untouched=self.box.untouched,
            written=frozenset() if streamed else self._past.written,
        )
        if not rows and not busy(self):
            keys = (keys_of_action(self.app, each) for each in ("next.replan", "next.own"))
            rows = [no_plans(*keys)]
        self.rows.fill(rows)
        title = box_title(self.box, self.heading, writing=busy(self), instead=self._instead)
        above = self.query_one("#box-title", Static)
        # With every key typed: what is the same is not laid out again.
        if above.content != title:
            above.update(title, layout=False)
        count = len(streamed or self.box.plans)
        on_offer = f"{counted(count, 'plan')} on offer" if count else "no plans"
        self.news = "" if self._step is None else on_offer
        self.query_one(NewsLine).tell(self.news)
