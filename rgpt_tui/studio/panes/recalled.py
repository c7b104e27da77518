"""What long-term memory recalled, and what of it goes into the next request."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on
from textual.reactive import Reactive
from textual.widgets import Static

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.marks import Mark
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.panes.at_work import busy, refuse_while_busy
from rgpt_tui.studio.panes.news_line import NewsLine
from rgpt_tui.studio.panes.next import NextPane
from rgpt_tui.studio.panes.pane import Pane, words
from rgpt_tui.studio.panes.recalled_rows import rows_of
from rgpt_tui.studio.panes.rows import Rows
from rgpt_tui.studio.tray import Tray, sent_tray
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.story.records import Passage
    from rgpt_tui.studio.app import StudioApp
    from rgpt_tui.studio.standing import Standing
    from rgpt_tui.studio.tray import Entry
    from rgpt_tui.writer.events import Event

CHOSEN = "chosen"
"""How `engine.events.Recalled` names passages that came from this tray."""


class NotToBeTrimmed(RgptError):
    """There is nothing around the sentence that was found."""


class RecalledPane(Pane):
    """What long-term memory recalled, and what of it goes into the next request."""

    TITLE = "Recalled"
    WHERE = Where.RECALLED
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.RECALLED))
    DEFAULT_CSS = """
    RecalledPane #recall-notice { height: auto; max-height: 3; color: $foreground 55%; }
    """

    tray: Reactive[Tray] = Reactive(Tray(), repaint=False)

    rows = getters.query_one("#passages", Rows)
    notice = getters.query_one("#recall-notice", Static)

    def compose(self) -> ComposeResult:
        """The passages, and what there is to say about them."""
        yield NewsLine()
        yield Static(id="recall-notice", markup=False)
        yield Rows(id="passages")

    def on_mount(self) -> None:
        """Begin with nothing, and watch the plan in the box."""
        self._standing: Standing | None = None
        self._places: list[int | None] = []
        self._remembered_more = False
        self._recalling = False
        self._draw()
        self.call_after_refresh(self._watch_plan)

    def _watch_plan(self) -> None:
        for pane in self.screen.query(NextPane):
            self.watch(pane, "settled", self._plan_settled, init=False)

    def enter(self) -> None:
        """Take the focus."""
        self.rows.focus()

    def passages_for(self, plan: str) -> tuple[Passage, ...] | None:
        """Exactly the passages that a request by this plan is to hold.

        Returns:
            None: whatever is recalled for it, for the tray was made for another plan, and the
            writer did not touch it.
        """
        return self.tray.passages_for(plan)

    # What the book and the engine say

    async def show(self, standing: Standing) -> None:
        """Show what fits the plan at the tip, and until that is known, what the tip was told."""
        before, self._standing = self._standing, standing
        if before is None or _id_of(before) != _id_of(standing):
            self.tray = sent_tray(standing.making.recalled if standing.making else ())
        else:
            known = self._mute(before, standing)
            if known and not self._remembered_more and _memory_of(before) == _memory_of(standing):
                self._draw()
                return
        self._draw()
        if not busy(self):
            self._remembered_more = False
            self._recall_for_box()

    def _mute(self, before: Standing, now: Standing) -> bool:
        """Let the tray follow mutes; whether that is all that the marks have changed for it.

        Nothing is recalled anew for a mute: it would take the passage out of sight, with the way
        to take that back, and put another one into the request.
        """
        all_known = True
        for step in before.marks.keys() | now.marks.keys():
            was, mark = before.marks.get(step), now.marks.get(step)
            if mark is was:
                continue
            if mark is Mark.MUTE or (mark is None and was is Mark.MUTE and self.tray.has(step)):
                self.tray = self.tray.marked(step, mark)
            else:
                all_known = False
        return all_known

    async def take(self, event: Event) -> None:
        """Show what goes into the request that is being sent."""
        from rgpt_tui.engine.events import Progress, Recalled

        if isinstance(event, Progress):
            self._remembered_more = True
        elif isinstance(event, Recalled) and event.mode != CHOSEN:
            self.tray = sent_tray(event.hits, event.near_misses)
            self._draw()

    def _plan_settled(self, plan: str) -> None:
        if self._standing is not None and self._standing.tip is not None and not busy(self):
            self._recall_for(plan)

    def _recall_for_box(self) -> None:
        for pane in self.screen.query(NextPane):
            self._plan_settled(pane.text)

    def _recall_for(self, plan: str) -> None:
        if plan.strip():
            self._recalling = True
            self._draw()
            self._recall(plan)

    @work(group="recall", exclusive=True)
    async def _recall(self, plan: str) -> None:
        standing = self._standing
        try:
            recall = await self.desk.engine.recall(plan)
        except RgptError as error:
            self._recalling = False
            self.tray = self.tray.unavailable(cast("StudioApp", self.app).said(error))
            self._draw()
            return
        self._recalling = False
        # What comes too late, at another place of the story, is of no use there.
        if standing and self._standing and _id_of(standing) == _id_of(self._standing):
            self.tray = self.tray if busy(self) else self.tray.recalled(plan, recall)
        self._draw()
        if not self.rows.has_focus:
            self.rows.action_first()

    # What the writer does

    @property
    def entry(self) -> tuple[int, Entry] | None:
        """The passage under the cursor, with its number in the tray."""
        row = self.rows.highlighted
        place = None if row is None or row >= len(self._places) else self._places[row]
        # The list is still of the tray before, while it is being drawn anew.
        if place is None or place >= len(self.tray.entries):
            return None
        return place, self.tray.entries[place]

    def action_in_or_out(self) -> None:
        """Take a passage into the next request, or out of it."""
        if (found := self.entry) and not refuse_while_busy(self, "The tray"):
            self.tray = self.tray.toggled(found[0])
            self._draw()

    def action_trim(self) -> None:
        """Send only the sentence that was found, or its neighbours too."""
        if (found := self.entry) is None or refuse_while_busy(self, "The tray"):
            return
        if not found[1].can_be_trimmed:
            self.post_message(
                self.Failed(NotToBeTrimmed("There is no single sentence to trim this passage to."))
            )
            return
        self.tray = self.tray.trimmed(found[0])
        self._draw()

    async def action_pin(self) -> None:
        """Always recall a paragraph, or no longer."""
        await self._mark(Mark.PIN)

    async def action_mute(self) -> None:
        """Never recall a paragraph, or again."""
        await self._mark(Mark.MUTE)

    async def _mark(self, mark: Mark) -> None:
        if (found := self.entry) is None or self._standing is None:
            return
        step, number = found[1].passage.step, found[1].passage.position.number
        was = self._standing.marks.get(step)
        new = None if was is mark else mark
        try:
            await self.desk.mark(step, new)
        except RgptError as error:
            self.post_message(self.Failed(error))
            return
        self.tray = self.tray.marked(step, new)
        self._draw()
        if new is Mark.MUTE:
            mute, again = (
                keys_of_action(self.app, f"recalled.{each}") for each in ("mute", "recall_again")
            )
            self._tell(
                f"Paragraph {number} is muted: it is never recalled. It stays in sight here, out "
                f"of the next request, until you recall again ({again}). {mute} takes that back."
            )
        elif was is Mark.MUTE and new is None:
            self._tell(f"Paragraph {number} is no longer muted: it can be recalled again.")

    def _tell(self, what: str) -> None:
        cast("StudioApp", self.app).tell(what)

    def action_open(self) -> None:
        """Show a passage in the story."""
        if found := self.entry:
            self.post_message(self.Asked("show_step", step=found[1].passage.step))

    def action_recall_again(self) -> None:
        """Recall anew by the plan in the box; what was taken in or out by hand is forgotten."""
        if not refuse_while_busy(self, "The tray"):
            self.tray = self.tray.forgetful()
            self._recall_for_box()

    @on(Rows.OptionSelected, "#passages")
    def _open_passage(self) -> None:
        self.action_open()

    @on(Rows.SignClicked, "#passages")
    def _toggle_clicked(self) -> None:
        self.action_in_or_out()

    @on(Rows.OptionHighlighted, "#passages")
    def _tell_more(self) -> None:
        self._draw()

    def on_resize(self) -> None:
        """Show as much of the names of chapters as there is room for."""
        self.call_after_refresh(self._draw)

    # How it is done

    def _draw(self) -> None:
        standing = self._standing
        marks = standing.marks if standing else {}
        total = len(standing.path) if standing else 0
        here = self.entry
        rows, self._places = rows_of(self.rows, self.tray, marks, total, here[0] if here else None)
        self.rows.fill(rows)
        if here is None and (now := self.entry) is not None:
            rows, self._places = rows_of(self.rows, self.tray, marks, total, now[0])
            self.rows.fill(rows)
        self.notice.display = bool(self.tray.notice)
        if self.notice.content != (notice := words(self.tray.notice)):
            self.notice.update(notice)
        taken = len(self.tray.passages())
        if self._recalling:
            self.news = "recalling…"
        elif not self.tray.entries:
            self.news = "nothing yet" if self.tray.plan is None else "nothing fits"
        elif self.tray.plan is None and not self.tray.touched:
            self.news = f"{taken} went into the last request"
        else:
            by_hand = " · changed by you" if self.tray.touched else ""
            self.news = f"{taken} for the next request{by_hand}"
        self.query_one(NewsLine).tell(self.news)


def _id_of(standing: Standing) -> str | None:
    return standing.tip.id if standing.tip else None


def _memory_of(standing: Standing) -> str | None:
    """What a recall depends on, beside the plan and the marks, at one place of the story.

    An edited paragraph makes itself known when long-term memory has taken it up.
    """
    return standing.tip.text.memory if standing.tip else None
