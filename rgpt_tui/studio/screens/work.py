"""A screen on which work is done: one piece of writing at a time, shown as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.message import Message
from textual.screen import Screen

from rgpt_tui.story.counting import counted
from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.going_on import in_drafts, key_after
from rgpt_tui.studio.panes.pane import Pane
from rgpt_tui.studio.running import Running
from rgpt_tui.studio.work import Telling, work

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.studio.app import StudioApp
    from rgpt_tui.studio.desk import Desk
    from rgpt_tui.writer.events import Event


AUTOPILOT = "on autopilot"
"""What is being done while the autopilot writes."""
NO_STEP = "The autopilot stopped before it had written anything. The story stays as it is."


class WorkScreen(Telling, Screen[None]):
    """One open story, and the writing that goes on in it."""

    class BookChanged(Message):
        """The story stands elsewhere, or reads differently."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.running = Running(self.take)
        self._warned = False
        """The writer knows that what is typed cannot be kept, and may leave without it."""

    @property
    def studio(self) -> StudioApp:
        """The app."""
        return cast("StudioApp", self.app)

    async def take(self, event: Event) -> None:
        """Follow what happens while something is being written."""

    async def saved(self) -> bool:
        """Whether what is typed in the boxes could be put into the book."""
        try:
            await self._save()
        except RgptError as error:
            self.studio.tell(error)
            return False
        self.studio.leaving_anyway = False
        return True

    async def _save(self) -> None:
        for pane in self.query(Pane):
            await pane.save()
        self._warned = False

    async def save_or_warn(self) -> None:
        """Put what is typed into the book before the story is left.

        Raises:
            RgptError, OSError: it could not be kept, which the writer has not been warned of yet:
                whoever is leaving stays.
        """
        try:
            await self._save()
        except (RgptError, OSError):
            if not self._warned:
                self._warned = True
                raise

    def tell_unkept(self, error: Exception | None) -> None:
        """Say that what is typed is not being kept; without an error, that it is again."""
        if error is None:
            self.studio.tell("What you type is kept again.")
        else:
            self.studio.tell(RgptError(f"What you type is not being kept: {error}"))

    async def show_standing(self) -> None:
        """Show in all panes where the story stands now."""

    def work_begins(self, what: str) -> None:
        """A piece of work has begun."""

    def work_stopped(self) -> None:
        """The writer has stopped it."""

    async def moved(self, move: Callable[[], Awaitable[object]]) -> bool:
        """Whether the story, or a draft of it, could be moved; else the writer is told why."""
        try:
            self.running.check_idle()
            if not await self.saved():
                return False
            await move()
        except RgptError as error:
            self.studio.tell(error)
            return False
        self.studio.teller.withdraw_work()
        return True

    def work_ends(self) -> None:
        """It is over, whichever way."""

    @work(group="writing")
    async def write(
        self, what: str, events: AsyncGenerator[Event, None], *, asks_model: bool = True
    ) -> None:
        """Run a piece of writing, and show it as it comes.

        Args:
            what: it is, in words such as “writing”.
            events: of the work.
            asks_model: it needs a language model, which is chosen first where there is none.
        """
        before, _ = await self._drafted()
        try:
            # Told at once: to see to the model may take a while.
            if not self.running.busy:
                self.work_begins(what)
            if asks_model and not await self.studio.see_to_model():
                return
            if self.desk.closed:
                return
            if not await self.running.run(what, events):
                self.work_stopped()
                kept, here = await self._kept_since(before)
                said = stopped(what, self.running.steps, self.running.came, kept, here=here)
                if said:
                    then = in_drafts(self.app) if kept is not None and not here else ""
                    self.studio.tell(said, then, of_work=True)
        except RgptError as error:
            kept, here = await self._kept_since(before)
            elsewhere = kept is not None and not here
            then = in_drafts(self.app) if elsewhere else key_after(self.app, error)
            self.studio.tell(error, then, of_work=True)
        finally:
            await events.aclose()
            if not self.running.busy:
                self.work_ends()
        self.follow_book()

    async def _drafted(self) -> tuple[Draft | None, str | None]:
        """What came of the work that was stopped last, and where the story stands."""
        if self.desk.closed:
            return None, None
        return await self.desk.read(lambda book: (book.drafts.newest(), book.tip))

    async def _kept_since(self, before: Draft | None) -> tuple[Draft | None, bool]:
        """The draft that came of the work that is over, and whether it is offered here.

        Args:
            before: the newest one when the work began, which did not come of it.
        """
        kept, tip = await self._drafted()
        if kept is None or kept == before:
            return None, False
        return kept, kept.parent == tip

    @work(group="following", exclusive=True)
    async def follow_book(self) -> None:
        """Let the long-term memory follow the book, beside everything else."""
        if self.desk.closed:
            return
        try:
            async for event in self.desk.session.catch_up():
                await self.take(event)
        except RgptError as error:
            self.studio.tell(error)
        if not self.running.busy:
            self.work_ends()


def stopped(what: str, steps: int, came: Sequence[str], kept: Draft | None, *, here: bool) -> str:
    """What is said of work that the writer stopped; empty where the offer of its draft says it.

    Args:
        what: it was.
        steps: that it had made, which are in the book; of the writer's own page it makes one.
        came: the sections of the step that was under way of which words had come.
        kept: what is kept of that step, if anything is.
        here: that is offered where the story stands; what is kept of a re-roll is not.
    """
    first = "Stopped"
    if what == AUTOPILOT:
        first = "The autopilot stopped" + (f" after {counted(steps, 'step')}" if steps else "")
    if kept is not None and any(text.strip() for text in kept.sections.values()):
        return "" if here and what != AUTOPILOT else f"{first}. What came is kept as a draft."
    there = "the story stays as it is"
    if steps:
        there = "the paragraph is" if steps == 1 else f"the {counted(steps, 'paragraph')} are"
        there = f"{there} in the book"
    if came:
        from rgpt_tui.writer.section_words import listed

        return f"{first}. What had come of {listed(came)} is not kept; {there}."
    if what == AUTOPILOT:
        return f"{first}; no other was under way." if steps else NO_STEP
    return f"{first}; {there}." if steps else f"{first}. No words of it had come; {there}."
