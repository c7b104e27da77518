"""The writing screen: the four panes of one open story, and what is done in all of them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.reactive import Reactive

from rgpt_tui.story.connection import BookDamaged
from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.arrangement import Arrangement
from rgpt_tui.studio.desk import DeskClosed
from rgpt_tui.studio.going_on import key_of_restart, keys_of
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.left import Place
from rgpt_tui.studio.panes.memory import MemoryPane
from rgpt_tui.studio.panes.next import NextPane
from rgpt_tui.studio.panes.pane import Pane
from rgpt_tui.studio.panes.recalled import RecalledPane
from rgpt_tui.studio.panes.story import StoryPane
from rgpt_tui.studio.panes.story_shown import WRITTEN_BEFORE
from rgpt_tui.studio.pauses import keep_for_good
from rgpt_tui.studio.screens.drafted import GOING_ON
from rgpt_tui.studio.screens.errands import Errands
from rgpt_tui.studio.screens.work import AUTOPILOT
from rgpt_tui.studio.status_line import StatusLine, named_model
from rgpt_tui.studio.telling_ahead import ahead_in_short
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from rgpt_tui.engine.status import EngineStatus
    from rgpt_tui.settings import Settings
    from rgpt_tui.studio.standing import Standing
    from rgpt_tui.writer.events import Event


QUIET_SECONDS = 1.5
"""After a change, before the next step is looked ahead to."""


class WritingScreen(Errands):
    """One open story."""

    CSS_PATH = "writing.tcss"
    WHERE = Where.WRITING
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.WRITING))
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual has it
        (0, "-narrow"),
        (100, "-wide"),
        (160, "-huge"),
    ]

    # The widgets that lose or take the focus paint themselves; Textual would paint all others too.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    status = getters.query_one(StatusLine)
    story = getters.query_one(StoryPane)
    memory = getters.query_one(MemoryPane)
    recalled = getters.query_one(RecalledPane)
    next = getters.query_one(NextPane)

    def compose(self) -> ComposeResult:
        """The panes, the status line and the footer."""
        # Set before there is anything on the screen, these classes cost nothing; Textual would set
        # them when all is mounted, and style all of it a second time.
        fitting = self._get_breakpoint_classes(self.app.size.width, self.HORIZONTAL_BREAKPOINTS)
        self.set_class(True, *fitting)
        yield Arrangement(
            [
                StoryPane(self.desk, id="story"),
                MemoryPane(self.desk, id="memory"),
                RecalledPane(self.desk, id="recalled"),
                NextPane(self.desk, id="next"),
            ]
        )
        yield StatusLine()
        yield KeyLine()

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The four panes."""
        return (self.story, self.memory, self.recalled, self.next)

    # Opening and closing

    def on_mount(self) -> None:
        """Open the story once the screen is there to be seen."""
        self.desk.on_change = self._book_changed
        self.desk.on_unkept = self.tell_unkept
        self._unwatch = self.studio.client.watch(self._engine_changed)
        if self.studio.client.state == "silent":
            # It fell silent before the story was opened, which waits for it.
            self._engine_changed(self.studio.client.status)
        self.status.model = named_model(self.desk.settings)
        self.watch(self.story, "stale", self._tell_stale)
        self.watch(self.recalled, "tray", self._tray_changed, init=False)
        self.call_after_refresh(self._open)

    def _tell_stale(self, stale: bool) -> None:
        self.status.about = WRITTEN_BEFORE if stale else ""

    @work(group="open")
    async def _open(self) -> None:
        try:
            await self.desk.open()
            # The screen is made; to look for garbage in it would hold up the first words.
            keep_for_good()
            await self.story.show_end()
            self.story.enter()
            await self._painted()
            await self._show_standing(pane_by_pane=True)
        except DeskClosed:
            return
        except BookDamaged as error:
            self.studio.see_to_damage(self.desk.folder, str(error), leave=True)
            return
        except RgptError as error:
            self.studio.show_shelf(error)
            return
        self._warm()
        self.follow_book()
        await self.studio.going.opened(self)

    def _book_changed(self) -> None:
        self.post_message(self.BookChanged())

    def on_unmount(self) -> None:
        """Look no longer at the engine."""
        self._unwatch()

    def _engine_changed(self, status: EngineStatus) -> None:
        if not self.is_attached:
            return
        self.status.engine = "" if status.state == "ready" else status.sentence
        if status.state == "silent" and self.running.what != AUTOPILOT:
            self.status.engine = f"{status.sentence} {key_of_restart(self.app)}".rstrip()

    @work(group="warm")
    async def _warm(self) -> None:
        """Have loaded what the first step would wait for."""
        with suppress(RgptError):
            await self.desk.client.warm(self.desk.settings)

    async def close_story(self) -> None:
        """Stop, keep what is typed, and give the story back.

        Raises:
            RgptError, OSError: what is typed cannot be kept. The story stays open the first time.
        """
        await self.running.stop()
        await self.save_or_warn()
        if self.is_mounted:
            await self.studio.going.left(self)
        # What was asked for right before may have begun meanwhile.
        await self.running.stop()
        await self.desk.close()

    def place(self) -> Place:
        """Where in the story the writer is, to come back to."""
        tip = self.standing.tip if self.standing is not None else None
        step = self.story.prose.current
        at_end = tip is not None and step == tip.id
        return Place(step=None if at_end else step, pane=self.arrangement.current)

    def go_to_place(self, place: Place) -> None:
        """Come back to where the writer was; without a step, to the end of the story."""
        if place.step is not None:
            self.story.prose.go_to(place.step)
        if place.pane:
            self.arrangement.bring(place.pane)

    @on(Errands.BookChanged)
    async def show_standing(self) -> None:
        """Show in all panes where the story stands now."""
        try:
            await self._show_standing()
        except DeskClosed:
            return
        except RgptError as error:
            self.studio.tell(error)

    async def _show_standing(self, *, pane_by_pane: bool = False) -> None:
        standing = await self.desk.standing()
        self.standing: Standing | None = standing
        self.status.words, self.status.today = standing.words, standing.words_today
        self.status.branch = standing.branch
        for pane in self.panes:
            await pane.show(standing)
            if pane_by_pane:
                # To paint all of them in one frame takes several frames' time.
                await self._painted()
        self._look_ahead()

    async def _painted(self) -> None:
        """Wait for the next frame."""
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    def use(self, settings: Settings) -> None:
        """Go on with other settings; what is being written at the moment ends by the old ones."""
        self.desk.use(settings)
        self.status.use(named_model(settings), writing=self.running.busy)
        self.status.ahead = ()
        self._look_ahead()

    def _tray_changed(self) -> None:
        self._look_ahead()

    @work(group="ahead", exclusive=True)
    async def _look_ahead(self) -> None:
        """Say what the next step will take, once things have been quiet for a moment."""
        await asyncio.sleep(QUIET_SECONDS)
        if self.running.busy or self.standing is None:
            return
        with suppress(RgptError):
            plan = self.next.text
            told = self.recalled.passages_for(plan)
            forecast = await self.desk.engine.forecast(plan, passages=told)
            self.status.ahead = ahead_in_short(forecast)
            self.status.model = forecast.model

    # Writing

    async def action_write(self) -> None:
        """Write the next step from what stands in the boxes."""
        if await self.saved():
            self.tell_left_behind()
            # What is in the box goes into a step: keys like undo are about that, then.
            self.next.out_of_box()
            if self.has_class("-narrow"):
                # Where one pane is shown at a time, the words would come out of sight.
                self.arrangement.bring("story")
            self.write("writing", self._next_step())

    async def action_stop(self) -> None:
        """Stop what is being written; else leave the zoom or the mode that shows only prose."""
        if self.running.busy:
            await self.running.stop()
        else:
            self.arrangement.as_usual()

    async def _next_step(self) -> AsyncGenerator[Event, None]:
        session = self.desk.session
        if self.standing is None:
            return
        if self.standing.tip is None:
            async for event in session.begin():
                yield event
            return
        plan = await self.next.plan()
        passages = self.recalled.passages_for(plan.text)
        async for event in session.write(plan, heading=self.next.heading, passages=passages):
            yield event

    async def take(self, event: Event) -> None:
        """Follow an event in all panes."""
        from rgpt_tui.engine.events import Committed, Revised
        from rgpt_tui.writer.events import Notice

        self.status.take(event)
        if isinstance(event, Notice) and Way.MEND in event.ways:
            self.studio.see_to_damage(self.desk.folder, event.text)
        elif isinstance(event, Notice):
            self.studio.tell(f"{event.text} {keys_of(self.app, event.ways)}".rstrip())
        for pane in self.panes:
            await pane.take(event)
        if isinstance(event, Committed | Revised):
            await self.show_standing()

    def work_begins(self, what: str) -> None:
        """Say what is being done."""
        self.studio.teller.withdraw_work()
        draft = self._draft if what == GOING_ON else None
        self.status.begin(what, draft.making if draft is not None else None)
        for pane in self.panes:
            pane.begins()
        # What is done with a stopped reply waits meanwhile.
        self.call_later(self.refresh_bindings)

    def work_stopped(self) -> None:
        """The writer has stopped what was being done."""
        self.status.stopped()

    def work_ends(self) -> None:
        """Nothing is being done."""
        self.status.end()
        self.refresh_bindings()
        self.post_message(self.BookChanged())

    async def action_save(self) -> None:
        """Put what is typed in the boxes into the book."""
        if await self.saved():
            self.studio.tell("Saved.")

    def action_stories(self) -> None:
        """Go back to the list of stories."""
        self.studio.show_shelf()

    def action_brief(self) -> None:
        """Change what stays true of the whole story."""
        self.studio.edit_brief(self.desk)

    @on(Pane.Failed)
    def _tell(self, message: Pane.Failed) -> None:
        self.studio.tell(message.error)
